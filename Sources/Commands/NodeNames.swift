import Operations

/// Finds the node that a user means: its name in the ring, or a host that only one node has.
struct NodeNames: Sendable {
  let names: [String]

  private let indices: [String: Int]
  private let byHost: [String: [Int]]

  init(_ names: [String]) {
    self.names = names
    indices = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    byHost = Dictionary(grouping: names.indices) { Self.host(names[$0]) }
  }

  /// Nil where no node, or more than one, is meant.
  func only(_ text: String) -> Int? {
    indices[text] ?? byHost[text].flatMap { $0.count == 1 ? $0[0] : nil }
  }

  func index(of text: String) throws(Failure) -> Int {
    if let index = only(text) { return index }
    let fitting = byHost[text] ?? []
    if fitting.count > 1 {
      throw Failure(
        .usage, "several nodes have the host '\(text)'",
        remedy: "name one with its port: \(fitting.map { names[$0] }.joined(separator: ", "))")
    }
    throw Failure(.usage, "no node '\(text)' in this pool", remedy: "name one of: \(names.joined(separator: ", "))")
  }

  /// All nodes for no names.
  func nodes(_ texts: [String], of pool: LivePool) throws(Failure) -> [LiveNode] {
    if texts.isEmpty { return pool.nodes }
    var seen: Set<Int> = []
    var found: [LiveNode] = []
    for text in texts {
      let index = try index(of: text)
      if seen.insert(index).inserted { found.append(pool.nodes[index]) }
    }
    return found
  }

  /// What stands before the last colon; brackets of IPv6 stay.
  private static func host(_ name: String) -> String {
    name.lastIndex(of: ":").map { String(name[..<$0]) } ?? name
  }
}
