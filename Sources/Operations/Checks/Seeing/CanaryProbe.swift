import MemcacheClient
import MemcacheProtocol
import Placement

/// Writes, reads and removes sessions of its own where PHP would have them, so that each node owns one. Their ids are
/// none of PHP's making and none that anybody has, they end by themselves, and no lock is touched.
struct CanaryProbe {
  private let pool: SessionPool

  init(_ pool: SessionPool) { self.pool = pool }

  private static let value = Array("mcpool_canary|i:1;".utf8)
  private static let lifetime = Duration.seconds(60)
  /// A node that owns less than a hundredth of its fair part may get none.
  private static let triesPerNode = 100

  /// Those nodes that had a canary, in the order of the pool.
  func run() async -> [ProbedNode] {
    let keys = keys()
    let nodes = keys.keys.sorted()
    let indices = Dictionary(uniqueKeysWithValues: nodes.map { (pool.live.nodes[$0], $0) })
    let reports = await pool.live.ask(nodes.map { pool.live.nodes[$0] }) { node, client throws(NodeFailure) in
      try await Self.problem(with: indices[node].flatMap { keys[$0] } ?? [], client)
    }
    return reports.map { report in
      ProbedNode(node: report.node.name, problem: report.failure.map(\.reason) ?? report.value ?? nil)
    }
  }

  /// What is to be written where: the items of one canary that each node owns, and of their copies.
  private func keys() -> [Int: [[UInt8]]] {
    let placement = pool.php.placement
    let liveIndices = pool.liveIndices
    var owners = Set(zip(liveIndices, placement.shares).filter { $0.1 > 0 }.map(\.0))
    var keys: [Int: [[UInt8]]] = [:]
    for _ in 0..<(Self.triesPerNode * placement.nodes.count) where !owners.isEmpty {
      let id = Canary.newID()
      guard placement.problem(with: id.span) == nil else { break }
      let places = pool.places(of: id)
      guard let owner = places.first, owners.remove(owner) != nil else { continue }
      for place in places { keys[place, default: []].append(placement.itemKey(for: id.span).bytes) }
    }
    return keys
  }

  /// Nil: all went well.
  private static func problem(
    with keys: [[UInt8]], _ client: any NodeClient
  ) async throws(NodeFailure) -> String? {
    let added = try await client.add(
      keys.map { NewItem(key: $0, flags: 0, expiry: .after(lifetime), value: value) })
    for case .refused(let reply) in added { return "takes no session: \(reply)" }
    let found = try await client.items(keys, [.value])
    var removed = 0
    for key in keys where try await client.delete(key) { removed += 1 }
    if found.contains(where: { $0?.value != value }) { return "does not give back the session that it has just taken" }
    return removed == keys.count ? nil : "lost a session within moments"
  }
}
