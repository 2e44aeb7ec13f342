import MemcacheClient

/// Which nodes are listed, so that a server of two names is listed once: under the first.
struct ListedServers: Sendable {
  /// Those that answer and are no other name.
  let nodes: [LiveNode]
  /// For each node of the pool the index of the one under which its items are listed.
  let names: [Int]
  private let all: [LiveNode]
  /// What is known already of those that are not listed.
  private let others: [LiveNode: ListedNode.Outcome]

  /// Asks the nodes what they are; a single one need not be asked.
  init(_ all: [LiveNode], of live: LivePool) async {
    var names = Array(live.nodes.indices)
    var others: [LiveNode: ListedNode.Outcome] = [:]
    if all.count > 1 {
      let reports = await live.ask(all) { _, client throws(NodeFailure) in
        let general = StatTable(try await client.stats(nil))
        // Who does not tell its settings may be listed all the same.
        return ServerProcess(general: general, settings: StatTable((try? await client.stats("settings")) ?? []))
      }
      let firsts = await live.firstNames(of: all, processes: reports.map { $0.value ?? nil })
      let places = Dictionary(live.nodes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
      for (report, first) in zip(reports, firsts) {
        if all[first] != report.node, let own = places[report.node], let other = places[all[first]] {
          names[own] = other
          others[report.node] = .sameServer(as: all[first].name)
        } else if let failure = report.failure {
          others[report.node] = .failed(failure)
        }
      }
    }
    (self.all, self.names, self.others) = (all, names, others)
    nodes = all.filter { others[$0] == nil }
  }

  /// What came of all nodes, when this has come of those that were listed.
  func outcomes(_ listed: [ListedNode]) -> [ListedNode] {
    let byNode = Dictionary(listed.map { ($0.node, $0) }, uniquingKeysWith: { first, _ in first })
    return all.compactMap { node in
      byNode[node] ?? others[node].map { ListedNode(node, $0, nil, ListingWriter.Counts()) }
    }
  }
}
