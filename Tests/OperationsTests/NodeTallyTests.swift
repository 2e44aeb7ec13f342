import MemcacheClient
import MemcacheProtocol
import Operations
import PHPConfiguration
import Placement
import Testing

@Suite("Traffic of sessions") struct NodeTallyTests {
  static let id = "abcdefghij0123456789abcdef"

  func form(_ handler: Handler) throws -> SessionKeyForm {
    var configuration = Configuration()
    let path = handler == .memcache ? "tcp://a:11211" : "a:11211"
    configuration.set("session.save_path", to: Array(path.utf8), from: "test")
    return SessionKeyForm(
      pool: try Pool(configuration: configuration, handler: handler), configuration: configuration)
  }

  /// `get K`, `miss K`, `set K`, `large K` of a connection, in words.
  func lines(_ text: String) -> [WatchLine] {
    text.split(separator: "\n").map { words in
      let parts = words.split(separator: " ")
      var line = WatchLine()
      line.connection = parts.count > 2 ? UInt32(parts[2]) : 7
      line.key = Array(parts[1].utf8)
      switch parts[0] {
      case "get": (line.kind, line.outcome, line.bytes) = (.get, .found, 10)
      case "miss": (line.kind, line.outcome) = (.get, .notFound)
      case "expired": (line.kind, line.outcome) = (.get, .expired)
      case "large": (line.kind, line.outcome, line.connection) = (.store, .tooLarge, nil)
      default: (line.kind, line.outcome, line.bytes) = (.store, .stored, 100)
      }
      return line
    }
  }

  func tally(_ text: String, _ handler: Handler = .memcache) throws -> NodeTally {
    var tally = NodeTally(form: try form(handler), order: .requests, capacity: 10)
    for line in lines(text) { tally.take(line) }
    tally.finish()
    return tally
  }

  @Test("A page of pecl/memcache reads once and writes once; what it does with its lock is no traffic of the session")
  func memcachePage() throws {
    // As a real page of a new session was told.
    let id = Self.id
    let tally = try tally(
      """
      miss \(id).lock
      miss \(id).lock
      set \(id).lock
      miss \(id)
      miss \(id)
      set \(id)
      get \(id).lock
      set \(id).lock
      """)
    #expect(tally.total.reads == 1 && tally.total.writes == 1 && tally.total.misses == 1 && tally.total.bytes == 100)
    #expect(tally.locks == 3 && tally.foreign == 0)
    #expect(tally.sessions.counters.map(\.key) == [Array(id.utf8)])
  }

  @Test("A page of php-memcached as well")
  func memcachedPage() throws {
    let key = "memc.sess.key." + Self.id
    let lock = "memc.sess.key.lock." + Self.id
    let tally = try tally(
      "miss \(lock)\nset \(lock)\nget \(key)\nget \(key)\nset \(key)\nget \(lock)", .memcached)
    #expect(tally.total.reads == 1 && tally.total.writes == 1 && tally.total.misses == 0 && tally.total.bytes == 110)
    #expect(tally.locks == 2)
  }

  @Test("What other connections do in between changes nothing")
  func interleaved() throws {
    let id = Self.id
    let tally = try tally("get \(id) 1\nget \(id) 2\nget \(id) 1\nset \(id) 2\nset \(id) 1\nget \(id) 3")
    #expect(tally.total.reads == 2 && tally.total.writes == 2)
  }

  @Test("A store that comes without its look has none, and a look of another key is one")
  func unpaired() throws {
    let other = String(Self.id.reversed())
    let tally = try tally("set \(Self.id)\nget \(other)\nset \(Self.id)\nexpired \(other)")
    #expect(tally.total.reads == 2 && tally.total.writes == 2 && tally.total.misses == 1)
  }

  @Test("A value that is too large is a write that stored nothing, and its removal is no read")
  func tooLarge() throws {
    let tally = try tally("large \(Self.id)\nmiss \(Self.id)\nget \(Self.id)")
    #expect(tally.total.writes == 1 && tally.total.reads == 1 && tally.total.misses == 0 && tally.total.bytes == 10)
  }

  @Test func othersAreForeign() throws {
    let tally = try tally("get catalog:1\nmiss x\nset catalog:1")
    #expect(tally.foreign == 3 && tally.total.reads == 0 && tally.sessions.counters.isEmpty)
  }

  @Test("Connections without end take no memory without end")
  func connections() throws {
    var tally = NodeTally(form: try form(.memcache), order: .reads, capacity: 10)
    var line = lines("get \(Self.id)")[0]
    for connection in 0..<200_000 {
      line.connection = UInt32(connection)
      tally.take(line)
    }
    tally.finish()
    #expect(tally.total.reads == 200_000)
  }

  @Test("Nodes are added up, and what one may have missed is told")
  func merged() throws {
    func tally(_ capacity: Int, _ ids: [String]) throws -> NodeTally {
      var tally = NodeTally(form: try form(.memcache), order: .requests, capacity: capacity)
      for line in lines(ids.map { "get \($0)" }.joined(separator: "\n")) { tally.take(line) }
      tally.finish()
      return tally
    }
    let others = (0..<3).map { "abcdefghij0123456789abcde\($0)" }
    let first = try tally(10, Array(repeating: Self.id, count: 5) + [others[0]])
    let second = try tally(2, Array(repeating: Self.id, count: 7) + others)
    let nodes = ["a", "b"].map { WatchedNode(node: $0, state: .up, dropped: 0) }
    let report = HotReport(
      [first, second], watch: Watch(nodes: nodes, seconds: 2, isInterrupted: false), by: .requests, limit: 2)
    #expect(report.sessions[0].id == Array(Self.id.utf8) && report.sessions[0].traffic.reads == 12)
    #expect(report.sessions[0].node == "b" && report.sessions[0].uncounted == 0)
    #expect(report.sessions[1].uncounted > 0, "it had to share its counter on the second node")
    #expect(report.sessionCount == nil && report.total.reads == 16)
  }
}

@Suite("Lines that never came") struct DroppedLinesTests {
  func line(_ number: UInt64, _ kind: WatchLine.Kind = .get) -> WatchLine {
    var line = WatchLine()
    (line.number, line.kind) = (number, kind)
    return line
  }

  @Test("Gaps in the numbers, in whatever order they come, are lines that were skipped")
  func gaps() {
    var dropped = DroppedLines(before: nil)
    for number in [12, 10, 11, 20] as [UInt64] { dropped.take(line(number)) }
    #expect(dropped.total == 7)
    dropped.take(line(0, .skipped(7)))
    #expect(dropped.total == 7, "the same lines, told twice")
    dropped.take(line(0, .unreadable))
    #expect(dropped.total == 8)
  }

  @Test("The server's counters have what it dropped before a number was given, and what was skipped at the end")
  func counters() {
    var dropped = DroppedLines(before: .init(dropped: 100, skipped: 50))
    for number in [1, 2, 9] as [UInt64] { dropped.take(line(number)) }
    dropped.take(.init(dropped: 130, skipped: 60))
    #expect(dropped.total == 40, "30 dropped and 10 skipped, of which the gap shows 6")
  }

  @Test("Counters that were reset meanwhile say nothing")
  func reset() {
    var dropped = DroppedLines(before: .init(dropped: 100, skipped: 50))
    for number in [1, 5] as [UInt64] { dropped.take(line(number)) }
    dropped.take(.init(dropped: 3, skipped: 1))
    #expect(dropped.total == 3)
  }

  @Test("Nothing that a server says is too much")
  func hostile() {
    var dropped = DroppedLines(before: .init(dropped: 0, skipped: 0))
    for number in [0, .max] as [UInt64] { dropped.take(line(number)) }
    dropped.take(line(0, .skipped(.max)))
    dropped.take(line(0, .skipped(.max)))
    dropped.take(.init(dropped: .max, skipped: .max))
    #expect(dropped.total == .max)
  }
}
