public import PHPConfiguration

/// Lines of php.ini that can be mended without knowing what their writer would decide.
///
/// A mended line is kept only when it reads as PHP reads the value that was meant, and when its finding is gone from the
/// configuration as a whole; what comes to light behind a line at which PHP stopped before is mended in its turn.
public struct Mending: Sendable {
  public struct Mended: Hashable, Sendable {
    public let text: SourceText
    public let bytes: [UInt8]
    /// What is gone with it.
    public let findings: [Diagnostic]
    /// The servers or their order are others now, so that sessions have other places.
    public let movesSessions: Bool
  }

  /// One that a better place would have let us mend.
  public struct Left: Hashable, Sendable {
    public let finding: Diagnostic
    public let reason: String
  }

  public private(set) var mended: [Mended] = []
  public private(set) var left: [Left] = []
  /// Of the configuration with all mends.
  public private(set) var findings: [Diagnostic]

  /// Of severity warning or more: what is left for somebody to decide.
  public var undecided: Int { findings.count { $0.severity >= .warning && !LineMend.canMend($0.code) } }

  /// - Parameters:
  ///   - texts: all that were read by name, with their kinds.
  ///   - isFile: whether a text of this name can be written back.
  ///   - lint: the findings when the texts of these names hold these bytes instead.
  public init<E: Error>(
    _ texts: [(text: SourceText, kind: SourceText.Kind)], isFile: (String) -> Bool,
    lint: ([String: [UInt8]]) throws(E) -> [Diagnostic]
  ) throws(E) {
    var replaced: [String: [UInt8]] = [:]
    var done: [String: [Diagnostic]] = [:]
    var findings = try lint([:])
    var tried: Set<LineMend.Mark> = []
    var obstacles: [LineMend.Mark: LineMend.Obstacle] = [:]
    while let finding = findings.first(where: { LineMend.canMend($0.code) && !tried.contains(.init($0)) }) {
      tried.insert(.init(finding))
      let name = finding.location.source
      guard let (text, kind) = texts.first(where: { $0.text.name == name }), kind == .ini || kind == .userIni,
        isFile(name)
      else { continue }
      var attempt = replaced
      do throws(LineMend.Obstacle) {
        attempt[name] = try LineMend(finding, in: replaced[name] ?? text.bytes).mended()
      } catch {
        obstacles[.init(finding)] = error
        continue
      }
      let after = try lint(attempt)
      if after.contains(where: { LineMend.Mark($0) == LineMend.Mark(finding) }) {
        obstacles[.init(finding)] = .stays
        continue
      }
      // A mend that makes a server or a value of something that is none is no mend.
      guard Self.misread(in: after).isSubset(of: Self.misread(in: findings)) else {
        obstacles[.init(finding)] = .misread
        continue
      }
      replaced = attempt
      findings = after
      done[name, default: []].append(finding)
    }
    self.findings = findings
    for (text, _) in texts where mended.allSatisfy({ $0.text.name != text.name }) {
      guard let bytes = replaced[text.name] else { continue }
      let gone = done[text.name] ?? []
      mended.append(
        Mended(
          text: text, bytes: bytes, findings: gone, movesSessions: gone.contains { $0.message.contains("save_path") })
      )
    }
    var said: Set<LineMend.Mark> = []
    left = findings.filter { LineMend.canMend($0.code) && said.insert(.init($0)).inserted }.map { finding in
      let kind = texts.first { $0.text.name == finding.location.source }?.kind
      return Left(
        finding: finding, reason: Self.reason(finding.location, kind, isFile: isFile, obstacles[.init(finding)]))
    }
  }

  /// Findings about values that PHP takes for something else, by code and place.
  private static func misread(in findings: [Diagnostic]) -> Set<LineMend.Mark> {
    let codes = ["MC102", "MC107", "MC108", "MC202", "MC203", "MC205", "MC229", "MC237"]
    return Set(findings.lazy.filter { codes.contains($0.code) }.map { LineMend.Mark($0) })
  }

  private static func reason(
    _ location: SourceLocation, _ kind: SourceText.Kind?, isFile: (String) -> Bool, _ obstacle: LineMend.Obstacle?
  ) -> String {
    if location.line == 0 { return "\(location.source) is no file: change it where it is given" }
    switch kind {
    case .apache?: return "Apache's lines are no ini language: change it by hand"
    case .fpm?, nil: return "php-fpm's files have rules of their own for quotes: change it by hand"
    case .ini?, .userIni?:
      return isFile(location.source)
        ? "\((obstacle ?? .meaning).rawValue): change it by hand"
        : "it did not come from a file: save it to one and name that with --ini"
    }
  }
}
