public import Operations
public import PHPConfiguration
public import Placement

/// `config show`: the pool that PHP builds, where each value stands, and what is wrong with it.
public struct ConfigReport: Report, Encodable {
  public struct Row: Encodable, Sendable {
    public let node: String
    public let host: String
    public let port: Int
    public let transport: String
    public let weight: Int
    /// Part of all keys of which it is the owner; nil when PHP would not get that far.
    @OrNull public var share: Double?
  }

  public let handler: String
  public let release: Release?
  public let savePath: String
  public let source: String
  public let rows: [Row]
  public let directives: DirectiveReport
  public let warnings: [Finding]
  /// How sessions are kept, in one line.
  private let sessions: String?

  /// - Parameter remarks: what is to be said beside the findings of the configuration and of the pool.
  public init(
    source: String, configuration: Configuration, pool: Result<Pool, PoolError>, remarks: [Diagnostic], reveal: Bool
  ) {
    self.source = source
    let shown = configuration.settings.keys.filter { name in
      ["session.", "memcache.", "memcached.", "mcpool."].contains { name.hasPrefix($0) }
    }
    directives = DirectiveReport(shown.sorted(), of: configuration, reveal: reveal)
    var findings = (configuration.diagnostics + remarks).map(Finding.init)
    switch pool {
    case .success(let pool):
      handler = pool.handler.rawValue
      release = pool.release
      savePath = pool.savePath.text
      rows = zip(pool.nodes, pool.placement.shares).map { Row($0, share: $1) }
      findings += pool.diagnostics.map(Finding.init)
      sessions = pool.sessionsInWords
    case .failure(let error):
      handler = configuration["session.save_handler"]?.text ?? ""
      release = nil
      savePath = configuration["session.save_path"]?.text ?? ""
      rows = error.nodes.map { Row($0, share: nil) }
      findings.append(Finding(error))
      sessions = nil
    }
    warnings = findings.sorted { $0.severity > $1.severity }
  }

  public var document: ConfigReport { self }

  /// The gravest severity among the findings; nil without any.
  public var worst: Diagnostic.Severity? { warnings.map(\.severity).max() }

  private enum CodingKeys: String, CodingKey {
    case handler, release, nodes, directives, warnings
    case savePath = "save_path"
  }

  private enum ReleaseKeys: CodingKey { case value, provenance }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(handler, forKey: .handler)
    var nested = container.nestedContainer(keyedBy: ReleaseKeys.self, forKey: .release)
    try nested.encode(release?.value, forKey: .value)
    try nested.encode(release?.provenance.rawValue, forKey: .provenance)
    try container.encode(savePath, forKey: .savePath)
    try container.encode(rows, forKey: .nodes)
    try container.encode(directives.document, forKey: .directives)
    try container.encode(warnings, forKey: .warnings)
  }

  public var columns: [Column<Row>] {
    [
      Column("node", title: "NODE", human: { Cell($0.node) }, machine: \.node),
      Column("host", title: "HOST", rank: 2, human: { Cell($0.host) }, machine: \.host),
      Column("port", title: "PORT", alignment: .right, rank: 3, human: { Cell("\($0.port)") }) { "\($0.port)" },
      Column("transport", title: "VIA", rank: 1, human: { Cell($0.transport) }, machine: \.transport),
      Column("weight", title: "WEIGHT", alignment: .right, human: { Cell("\($0.weight)") }) { "\($0.weight)" },
      Column("share", title: "SHARE", alignment: .right, human: { Cell($0.share.map { Units.share($0) } ?? "-") }) {
        $0.share.map { "\($0)" } ?? ""
      },
    ]
  }

  public func text(_ table: Table) -> String {
    var facts = [("handler", handler), ("save_path", savePath), ("from", source)]
    if let release { facts.insert(("release", "\(release.value) (\(release.provenance.rawValue))"), at: 1) }
    if let sessions { facts.append(("sessions", sessions)) }
    let lines = facts.map { name, value in
      table.paint(name, .heading) + String(repeating: " ", count: 11 - name.count) + printable(value) + "\n"
    }
    let found = warnings.map { "\n" + $0.lines.map(table.note).joined() }
    return lines.joined() + (rows.isEmpty ? "" : "\n" + table.draw(rows, columns: columns).text) + directiveText(table)
      + found.joined()
  }

  /// The directives under the source in which they stand, in its order.
  private func directiveText(_ table: Table) -> String {
    let found = directives.rows.compactMap { row in row.directive.map { (name: row.name, directive: $0) } }
    let sources = Dictionary(grouping: found) { $0.directive.source }.sorted { $0.key < $1.key }
    return sources.map { source, found in
      let lines = found.sorted { ($0.directive.line, $0.name) < ($1.directive.line, $1.name) }.map { name, directive in
        let number = directive.line == 0 ? "" : "\(directive.line)"
        let place = String(repeating: " ", count: max(0, 5 - number.count)) + number
        return table.paint(place, .faint) + "  \(printable(name)) = \(printable(directive.value))\n"
      }
      return "\n" + table.paint(printable(source), .heading) + "\n" + lines.joined()
    }.joined()
  }
}

extension ConfigReport.Row {
  init(_ node: Node, share: Double?) {
    self.init(
      node: node.name, host: node.host, port: Int(node.port), transport: node.transport.rawValue, weight: node.weight,
      share: share)
  }
}

extension Pool {
  fileprivate var sessionsInWords: String {
    let key = printable(placement.itemKey(for: "ID".utf8.span).bytes)
    let copies = placement.copyCount == 1 ? "one copy" : "\(placement.copyCount) copies"
    return "\(copies) each, under the key \(key)"
  }
}
