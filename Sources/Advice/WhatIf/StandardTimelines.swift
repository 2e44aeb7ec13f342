import PHPConfiguration
import Placement
public import Replay

/// The timelines that every pool should be asked about: what fails sooner or later, and the changes that are made to pools.
public struct StandardTimelines: Sendable {
  public struct Named: Sendable {
    public let name: String
    public let whatIf: WhatIf
    /// The name of the same timeline without a guard; nil: there is none at work in this.
    public var unguarded: String?
  }

  public let timelines: [Named]
  /// What was left out, and why.
  public let omissions: [String]

  /// The node that fails first is, of those that answer now, the one with most sessions.
  /// - Parameters:
  ///   - before: what has happened already.
  ///   - life: workers with a memory leave a node alone for a while after its return: users come once more when it is
  ///     over, and a guard's second pass with it.
  public init(_ pool: ComparedPool, serverName: [UInt8]?, before: [EventWord] = [], life: WorkerLife = .request) {
    // A server that stands twice in the pool fails once.
    let servers = ServerTable([pool])
    let names = servers.names
    var shares = [Double](repeating: 0, count: names.count)
    for (server, share) in zip(servers.places[0], pool.pool.placement.shares) { shares[server] += share }
    let away = Set(
      before.compactMap { word -> Int? in
        guard case .node(_, let name) = word else { return nil }
        return pool.pool.nodes.firstIndex { $0.name == name }.map { servers.places[0][$0] }
      })
    let order = shares.indices.sorted {
      (away.contains($0) ? 1 : 0, shares[$1], $0) < (away.contains($1) ? 1 : 0, shares[$0], $1)
    }
    let first = names[order[0]]
    func named(_ name: String, _ words: [EventWord], _ others: [ComparedPool] = []) -> Named {
      Named(name: name, whatIf: WhatIf(before + words, pools: [pool] + others, serverName: serverName))
    }
    func guarded(_ unguarded: String, _ words: [EventWord]) -> Named {
      var guarded = named("\(unguarded), with guard", words)
      guarded.unguarded = unguarded
      return guarded
    }
    func event(_ event: Timeline.NodeEvent, _ node: String) -> EventWord { .node(event, node) }
    var omissions: [String] = []
    let (pause, isWhole) = pool.restBehindReturn(life)
    if !isWhole {
      omissions.append(
        "not played: what users meet after retry_interval and max_execution_time; sessions that nobody visits end before"
      )
    }
    let rest: [EventWord] = pause.map { [.sleep($0), .visit] } ?? []
    let visits = [EventWord.visit] + rest
    let restart: [EventWord] = [event(.stop, first), .visit, event(.start, first)] + visits
    let cut: [EventWord] =
      [event(.cut, first), .write(version: nil), event(.join, first), .visit]
      // What is written while workers still pass it by is what it misses once more. (After a restart a write would hide
      // what was lost.)
      + (!isWhole || rest.isEmpty ? visits : [.write(version: nil)] + rest)
    let rolling = names.flatMap { [event(.stop, $0), .visit, event(.start, $0)] + visits }
    var timelines = [
      named("one node dies", [event(.stop, first), .visit, .write(version: nil)]),
      named("it restarts, empty", restart), guarded("it restarts, empty", restart),
    ]
    if order.count > 1 {
      timelines.append(
        named("it restarts, then another dies", restart + [event(.stop, names[order[1]]), .visit]))
    }
    timelines += [
      named("cut off, and back", cut), guarded("cut off, and back", cut),
      named("one node hangs", [event(.freeze, first), .visit, event(.thaw, first)] + visits),
      named("rolling restart", rolling), guarded("rolling restart", rolling),
      named("all restart", names.map { event(.stop, $0) } + names.map { event(.start, $0) } + visits),
    ]
    if let path = SavePathPieces(pool.pool) {
      for (name, change) in path.changes {
        guard let other = pool.pool(with: Change(savePath: change.path, of: pool), serverName: serverName) else {
          omissions.append("\(name): PHP would make no pool of it")
          continue
        }
        let changed = ComparedPool(
          name: name, pool: other, configuration: pool.configuration, addresses: change.addresses(pool))
        timelines.append(named(name, [.path(change.path), .visit], [changed]))
      }
    } else {
      omissions.append("node added, removed, in another order or spelling: this save_path is not rewritten")
    }
    self.timelines = timelines
    self.omissions = omissions
  }
}

extension ComparedPool {
  /// Until workers use a returned node again, and a guard has seen to what they wrote meanwhile; nil: at once, or never.
  /// As long as sessions live without a visit: else it would be their age that is seen.
  fileprivate func restBehindReturn(_ life: WorkerLife) -> (pause: Duration?, isWhole: Bool) {
    guard let rest = pool.restAfterFailure(life) else { return (nil, true) }
    var rests = [rest]
    if case .atMost(let avoidance) = pool.avoidance(configuration) { rests.append(max(rest, avoidance + .seconds(1))) }
    let short = rests.filter { rest in pool.sessionLifetime.map { rest < $0 } ?? true }
    return (short.last, short.count == rests.count)
  }
}

/// The servers of a save_path one by one, as they are written.
struct SavePathPieces {
  struct Rewritten {
    let path: String
    /// The node under another name, and which it is.
    var renamed: Int?

    func addresses(_ pool: ComparedPool) -> [Int: ServerIdentity] {
      guard let renamed else { return [:] }
      return [renamed: pool.addresses[renamed] ?? ServerIdentity(pool.pool.nodes[renamed])]
    }
  }

  private let pieces: [String]
  private let hosts: [String]
  private let separator: String

  /// Nil where the text does not fall into one piece a node.
  init?(_ pool: Pool) {
    let text = pool.savePath.text
    var pieces = text.split(separator: ",").map { $0.filter { $0 != " " && $0 != "\t" } }
    if pieces.count != pool.nodes.count { pieces = text.split { $0 == "," || $0 == " " }.map(String.init) }
    guard pieces.count == pool.nodes.count, zip(pieces, pool.nodes).allSatisfy({ $0.contains($1.host) }) else {
      return nil
    }
    self.pieces = pieces
    hosts = pool.nodes.map(\.host)
    separator = pool.handler == .memcache ? ", " : ","
  }

  /// A node more at the end, the last one less, the other way round, and the first one by another name.
  var changes: [(name: String, Rewritten)] {
    let isSocket = hosts[0].hasPrefix("/")
    let other = isSocket ? hosts[0] + ".new" : "new-node"
    var changes = [("node added", Rewritten(path: joined(pieces + [renamed(0, to: other)])))]
    if pieces.count > 1 {
      changes.append(("node removed", Rewritten(path: joined(pieces.dropLast()))))
      changes.append(("other order", Rewritten(path: joined(pieces.reversed()))))
    }
    if !isSocket {
      let spelled = [renamed(0, to: "other-name")] + pieces.dropFirst()
      changes.append(("other spelling", Rewritten(path: joined(spelled), renamed: 0)))
    }
    return changes
  }

  private func renamed(_ piece: Int, to host: String) -> String {
    let text = pieces[piece]
    let scheme = text.firstRange(of: "://")?.upperBound ?? text.startIndex
    guard let range = text[scheme...].firstRange(of: hosts[piece]) else { return text }
    return text.replacingCharacters(in: range, with: host)
  }

  private func joined(_ pieces: some Sequence<String>) -> String { pieces.joined(separator: separator) }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}
