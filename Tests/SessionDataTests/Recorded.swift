import FoundationEssentials
import SessionData
import Testing

/// A line of `record.php`: an item that real PHP wrote, and what json_encode says of the same data.
struct Recorded: Decodable, CustomTestStringConvertible {
  let by: String
  let serializer: String
  let flags: UInt32
  let bytes: Data
  let json: String
  let json17: String?

  var testDescription: String { "\(by) \(serializer) \(json.prefix(40))" }

  static func read(_ text: some Collection<UInt8>) throws -> [Recorded] {
    try Array(text).split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(Recorded.self, from: Data($0)) }
  }

  /// The committed ones.
  static let all: [Recorded] = {
    let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    guard let data = try? Data(contentsOf: URL(filePath: folder + "/recorded.jsonl")) else { return [] }
    return (try? read(data)) ?? []
  }()

  var handler: StoringExtension { by.hasPrefix("Memcached") || by.hasPrefix("memcached") ? .memcached : .memcache }
  var isSession: Bool { by.hasSuffix("session") }
  var configured: SessionSerializer? { isSession ? SessionSerializer(rawValue: serializer) : nil }

  func decode(told: Bool = false) -> SessionContent {
    SessionContent.decode(Array(bytes), flags: flags, handler: handler, serializer: told ? nil : configured)
  }

  /// What `json` has to give. U+007F is the one character that json_encode leaves as it is and this does not; and
  /// without bytes nothing tells an object's empty string from an empty session.
  func expected(_ precision: FloatPrecision = .shortest) -> String {
    let text = precision == .shortest ? json : json17 ?? json
    return text == "\"\"" ? "[]" : text.replacing("\u{7f}", with: "\\u007f")
  }
}

extension SessionTree {
  func jsonText(_ precision: FloatPrecision = .shortest) throws -> String {
    String(decoding: try json(precision: precision), as: UTF8.self)
  }
}
