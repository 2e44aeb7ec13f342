import Fixtures
import PHPConfiguration
import Testing

/// Texts with what real PHP 8.2.35 made of them.
struct RecordedCase: Decodable, Sendable, CustomTestStringConvertible {
  var name: String
  var files: [String: String]
  var env: [String: String]?
  var ask: [String]
  /// nil: PHP did not start.
  var values: [String: String?]?
  var stderr: String?
  var pool: String?
  var refused: String?

  var testDescription: String { name }

  /// The files of a folder in PHP's scan order.
  func files(in folder: String, suffix: String) -> [SourceText] {
    files.keys.filter { $0.hasPrefix(folder + "/") && $0.hasSuffix(suffix) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .map { SourceText($0, files[$0] ?? "") }
  }

  /// php.ini and conf.d, read.
  var configuration: Configuration {
    var configuration = Configuration(environment: env ?? [:])
    if let main = files["php.ini"] { configuration.read(ini: SourceText("php.ini", main)) }
    for file in files(in: "conf.d", suffix: ".ini") { configuration.read(ini: file) }
    return configuration
  }
}

@Suite("php.ini is read as PHP 8.2 reads it") struct RecordedIniTests {
  static let cases = Result { try Fixtures.lines("php-ini.jsonl", as: RecordedCase.self).filter { $0.values != nil } }

  @Test("values", arguments: try cases.get()) func values(_ recorded: RecordedCase) throws {
    let configuration = recorded.configuration
    for name in recorded.ask {
      #expect(configuration[name]?.text == recorded.values?[name] ?? nil, "\(name)")
    }
  }

  /// PHP's message, without the tokens that it expected instead: `syntax error, unexpected '=' … on line 3`.
  @Test("the error that stops a file, with PHP's line", arguments: try cases.get())
  func errors(_ recorded: RecordedCase) throws {
    let reported = (recorded.stderr ?? "").split(separator: "\n").filter { $0.contains("syntax error") }.map {
      message in
      let unexpected = message.range(of: "unexpected ").map { message[$0.upperBound...] } ?? ""
      let token = unexpected.prefixBefore(", expecting ").prefixBefore(" in ")
      let line = message.split(separator: " ").last ?? ""
      return "syntax error, unexpected \(token) on line \(line)"
    }
    let ours = recorded.configuration.diagnostics.map(\.message).filter { $0.contains("syntax error") }
    #expect(ours.count == reported.count)
    for (ours, reported) in zip(ours, reported) { #expect(ours.contains("\"\(reported)\""), "\(ours)") }
  }
}

@Suite("Pools are read as php-fpm 8.2 reads them") struct RecordedFPMTests {
  /// Without the cases that need a request or a script; that of an extension which refuses values is one for pools.
  static let cases = Result {
    try zip(Fixtures.lines("php-fpm.jsonl", as: RecordedCase.self), Fixtures.lines("php-fpm.jsonl", as: JSON.self))
      .filter { recorded, json in
        guard case .object(let fields) = json else { return false }
        return ["params", "ini_set", "ask_env"].allSatisfy { fields[$0] == nil }
          && recorded.name != "extension-refuses-value"
      }.map(\.0)
  }

  @Test(arguments: try cases.get()) func pool(_ recorded: RecordedCase) throws {
    var configuration = recorded.configuration
    let refused = recorded.refused ?? ""
    do {
      for file in recorded.files(in: "pool.d", suffix: ".conf") {
        try configuration.read(fpm: file, pool: recorded.pool) { _ in [] }
      }
    } catch {
      // php-fpm's reason, as far as the tokens that it expected instead.
      #expect(refused.contains(error.message.prefixBefore(" in Unknown")), "\(error)")
      return
    }
    #expect(refused == "")
    if let userIni = recorded.files[".user.ini"] { configuration.read(userIni: SourceText(".user.ini", userIni)) }
    for name in recorded.ask {
      guard let seen = recorded.values?[name] ?? nil else { continue }
      #expect(configuration[name]?.text == seen, "\(name)")
    }
  }
}

extension StringProtocol {
  /// The range of the first occurrence of a text.
  fileprivate func range(of text: String) -> Range<Index>? {
    indices.first { self[$0...].hasPrefix(text) }.map { $0..<index($0, offsetBy: text.count) }
  }

  /// What stands before the first occurrence of a text; all of it when there is none.
  fileprivate func prefixBefore(_ text: String) -> String {
    String(range(of: text).map { self[..<$0.lowerBound] } ?? self[...])
  }
}
