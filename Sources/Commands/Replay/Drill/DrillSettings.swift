import FoundationEssentials
import PHPConfiguration
import Placement

/// What a drill's PHP reads in place of the ini files of its machine: the session directives of a configuration.
struct DrillSettings {
  /// Where the file is, and PHP's script finds room too.
  let folder: String
  let file: String
  /// For the command line: the only place from which PHP's cli takes it.
  let longestRequest: String
  let serverName: [UInt8]?

  /// - Parameters:
  ///   - loaded: on servers of the drill.
  ///   - extensionLines: what loads PHP's extensions.
  init(_ loaded: LoadedConfiguration, _ pool: Pool, extensionLines: String, in folder: String) throws {
    self.folder = folder
    file = folder + "/drill.ini"
    serverName = loaded.serverName
    let configuration = loaded.configuration
    longestRequest = try Self.quoted(
      "max_execution_time", configuration["max_execution_time"]?.value ?? Array("30".utf8))
    var values = configuration.settings.mapValues(\.value).filter { name, _ in Self.decides(name) }
    values["session.save_path"] = configuration["session.save_path"]?.value
    for (name, value) in Self.own { values[name] = Array(value.utf8) }
    values["session.save_handler"] = Array(pool.handler.rawValue.utf8)
    var text = Array((extensionLines + "\n").utf8)
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      text += Array("\(name) = \(try Self.quoted(name, value))\n".utf8)
    }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text).write(to: URL(filePath: file))
  }

  /// How values are packed decides no session's fate, and logins are left out.
  private static func decides(_ name: String) -> Bool {
    let kept = [
      "session.gc_maxlifetime", "session.use_strict_mode", "session.lazy_write", "session.sid_length",
      "session.sid_bits_per_character",
    ]
    let left = ["memcache.compress_threshold", "memcached.compression", "memcached.serializer", "memcached.sess_sasl"]
    let isOurs = kept.contains(name) || name.hasPrefix("memcache.") || name.hasPrefix("memcached.")
    let isPlain = name.allSatisfy { $0 == "." || $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
    return isOurs && isPlain && !left.contains(where: name.hasPrefix)
  }

  private static let own = [
    "session.use_cookies": "0", "session.cache_limiter": "",
    "session.gc_probability": "0",
    "session.serialize_handler": "php", "session.auto_start": "0", "auto_prepend_file": "", "display_errors": "stderr",
    "log_errors": "0",
  ]

  /// In a form in which PHP's ini language means these bytes.
  static func quoted(_ name: String, _ value: [UInt8]) throws(Failure) -> String {
    guard let text = String(validating: value, as: UTF8.self), !value.contains(0) else {
      throw Failure(.usage, "\(name) is no text, and a drill cannot hand it to PHP", remedy: "play it without --drill")
    }
    if !text.contains("'") { return "'\(text)'" }
    guard !text.contains("${") else {
      throw Failure(
        .usage, "\(name) has a quote and ${, and a drill cannot hand it to PHP", remedy: "play it without --drill")
    }
    return "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined() + "\""
  }
}
