import Placement
import Replay
import Testing

@Suite("Events as they are written") struct TimelineTests {
  @Test(
    "Words that mean an event",
    arguments: [
      ("write", EventWord.write(version: nil)), ("write:7", .write(version: 7)), ("visit", .visit), ("snap", .snap),
      ("stop:10.0.0.1:11211", .node(.stop, "10.0.0.1:11211")), ("guard:A", .node(.guard, "A")),
      ("path:tcp://a:1?weight=2", .path("tcp://a:1?weight=2")), ("ini:new.ini", .ini("new.ini")),
      ("sleep:2.5", .sleep(.milliseconds(2500))),
    ])
  func words(_ text: String, _ event: EventWord) throws {
    #expect(try EventWord(text) == event)
  }

  @Test(
    "Words that mean none say what is wrong",
    arguments: [
      ("vist", "no event 'vist'"), ("write:0", "'0' is no version"), ("write:x", "'x' is no version"),
      ("stop", "stop needs a node"), ("stop:", "stop needs a node"), ("sleep:soon", "'soon' is no number of seconds"),
      ("sleep:-1", "'-1' is no number"), ("visit:A", "no event 'visit:A'"), ("path", "no event 'path'"),
    ])
  func wrongWords(_ text: String, _ says: String) throws {
    let error = #expect(throws: EventError.self) { try EventWord(text) }
    #expect(error?.message.hasPrefix(says) == true, "\(error?.message ?? "")")
  }

  @Test func aFileHasCommentsAndLines() {
    let words = EventWord.words(in: "stop:A visit # down\n\n# nothing\n  start:A\n")
    #expect(words.map(\.word) == ["stop:A", "visit", "start:A"])
    #expect(words.map(\.line) == [1, 1, 4])
  }

  @Test("Line ends of Windows end lines, and a save_path has its blanks")
  func aFileOfAnotherSystem() {
    let words = EventWord.words(
      in: "stop:A # down\r\nvisit\r\npath:tcp://a:1, tcp://b:1 # two\r\nini:my shop.ini\r\nvisit#1")
    #expect(
      words.map(\.word) == ["stop:A", "visit", "path:tcp://a:1, tcp://b:1", "ini:my shop.ini", "visit#1"])
    #expect(words.map(\.line) == [1, 2, 3, 4, 5])
  }

  private func timeline(_ words: String, storesFirst: Bool = true) throws -> Timeline {
    let pool = try memcachePool("tcp://a:1,tcp://a:2,tcp://b:1", release: "8.0")
    return try Timeline(
      words.split(separator: " ").map { try EventWord(String($0)) },
      pools: [.init(pool, servers: [0, 1, 2])], storesFirst: storesFirst)
  }

  @Test("A node is meant by its name, its only host or its letter", arguments: ["b:1", "b", "C"])
  func names(_ name: String) throws {
    #expect(try timeline("stop:\(name)").steps.last?.event == .node(.stop, server: 2))
  }

  @Test("A host of two nodes and a name of none are refused with what there is", arguments: ["a", "D", "c:1"])
  func noNode(_ name: String) {
    let error = #expect(throws: EventError.self) { try timeline("stop:\(name)") }
    #expect(error?.cure.contains("A = a:1, B = a:2, C = b:1") == true)
  }

  @Test("Sessions are stored first, unless that is what happens first")
  func storing() throws {
    #expect(try timeline("stop:A visit").steps.map(\.text) == ["write:1", "stop:A", "visit"])
    #expect(try timeline("cut:A write join:A").steps.map(\.text) == ["write:1", "cut:A", "write:2", "join:A"])
    #expect(try timeline("write stop:A write").steps.map(\.text) == ["write:1", "stop:A", "write:2"])
    #expect(try timeline("stop:A visit", storesFirst: false).steps.map(\.text) == ["stop:A", "visit"])
  }

  @Test(
    "What does not happen to a node as it is then is refused, with what can",
    arguments: [
      ("start:b visit", "b:1 is up then", "a restart is stop:C start:C"),
      ("stop:b join:b", "b:1 is stopped then", "stop:C, start:C"), ("cut:b start:b", "b:1 is cut off then", "join:C"),
      ("freeze:b flush:b", "b:1 is hanging then", "thaw:C"), ("stop:b guard:b", "b:1 is stopped then", "start:C"),
    ])
  func impossible(_ words: String, _ says: String, _ cure: String) {
    let error = #expect(throws: EventError.self) { try timeline(words) }
    #expect(error?.message.contains(says) == true && error?.cure.contains(cure) == true, "\(String(describing: error))")
  }

  @Test("Versions go up, or older ones could not be told from newer ones")
  func versions() throws {
    #expect(throws: EventError.self) { try timeline("write:2 cut:A write:2") }
    #expect(throws: EventError.self) { try timeline("cut:A write:1", storesFirst: false) }
    #expect(try timeline("cut:A write", storesFirst: false).steps.last?.text == "write:2")
  }

  @Test("Somebody comes after the last event")
  func lastVisit() throws {
    #expect(EventWord.withVisits([.visit, .node(.stop, "A")]).last == .visit)
    #expect(EventWord.withVisits([.visit, .sleep(.seconds(1)), .snap]).suffix(2) == [.snap, .visit])
    #expect(EventWord.withVisits([.sleep(.seconds(1))]) == [.sleep(.seconds(1)), .visit])
    #expect(EventWord.withVisits([.node(.stop, "A"), .visit, .snap]).last == .snap)
  }

  @Test func withoutAPageEverybodyVisitsAfterEachEvent() throws {
    let words = EventWord.withVisits([.node(.stop, "A"), .sleep(.seconds(1)), .node(.start, "A")])
    #expect(words == [.node(.stop, "A"), .visit, .sleep(.seconds(1)), .node(.start, "A"), .visit])
    #expect(EventWord.withVisits([.node(.stop, "A"), .abort]) == [.node(.stop, "A"), .abort])
    let guarded = EventWord.withVisits([.node(.start, "A"), .node(.guard, "A")])
    #expect(guarded == [.node(.start, "A"), .node(.guard, "A"), .visit], "a guard is there first")
  }
}
