import Advice
import MemcacheClient
import Operations
import PHPConfiguration

extension DiffReport {
  private enum CodingKeys: String, CodingKey {
    case agree, exact, sample, pairs, differences, live, loopback
    case disagreeing = "sessions_that_disagree"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(comparison.agree, forKey: .agree)
    try container.encode(comparison.disagreement, forKey: .disagreeing)
    try container.encode(comparison.isExact, forKey: .exact)
    try container.encode(comparison.sample, forKey: .sample)
    try container.encode(comparison.pairs.indices.map { PairDocument(self, $0) }, forKey: .pairs)
    try container.encode(
      comparison.differences.map { DifferenceDocument($0, comparison.pools.map(\.name)) }, forKey: .differences)
    try container.encode(comparison.ownToEachHost, forKey: .loopback)
    try container.encode(live.map { LiveDocument($0) }, forKey: .live)
  }
}

private struct PairDocument: Encodable {
  struct Move: Encodable {
    let from: String
    let to: String
    let share: Double
    @OrNull var sessions: Int?
  }

  let a: String
  let b: String
  let share: Double
  let owners: Double
  let copies: Double
  let exact: Bool
  let sameKeys: Bool
  let nodes: [DiffReport.Row]
  let moves: [Move]
  @OrNull var live: LivePair?

  struct LivePair: Encodable {
    let moved: Int
    let otherCopies: Int
    private enum CodingKeys: String, CodingKey { case moved, otherCopies = "other_copies" }
  }

  private enum CodingKeys: String, CodingKey {
    case a, b, share, owners, copies, exact, nodes, moves, live
    case sameKeys = "same_keys"
  }

  init(_ report: DiffReport, _ place: Int) {
    let comparison = report.comparison
    let (pair, names) = (comparison.pairs[place], comparison.servers.names)
    let diff = pair.diff
    (a, b) = (comparison.pools[pair.a].name, comparison.pools[pair.b].name)
    (share, owners, copies, exact) = (diff.disagreement, diff.ownersShare, diff.copiesShare, diff.isExact)
    sameKeys = !diff.keysDiffer
    nodes = report.rowsByPair[place]
    let counted = report.live?.pairs[place]
    let amounts = counted.map { tally in
      Dictionary(uniqueKeysWithValues: tally.owners.moves.map { ([$0.from, $0.to], Int($0.amount)) })
    }
    let whole = max(1e-9, diff.owners.total)
    moves = diff.owners.moves.map { move in
      Move(
        from: names[move.from], to: names[move.to], share: move.amount / whole,
        sessions: amounts.map { $0[[move.from, move.to]] ?? 0 })
    }
    live = counted.map { LivePair(moved: Int($0.owners.moved), otherCopies: $0.otherCopies) }
  }
}

private struct DifferenceDocument: Encodable {
  struct Value: Encodable {
    let pool: String
    let value: String
    @OrNull var source: String?
    @OrNull var line: Int?
  }

  let name: String
  let severity: String
  let message: String
  let effect: String
  let cure: String
  let values: [Value]

  init(_ difference: ConfigurationDifference, _ pools: [String]) {
    name = difference.aspect.rawValue
    severity = difference.severity.word
    message = difference.message
    effect = difference.effect
    cure = difference.cure
    values = difference.values.map {
      Value(pool: pools[$0.pool], value: $0.text, source: $0.location?.source, line: $0.location?.line)
    }
  }
}

private struct LiveDocument: Encodable {
  struct Node: Encodable {
    let node: String
    let state: String
    let complete: Bool
    @OrNull var remark: String?
  }

  let sessions: Int
  let nodes: [Node]

  init(_ live: LiveMoves) {
    sessions = live.sessions
    nodes = live.nodes.map {
      Node(node: $0.node.name, state: $0.state.rawValue, complete: $0.isWhole, remark: $0.remark?.summary)
    }
  }
}
