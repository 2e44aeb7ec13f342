import Placement

/// One memcached that a timeline is about.
public struct TimelineServer: Hashable, Sendable {
  /// A for the first of the first configuration; those that join later have the next ones.
  public let letter: String
  /// The names that the configurations have for it, each once, the first one first.
  public let names: [String]

  public var name: String { names[0] }

  /// The servers of some configurations by their numbers.
  static func all(of pools: [Timeline.ActingPool]) -> [TimelineServer] {
    let count = (pools.flatMap(\.servers).max() ?? -1) + 1
    var names = [[String]](repeating: [], count: count)
    for acting in pools {
      for (node, server) in zip(acting.pool.nodes, acting.servers) where !names[server].contains(node.name) {
        names[server].append(node.name)
      }
    }
    return names.enumerated().map { TimelineServer(letter: letter($0), names: $1) }
  }

  /// A to Z, then AA, AB, …
  private static func letter(_ index: Int) -> String {
    let last = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index % 26)))
    return index < 26 ? last : letter(index / 26 - 1) + last
  }

  /// The server that a name means: a name of a node, a host that only one has, or a letter.
  static func index(of text: String, in servers: [TimelineServer]) throws(EventError) -> Int {
    let named = servers.indices.filter { servers[$0].names.contains(text) }
    if let only = named.first { return only }
    let hosts = servers.indices.filter { servers[$0].names.contains { host($0) == text } }
    if hosts.count == 1 { return hosts[0] }
    let known = servers.map { "\($0.letter) = \($0.name)" }.joined(separator: ", ")
    if hosts.count > 1 {
      throw EventError("several nodes have the host '\(text)'", cure: "name one with its port, or by letter: \(known)")
    }
    if let letter = servers.firstIndex(where: { $0.letter == text }) { return letter }
    throw EventError("no node '\(text)' in this timeline", cure: "name one of: \(known)")
  }

  /// What stands before the last colon; brackets of IPv6 stay.
  private static func host(_ name: String) -> String {
    name.lastIndex(of: ":").map { String(name[..<$0]) } ?? name
  }
}
