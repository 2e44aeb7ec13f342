public import Placement

/// What happens to a pool, in order: pages, failures, changes of the web servers' configuration.
public struct Timeline: Sendable {
  /// What can happen to one server.
  public enum NodeEvent: String, CaseIterable, Sendable {
    /// The process ends, its memory is gone; and it is started again, empty.
    case stop, start
    /// Connections are refused, memory is kept; and it is reached again.
    case cut, join
    /// It connects and answers nothing; and it goes on.
    case freeze, thaw
    /// Nothing comes back from its host; and it does again.
    case hole, unhole
    case flush
    /// `mcpool guard --yes` mends it as it returns.
    case `guard`
  }

  public enum Event: Hashable, Sendable {
    case write(version: Int)
    case visit
    case abort
    case node(NodeEvent, server: Int)
    /// The web servers have another configuration from here on: an index into `pools`.
    case pool(Int)
    case sleep(Duration)
    case snap

    public var isPage: Bool {
      switch self {
      case .write, .visit, .abort: true
      default: false
      }
    }
  }

  public struct Step: Hashable, Sendable {
    public let event: Event
    /// As it was written; a write has its version.
    public let text: String
  }

  /// A configuration of the web servers.
  public struct ActingPool: Sendable {
    public let pool: Pool
    /// For each node the server behind it, numbered through all configurations of a timeline from 0 on.
    public let servers: [Int]

    public init(_ pool: Pool, servers: [Int]) {
      self.pool = pool
      self.servers = servers
    }
  }

  /// The first is in force at the beginning.
  public let pools: [ActingPool]
  public let servers: [TimelineServer]
  public let steps: [Step]

  /// - Parameters:
  ///   - pools: the first, then one for each `path` or `ini` in the order of the words.
  ///   - storesFirst: sessions are to be stored before the first event, unless that is what it does.
  public init(_ words: [EventWord], pools: [ActingPool], storesFirst: Bool = true) throws(EventError) {
    self.pools = pools
    servers = TimelineServer.all(of: pools)
    // Sessions that are there already are version 1.
    var builder = Builder(servers: servers, version: storesFirst ? 0 : 1)
    var words = words
    if storesFirst, !(words.first?.isWrite ?? false) { words.insert(.write(version: nil), at: 0) }
    for word in words { try builder.append(word) }
    steps = builder.steps
    try Self.check(steps, servers)
  }

  private struct Builder {
    let servers: [TimelineServer]
    var steps: [Step] = []
    private var version: Int
    private var pool = 0

    init(servers: [TimelineServer], version: Int) {
      self.servers = servers
      self.version = version
    }

    mutating func append(_ word: EventWord) throws(EventError) {
      switch word {
      case .write(let given):
        if let given, given <= version {
          throw EventError(
            "write:\(given) stores no newer version: \(version) is there already, and what is older could not be told from it",
            cure: "write, or write:\(version + 1)")
        }
        version = given ?? version + 1
        steps.append(Step(event: .write(version: version), text: "write:\(version)"))
      case .visit: steps.append(Step(event: .visit, text: "visit"))
      case .abort: steps.append(Step(event: .abort, text: "abort"))
      case .snap: steps.append(Step(event: .snap, text: "snap"))
      case .node(let event, let name):
        let server = try TimelineServer.index(of: name, in: servers)
        steps.append(Step(event: .node(event, server: server), text: "\(event.rawValue):\(name)"))
      case .path(let path):
        pool += 1
        steps.append(Step(event: .pool(pool), text: "path:\(path)"))
      case .ini(let file):
        pool += 1
        steps.append(Step(event: .pool(pool), text: "ini:\(file)"))
      case .sleep(let time):
        steps.append(Step(event: .sleep(time), text: "sleep:\(time.secondsText)"))
      }
    }
  }
}

extension Duration {
  /// `3`, `3.2`: seconds without zeros at the end.
  var secondsText: String {
    let (seconds, attoseconds) = components
    let milliseconds = attoseconds / 1_000_000_000_000_000
    guard milliseconds > 0 else { return "\(seconds)" }
    let digits = String(1000 + milliseconds).dropFirst()
    return "\(seconds)." + String(digits.reversed().drop { $0 == "0" }.reversed())
  }
}
