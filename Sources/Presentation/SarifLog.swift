import Advice
import PHPConfiguration

/// Findings in SARIF 2.1.0 (OASIS), which code hosts show beside the lines.
public struct SarifLog: Encodable, Sendable {
  private let findings: [Finding]
  /// The first of the files that were read: what has no line of its own is shown at its beginning.
  private let file: String?
  /// Of mcpool.
  private let version: String

  /// What a finding without a rule is called: PHP makes no pool of the configuration.
  private static let unnamed = "no-pool"

  /// - Parameter file: the first one that was read; nil: there was none.
  public init(_ report: LintReport, file: String?, version: String) {
    findings = report.rows
    self.file = file
    self.version = version
  }

  private enum LogKeys: String, CodingKey {
    case schema = "$schema"
    case version, runs
  }

  private enum RunKeys: CodingKey { case tool, results, columnKind }
  private enum ToolKeys: CodingKey { case driver }
  private enum DriverKeys: CodingKey { case name, version, rules }

  public func encode(to encoder: any Encoder) throws {
    var log = encoder.container(keyedBy: LogKeys.self)
    try log.encode("https://json.schemastore.org/sarif-2.1.0.json", forKey: .schema)
    try log.encode("2.1.0", forKey: .version)
    var runs = log.nestedUnkeyedContainer(forKey: .runs)
    var run = runs.nestedContainer(keyedBy: RunKeys.self)
    var tool = run.nestedContainer(keyedBy: ToolKeys.self, forKey: .tool)
    var driver = tool.nestedContainer(keyedBy: DriverKeys.self, forKey: .driver)
    try driver.encode("mcpool", forKey: .name)
    try driver.encode(version, forKey: .version)
    let rules = rules
    try driver.encode(rules, forKey: .rules)
    try run.encode("unicodeCodePoints", forKey: .columnKind)
    try run.encode(
      findings.map { finding in
        let id = finding.code ?? Self.unnamed
        return Result(finding, id: id, index: rules.firstIndex { $0.id == id } ?? -1, file: file)
      }, forKey: .results)
  }

  /// Those that found something.
  private var rules: [Rule] {
    let codes = Set(findings.compactMap(\.code))
    let named = LintRule.all.filter { codes.contains($0.code) }.map(Rule.init)
    return named + (findings.contains { $0.code == nil } ? [Rule.unnamed(Self.unnamed)] : [])
  }

  private struct Text: Encodable {
    let text: String
  }

  private struct Rule: Encodable {
    struct Settings: Encodable {
      let level: String
    }

    let id: String
    let shortDescription: Text
    let fullDescription: Text
    let help: Text
    let defaultConfiguration: Settings

    init(_ rule: LintRule) {
      self.init(
        id: rule.code, title: rule.title, effect: rule.effect, cure: rule.cure + "\n\nSeen: \(rule.measured).",
        level: rule.severity.level)
    }

    static func unnamed(_ id: String) -> Rule {
      Rule(
        id: id, title: "a configuration of which PHP makes no pool",
        effect: "sessions cannot be kept in memcached with it", cure: "see the message of the finding", level: "error")
    }

    private init(id: String, title: String, effect: String, cure: String, level: String) {
      self.id = id
      shortDescription = Text(text: title)
      fullDescription = Text(text: effect)
      help = Text(text: cure)
      defaultConfiguration = Settings(level: level)
    }
  }

  private struct Result: Encodable {
    struct Location: Encodable {
      struct Physical: Encodable {
        struct Artifact: Encodable {
          let uri: String
        }

        struct Region: Encodable {
          let startLine: Int
        }

        let artifactLocation: Artifact
        let region: Region

        init(_ file: String, line: Int) {
          artifactLocation = Artifact(uri: SarifLog.uri(of: file))
          region = Region(startLine: line)
        }
      }

      struct Logical: Encodable {
        let name: String
      }

      var physicalLocation: Physical?
      var logicalLocations: [Logical]?

      /// A line of a file; else the option, or PHP's own default, and the beginning of a file: code hosts refuse a log
      /// with a result that has no place in one.
      init(_ location: SourceLocation?, file: String?) {
        if let location, location.line > 0 {
          physicalLocation = Physical(location.source, line: location.line)
        } else {
          physicalLocation = file.map { Physical($0, line: 1) }
          logicalLocations = [Logical(name: location?.source ?? "PHP's default")]
        }
      }
    }

    let ruleId: String
    let ruleIndex: Int
    let level: String
    let message: Text
    let locations: [Location]

    init(_ finding: Finding, id: String, index: Int, file: String?) {
      ruleId = id
      ruleIndex = index
      level = finding.severity.level
      message = Text(text: "\(finding.message). PHP: \(finding.effect). Try: \(finding.cure).")
      locations = [Location(finding.location, file: file)]
    }
  }

  /// A path as a URI reference (RFC 3986); a name that is no path (`standard input`) is one, too.
  private static func uri(of path: String) -> String {
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
    let escaped = path.utf8.map { byte in
      plain.contains(byte)
        ? String(UnicodeScalar(byte)) : (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
    }.joined()
    return path.hasPrefix("/") ? "file://" + escaped : escaped
  }
}

extension Diagnostic.Severity {
  /// SARIF's word.
  fileprivate var level: String {
    switch self {
    case .critical: "error"
    case .warning: "warning"
    case .info: "note"
    }
  }
}
