import Operations

/// Finds the node that a user means: its name in the ring, or a host that only one node has.
struct NodeNames: Sendable {
  let names: [String]

  init(_ names: [String]) { self.names = names }

  func index(of text: String) throws(Failure) -> Int {
    if let index = names.firstIndex(of: text) { return index }
    let fitting = names.indices.filter { Self.host(names[$0]) == text }
    if fitting.count == 1 { return fitting[0] }
    let known = names.joined(separator: ", ")
    if fitting.count > 1 {
      throw Failure(
        .usage, "several nodes have the host '\(text)'",
        remedy: "name one with its port: \(fitting.map { names[$0] }.joined(separator: ", "))")
    }
    throw Failure(.usage, "no node '\(text)' in this pool", remedy: "name one of: \(known)")
  }

  /// All nodes for no names.
  func nodes(_ texts: [String], of pool: LivePool) throws(Failure) -> [LiveNode] {
    if texts.isEmpty { return pool.nodes }
    var indices: [Int] = []
    for text in texts {
      let index = try index(of: text)
      if !indices.contains(index) { indices.append(index) }
    }
    return indices.map { pool.nodes[$0] }
  }

  /// What stands before the last colon; brackets of IPv6 stay.
  private static func host(_ name: String) -> String {
    name.lastIndex(of: ":").map { String(name[..<$0]) } ?? name
  }
}
