public import PHPConfiguration

/// Lines of php.ini that can be mended without knowing what their writer would decide.
///
/// A mended line is kept only when it reads as PHP reads the value that was meant, when its finding is gone from the
/// configuration as a whole, and when PHP makes a pool of it where it made one before. What comes to light in the line
/// itself is mended with it, or the line stays as it was; what comes to light behind a line at which PHP stopped before is
/// mended in its turn.
public struct Mending: Sendable {
  /// What PHP makes of the texts at one stage.
  public struct Reading: Sendable {
    public let lint: Lint
    public let pool: ComparedPool?

    public init(lint: Lint, pool: ComparedPool?) {
      self.lint = lint
      self.pool = pool
    }
  }

  public struct Mended: Hashable, Sendable {
    public let text: SourceText
    public let bytes: [UInt8]
  }

  /// One that a better place would have let us mend.
  public struct Left: Hashable, Sendable {
    public let finding: Diagnostic
    public let reason: String
  }

  public private(set) var mended: [Mended] = []
  public private(set) var left: [Left] = []
  /// Of the configuration with all mends.
  public let findings: [Diagnostic]
  /// The pool that there was looks for sessions, or for their copies, elsewhere with the mends.
  public let movesSessions: Bool

  /// Of severity warning or more: what is left for somebody to decide.
  public var undecided: Int { findings.count { $0.severity >= .warning && !LineMend.canMend($0.code) } }

  /// - Parameters:
  ///   - texts: all that were read by name, with their kinds.
  ///   - isFile: whether a text of this name can be written back.
  ///   - read: what PHP makes of it when the texts of these names hold these bytes instead.
  public init<E: Error>(
    _ texts: [(text: SourceText, kind: SourceText.Kind)], isFile: (String) -> Bool,
    read: ([String: [UInt8]]) throws(E) -> Reading
  ) throws(E) {
    let before = try read([:])
    var stage = Stage(replaced: [:], reading: before)
    var tried: Set<LineMend.Mark> = []
    var obstacles: [LineMend.Mark: LineMend.Obstacle] = [:]
    while let finding = stage.findings.first(where: { LineMend.canMend($0.code) && !tried.contains(.init($0)) }) {
      tried.insert(.init(finding))
      let name = finding.location.source
      guard let (text, kind) = texts.first(where: { $0.text.name == name }), kind == .ini || kind == .userIni,
        isFile(name)
      else { continue }
      switch try Self.mend(finding, in: text, stage, read: read) {
      case .success(let next): stage = next
      case .failure(let obstacle): obstacles[.init(finding)] = obstacle
      }
    }
    findings = stage.findings
    movesSessions = Self.moves(before.pool, stage.reading.pool)
    for (text, _) in texts where mended.allSatisfy({ $0.text.name != text.name }) {
      guard let bytes = stage.replaced[text.name] else { continue }
      mended.append(Mended(text: text, bytes: bytes))
    }
    var said: Set<LineMend.Mark> = []
    left = findings.filter { LineMend.canMend($0.code) && said.insert(.init($0)).inserted }.map { finding in
      let kind = texts.first { $0.text.name == finding.location.source }?.kind
      return Left(
        finding: finding, reason: Self.reason(finding.location, kind, isFile: isFile, obstacles[.init(finding)]))
    }
  }

  private struct Stage {
    var replaced: [String: [UInt8]]
    var reading: Reading

    var findings: [Diagnostic] { reading.lint.findings }
    var marks: Set<LineMend.Mark> { Set(findings.map { LineMend.Mark($0) }) }
  }

  /// The line of a finding mended, and whatever else is then found in that line.
  private static func mend<E: Error>(
    _ first: Diagnostic, in text: SourceText, _ start: Stage, read: ([String: [UInt8]]) throws(E) -> Reading
  ) throws(E) -> Result<Stage, LineMend.Obstacle> {
    var stage = start
    var tried: Set<LineMend.Mark> = []
    var next: Diagnostic? = first
    while let finding = next {
      guard LineMend.canMend(finding.code), tried.insert(.init(finding)).inserted else { return .failure(.misread) }
      do throws(LineMend.Obstacle) {
        stage.replaced[text.name] = try LineMend(finding, in: stage.replaced[text.name] ?? text.bytes).mended()
      } catch { return .failure(tried.count == 1 ? error : .misread) }
      stage.reading = try read(stage.replaced)
      if stage.marks.contains(.init(finding)) { return .failure(tried.count == 1 ? .stays : .misread) }
      let known = start.marks
      next = stage.findings.first {
        $0.location == first.location && !known.contains(.init($0))
          && ($0.severity == .critical || LineMend.canMend($0.code) && $0.severity >= .warning)
      }
    }
    // A mend that makes a server or a value of something that is none, or of a pool none, is no mend.
    let losesPool = stage.reading.lint.unnamed != nil && start.reading.lint.unnamed == nil
    return losesPool || !misread(in: stage.findings, at: first.location).isSubset(of: start.marks)
      ? .failure(.misread) : .success(stage)
  }

  private static func moves(_ before: ComparedPool?, _ after: ComparedPool?) -> Bool {
    guard let before, let after else { return false }
    let diff = PlacementDiff(a: before, b: after)
    return diff.disagreement > 0 || diff.copiesShare > 0
  }

  /// Findings about values in a line that PHP takes for something else. Those of other lines were there before, if hidden
  /// behind one at which PHP stopped.
  private static func misread(in findings: [Diagnostic], at place: SourceLocation) -> Set<LineMend.Mark> {
    let codes = ["MC102", "MC107", "MC108", "MC202", "MC203", "MC205", "MC229", "MC237"]
    return Set(findings.lazy.filter { $0.location == place && codes.contains($0.code) }.map { LineMend.Mark($0) })
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
