public import Placement

/// Servers that answer, refuse, hang and forget, with their items in dictionaries and a clock that only waits move.
///
/// What a server does in each condition is measured (memcached 1.6.18 behind a relay, stopped with SIGTERM or SIGSTOP).
///
/// Users of one worker wait for one another here, as they would not in real life, where there are many workers: items age by
/// the waits of their own session and by `pass`, not by those of other users.
public struct SimulatedWorld: World {
  /// What a client meets at a server.
  public enum Condition: Hashable, Sendable {
    case up
    /// The process is gone, and so are its items.
    case stopped
    /// Connects are refused; items are kept.
    case cut
    /// Nothing comes back from its host, not even for a connect; items are kept.
    case hole
    /// It connects and takes commands, and answers and executes none before it thaws.
    case frozen
  }

  private struct Server: Sendable {
    var condition = Condition.up
    var items: [ItemKey: Item] = [:]
    /// How often its connections died.
    var connection = 0
    /// Taken while it was frozen: whose they are, and when they were sent.
    var late: [(Command, session: Int, sent: Duration)] = []
  }

  /// A command that changes items.
  private enum Command: Sendable {
    case set(ItemKey, Item)
    case add(ItemKey, Item)
    case increment(ItemKey)
    case touch(ItemKey, Duration?)
    case delete(ItemKey)
  }

  public private(set) var now = Duration.zero
  /// Whose pages are played; each session has keys of its own.
  var session = 0
  /// What has passed for everybody.
  private var passed = Duration.zero
  /// What each session has waited beyond that.
  private var waited: [Duration]
  private var servers: [Server]
  /// The server behind each node of the pool that acts now; two entries of a pool can mean one.
  private var serverOfNode: [Int]

  /// Each node is a server of its own; those of `down` refuse connections.
  public init(nodeCount: Int, down: Set<Int>) {
    self.init(servers: Array(0..<nodeCount), down: down)
  }

  /// - Parameter servers: the server behind each node, e.g. the index of the first node that is the same.
  init(servers: [Int], down: Set<Int> = [], serverCount: Int? = nil, sessionCount: Int = 1) {
    serverOfNode = servers
    waited = Array(repeating: .zero, count: sessionCount)
    self.servers = Array(repeating: Server(), count: serverCount ?? servers.count)
    for node in down { cut(node) }
  }

  /// From now on a pool acts whose nodes are these servers.
  mutating func act(through servers: [Int]) { serverOfNode = servers }

  // MARK: Events

  /// From now on the node refuses connections; its items stay.
  public mutating func cut(_ node: Int) { put(server: serverOfNode[node], into: .cut) }

  /// Brings a server into a condition; one that thaws executes what it was sent meanwhile.
  mutating func put(server: Int, into condition: Condition) {
    let before = servers[server].condition
    servers[server].condition = condition
    switch condition {
    case .stopped:
      servers[server].items = [:]
      servers[server].late = []
      servers[server].connection += 1
    case .cut, .hole:
      servers[server].late = []
      servers[server].connection += 1
    case .up where before == .frozen: executeLate(on: server)
    case .up, .frozen: break
    }
  }

  func condition(ofServer server: Int) -> Condition { servers[server].condition }

  mutating func flush(server: Int) { servers[server].items = [:] }

  /// Time in which nobody does anything.
  mutating func pass(_ time: Duration) {
    now += time
    passed += time
  }

  func item(_ key: ItemKey, onServer server: Int) -> Item? {
    guard let item = servers[server].items[key], item.expires.map({ $0 > age }) ?? true else { return nil }
    return item.shifted(now - age)
  }

  mutating func put(_ item: Item, _ key: ItemKey, onServer server: Int) {
    servers[server].items[key] = item.shifted(age - now)
  }

  /// The clock by which the items of the session expire; stored items have their expiry on it.
  private var age: Duration { passed + waited[session] }

  // MARK: World

  public mutating func dial(_ node: Int, patience: Duration) -> Bool {
    switch servers[serverOfNode[node]].condition {
    case .up, .frozen: return true
    case .stopped, .cut: return false
    case .hole:
      sleep(patience)
      return false
    }
  }

  public func connection(to node: Int) -> Int { servers[serverOfNode[node]].connection }

  public func answers(_ node: Int) -> Bool { servers[serverOfNode[node]].condition == .up }

  public func get(_ key: ItemKey, on node: Int) -> Item? {
    item(key, onServer: serverOfNode[node])
  }

  public mutating func set(_ key: ItemKey, _ item: Item, on node: Int) { _ = run(.set(key, item), on: node) }

  public mutating func add(_ key: ItemKey, _ item: Item, on node: Int) -> Bool {
    run(.add(key, item), on: node) != nil
  }

  public mutating func increment(_ key: ItemKey, on node: Int) -> Int? { run(.increment(key), on: node)?.value }

  public mutating func touch(_ key: ItemKey, expires: Duration?, on node: Int) -> Bool {
    run(.touch(key, expires), on: node) != nil
  }

  public mutating func delete(_ key: ItemKey, on node: Int) { _ = run(.delete(key), on: node) }

  public mutating func sleep(_ time: Duration) {
    now += time
    waited[session] += time
  }

  // MARK: Execution

  private mutating func run(_ command: Command, on node: Int) -> Item? {
    let server = serverOfNode[node]
    guard servers[server].condition == .frozen else { return execute(command, on: server, shift: age - now) }
    servers[server].late.append((command, session, sent: now))
    return nil
  }

  /// Lifetimes count from the execution: memcached starts them when it reads the command.
  private mutating func executeLate(on server: Int) {
    let commands = servers[server].late
    servers[server].late = []
    let acting = session
    defer { session = acting }
    for (command, session, sent) in commands {
      self.session = session
      _ = execute(command, on: server, shift: age - sent)
    }
  }

  /// The item as it is afterwards; nil when nothing was stored or changed.
  /// - Parameter shift: what leads from the clock at which the command was sent to the age that its session has now.
  private mutating func execute(_ command: Command, on server: Int, shift: Duration) -> Item? {
    switch command {
    case .set(let key, let item):
      servers[server].items[key] = item.shifted(shift)
      return item
    case .add(let key, let item):
      guard self.item(key, onServer: server) == nil else { return nil }
      servers[server].items[key] = item.shifted(shift)
      return item
    case .increment(let key):
      guard self.item(key, onServer: server) != nil else { return nil }
      servers[server].items[key]?.value += 1
      return self.item(key, onServer: server)
    case .touch(let key, let expires):
      guard self.item(key, onServer: server) != nil else { return nil }
      servers[server].items[key]?.expires = expires.map { $0 + shift }
      return self.item(key, onServer: server)
    case .delete(let key):
      return servers[server].items.removeValue(forKey: key)
    }
  }
}

extension Item {
  fileprivate func shifted(_ time: Duration) -> Item { Item(value: value, expires: expires.map { $0 + time }) }
}
