import MemcacheClient
import MemcacheProtocol

/// What a server says of the process that it is. Two names may have one process behind them; but in containers, where
/// the pid is 1, the port the usual one, and the second of the start the same for all, different servers say the same.
struct ServerProcess: Hashable, Sendable {
  private let pid: String
  private let started: Int
  private let port: String

  /// Nil when it does not say.
  init?(general: StatTable, settings: StatTable) {
    guard let pid = general["pid"], let clock = ServerClock(stats: general, settings: settings) else { return nil }
    self.pid = pid
    started = clock.started
    port = settings["tcpport"] ?? ""
  }
}

/// One server's `stats`, asked twice.
private struct TwoLooks {
  let first: StatTable
  let second: StatTable

  /// What only grows while a server lives.
  private static let growing = [
    "total_connections", "bytes_read", "bytes_written", "cmd_get", "cmd_set", "cmd_touch", "cmd_meta", "cmd_flush",
    "get_hits", "get_misses", "total_items", "rusage_user", "rusage_system",
  ]
  /// What stays.
  private static let constant = ["version", "pointer_size", "threads", "max_connections", "limit_maxbytes"]

  /// Whether these and the other's looks are at one server. Asked first, second, first, second, and each on a connection
  /// of its own that was opened for its first look: one server has counted our connection and our questions, and
  /// everything else that it counts lies in between as well.
  func isSameServer(as other: TwoLooks) -> Bool {
    let inOrder = [first, other.first, second, other.second]
    let grows = Self.growing.allSatisfy { name in
      let values = inOrder.map { $0.number(name) ?? 0 }
      return zip(values, values.dropFirst()).allSatisfy(<=)
    }
    let countsUs = ["total_connections", "bytes_read"].allSatisfy {
      (first.number($0) ?? 0) < (other.first.number($0) ?? 0)
    }
    return grows && countsUs && Self.constant.allSatisfy { first[$0] == other.first[$0] }
  }
}

extension LivePool {
  /// For each node the index of the first one that is the same server under another name: its own where there is none.
  ///
  /// Nodes at one address are. Nodes elsewhere whose process says the same are asked again, one after the other and all
  /// of them twice, whether they share their counters; one that fails meanwhile is taken for a server of its own.
  func firstNames(of nodes: [LiveNode], processes: [ServerProcess?]) async -> [Int] {
    var names = nodes.map { node in nodes.firstIndex { $0.address == node.address } ?? 0 }
    let distinct = nodes.indices.filter { names[$0] == $0 && processes[$0] != nil }
    for alike in Dictionary(grouping: distinct, by: { processes[$0] }).values where alike.count > 1 {
      let looks = await looks(at: alike.map { nodes[$0] })
      for (place, node) in alike.enumerated() {
        guard let look = looks[place] else { continue }
        let same = alike.indices.prefix(place).first { looks[$0]?.isSameServer(as: look) == true }
        if let same { names[node] = names[alike[same]] }
      }
    }
    return names.map { names[$0] }
  }

  /// Nil where one of the two failed.
  private func looks(at nodes: [LiveNode]) async -> [TwoLooks?] {
    var clients: [(any NodeClient)?] = []
    defer { for client in clients { client?.close() } }
    var first: [StatTable?] = []
    for node in nodes {
      let client = try? await connect(node)
      clients.append(client)
      first.append((try? await client?.stats(nil)).map { StatTable($0) })
    }
    var looks: [TwoLooks?] = []
    for (client, first) in zip(clients, first) {
      let second = (try? await client?.stats(nil)).map { StatTable($0) }
      looks.append(first.flatMap { first in second.map { TwoLooks(first: first, second: $0) } })
    }
    return looks
  }
}
