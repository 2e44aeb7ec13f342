import Advice
import MemcacheClient
import Operations
import Placement
import Replay

/// The sessions that are on the servers of a timeline now; they are listed, not touched.
struct LiveSessions {
  private let configured: ConfiguredTimeline
  private let whatIf: WhatIf
  private let output: OutputOptions
  private let surroundings: Surroundings

  init(
    _ configured: ConfiguredTimeline, _ whatIf: WhatIf, _ output: OutputOptions, _ surroundings: Surroundings
  ) {
    self.configured = configured
    self.whatIf = whatIf
    self.output = output
    self.surroundings = surroundings
  }

  /// Each session once, with the servers that have it, and what could not be found out.
  ///
  /// All configurations' servers are asked: one that joins later may hold something already, or be down.
  func load() async throws -> (SimulatedSessions, notes: [String]) {
    let first = configured.elements[0]
    var servers: [Int] = []
    var nodes: [LiveNode] = []
    let maps = try configured.addressMaps()
    for (index, places) in whatIf.places.enumerated() {
      let own = configured.elements[index].pool.nodes
      let addresses = maps[index].addresses(amongSeveral: NodeNames(own.map(\.name)))
      for (node, server) in places.enumerated() where !servers.contains(server) {
        servers.append(server)
        nodes.append(addresses[node].map { LiveNode(own[node]).reached(at: $0) } ?? LiveNode(own[node]))
      }
    }
    let dialer = try await configured.options.access.dialer(first.loaded.configuration, output, surroundings)
    let pool = SessionPool(
      live: LivePool(nodes: nodes, dialer: dialer), php: first.pool,
      configuration: first.loaded.configuration, source: first.loaded.source)
    let listing = SessionListing(
      pool, kinds: .sessions, scratch: ScratchFolder(environment: surroundings.environment))
    let listed: (value: FoundSessions, nodes: [ListedNode])
    do {
      listed = try await listing.run { batches in
        var found = FoundSessions()
        for try await batch in batches {
          for item in batch where item.kind == .session { found.add(item.id, on: servers[item.node]) }
        }
        return found
      }
    } catch let failure as ScratchFailure {
      throw Failure(failure)
    }
    guard listed.nodes.contains(where: { $0.state == .up }) else {
      throw Failure(.noNode, "no node answered, so there are no sessions to play with")
    }
    return placed(listed.value, listed.nodes, servers)
  }

  /// With what is taken for granted of nodes that do not answer now.
  private func placed(
    _ found: FoundSessions, _ nodes: [ListedNode], _ servers: [Int]
  ) -> (SimulatedSessions, notes: [String]) {
    var holders = found.holders
    var before: [EventWord] = []
    var notes: [String] = []
    for (node, server) in zip(nodes, servers) where !node.isWhole {
      let name = node.node.name
      guard let event = node.state.event else {
        notes.append("\(name) could not be listed as a whole: what only it holds is not played.")
        continue
      }
      before.append(.node(event, name))
      if event == .stop {
        notes.append(
          "\(name) is down (\(node.state.rawValue)): it is played as stopped, and empty when it comes back. What only it had "
            + "is not played.")
      } else {
        notes.append(
          "What \(name) holds is not known (\(node.state.rawValue)): it is played with its copies of the sessions that other "
            + "nodes have. What only it has is not played.")
        assume(server, in: &holders, of: found.ids)
      }
    }
    return (SimulatedSessions(ids: found.ids, holders: holders, before: before), notes)
  }

  /// Puts on a server of the first configuration what PHP would have put there.
  private func assume(_ server: Int, in holders: inout [[Int]], of ids: SessionBatch) {
    let places = whatIf.places[0]
    var table = PlacementTable()
    configured.elements[0].pool.placement.place(ids, into: &table)
    for session in holders.indices {
      let nodes = table.indices[session * table.width..<(session + 1) * table.width]
      if nodes.contains(where: { $0 >= 0 && places[Int($0)] == server }) { holders[session].append(server) }
    }
  }
}

extension NodeState {
  /// What has happened to a node in this state; nil: nothing.
  fileprivate var event: Timeline.NodeEvent? {
    switch self {
    case .up: nil
    case .refused: .stop
    case .mute: .freeze
    case .timeout: .hole
    default: .cut
    }
  }
}

/// Sessions of a listing, each once.
private struct FoundSessions {
  private(set) var ids = SessionBatch()
  private(set) var holders: [[Int]] = []
  private var rows: [ArraySlice<UInt8>: Int] = [:]

  mutating func add(_ id: ArraySlice<UInt8>, on server: Int) {
    if let row = rows[id] {
      if !holders[row].contains(server) { holders[row].append(server) }
      return
    }
    let id = Array(id)
    rows[id[...]] = holders.count
    holders.append([server])
    ids.ranges.append(ids.bytes.count..<ids.bytes.count + id.count)
    ids.bytes += id
  }
}
