import FoundationEssentials
import LocalPool
import Testing

@testable import Commands

@Suite("replay") struct ReplayCommandTests {
  private static let three = [
    "--handler", "memcache", "--extension-release", "8.0",
    "--save-path", "tcp://10.0.0.1:11211,tcp://10.0.0.2:11211,tcp://10.0.0.3:11211",
  ]
  private static let ids = Array((0..<12).map { "a-session-of-number-\($0)\n" }.joined().utf8)

  private struct Document: Decodable {
    struct Step: Decodable {
      struct Moved: Decodable {
        struct Node: Decodable {
          var node: String
          var gained: Int
          var lost: Int
        }
        var sessions: Int
        var share: Double
        var nodes: [Node]
      }
      var event: String
      var kept: Int?
      var lost: Int?
      var seen: String?
      var write: String?
      var hold: [String: String]?
      var moved: Moved?
    }
    var sessions: Int
    var steps: [Step]
    var verdict: String
    var notes: [String]
  }

  private func play(_ words: [String], input: [UInt8] = []) async throws -> Document {
    let run = await CommandRun(["replay", "-o", "json"] + words, input: input)
    try #require(run.status == 0, "\(run.errors)")
    return try JSONDecoder().decode(Document.self, from: Data(run.bytes))
  }

  @Test func jsonHasCountsLettersAndWhatIsHeld() async throws {
    let document = try await play(
      Self.three + ["--ids", "-", "--letters", "stop:A", "visit", "start:10.0.0.1", "visit", "snap"], input: Self.ids)
    #expect(document.sessions == 12)
    #expect(document.steps.map(\.event) == ["write:1", "stop:A", "visit", "start:10.0.0.1", "visit", "snap"])
    let last = document.steps[4]
    let seen = try #require(last.seen)
    #expect(seen.count == 12 && last.lost == seen.count { $0 == "L" } && last.kept == seen.count { $0 == "K" })
    #expect(last.lost ?? 0 > 0 && last.write == nil)
    let held = try #require(document.steps[5].hold)
    #expect(held.keys.sorted() == ["A", "B", "C"] && held["A"]?.count { $0 == "e" } == last.lost)
    #expect(document.steps[1].kept == nil && document.steps[0].seen == nil)
    #expect(document.verdict.contains("mcpool guard --yes"))
  }

  @Test func lettersAreOnlyShownWhenAskedFor() async throws {
    let document = try await play(Self.three + ["stop:A"])
    #expect(document.sessions == 1000 && document.steps.allSatisfy { $0.seen == nil && $0.write == nil })
    #expect(document.steps.map(\.event) == ["write:1", "stop:A", "visit"], "a visit follows where no page is named")
  }

  @Test func aNewSavePathSaysWhatItMoves() async throws {
    let path = "path:tcp://10.0.0.1:11211,tcp://10.0.0.2:11211,tcp://10.0.0.3:11211,tcp://10.0.0.4:11211"
    let moved = try #require(try await play(Self.three + ["--sessions", "500", path]).steps[1].moved)
    #expect(moved.nodes.first { $0.node == "10.0.0.4:11211" }?.gained == moved.sessions)
    #expect(moved.nodes.reduce(0) { $0 + $1.lost } == moved.sessions && moved.sessions > 50)
    #expect(moved.share == Double(moved.sessions) / 500)
  }

  @Test func filesNameConfigurationsAndEvents() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    func write(_ name: String, _ text: String) throws -> String {
      try text.write(toFile: "\(folder.path)/\(name)", atomically: true, encoding: .utf8)
      return "\(folder.path)/\(name)"
    }
    let head = "session.save_handler = memcached\nmcpool.extension_release = 3.2.0\nsession.save_path = "
    let old = try write("old.ini", head + "\"a:1,b:1\"\n")
    let new = try write("new.ini", head + "\"a:1,b:1,c:1\"\n")
    let events = try write("events", "ini:\(new) # they get the new one\nvisit stop:C\nvisit\n")
    // The first configuration comes from the first event where no option names one.
    let byEvents = try await play(["ini:\(old)", "ini:\(new)", "visit", "stop:C", "visit"])
    let byFile = try await play(["--ini", old, "--events", events])
    #expect(byEvents.steps.map(\.kept) == byFile.steps.map(\.kept))
    #expect(byFile.steps.map(\.event) == ["write:1", "ini:\(new)", "visit", "stop:C", "visit"])
    #expect(byFile.steps[2].lost ?? 0 > 0)
    let wrong = try write("wrong", "visit\nstop:A sopt:B\n")
    let run = await CommandRun(["replay", "--ini", old, "--events", wrong])
    #expect(run.status == 64 && run.errors.contains("\(wrong):2: no event 'sopt:B'"))
  }

  @Test(
    "What cannot be played is said with its cure",
    arguments: [
      (["stop:Q"], Int32(64), "no node 'Q'"), (["vist"], 64, "no event 'vist'"), ([], 64, "name what happens"),
      (["--matrix", "visit"], 64, "--matrix plays timelines of its own"),
      (["--sessions", "0", "visit"], 64, "--sessions takes a number"),
      (["--ids", "/nonexistent", "visit"], 66, "/nonexistent"),
      (["ini:/nonexistent.ini", "visit"], 66, "/nonexistent.ini"), (["path:", "visit"], 78, "MC102"),
      (["--sessions", "5", "--live", "visit"], 64, "use one"), (["--ids", "-", "--events", "-"], 64, "read once"),
      (["--ids", "-", "ini:-"], 64, "read once"), (["--ini", "fpm:-", "--ids", "-", "visit"], 64, "read once"),
      (["--events", "/nonexistent"], 66, "taken from where mcpool runs"),
      (["start:A"], 64, "a restart is stop:A start:A"), (["write:1", "cut:A", "write:1"], 64, "no newer version"),
    ])
  func refusals(_ words: [String], _ status: Int32, _ says: String) async {
    let run = await CommandRun(["replay"] + Self.three + words)
    #expect(run.status == status && run.errors.contains(says), "\(run.status) \(run.errors)")
    #expect(run.output.isEmpty)
  }

  @Test("A file that does not state the release changes none")
  func theReleaseInForceStays() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let file = folder.path + "/web.ini"
    try
      "session.save_handler = memcache\nsession.save_path = \"tcp://10.0.0.1:11211,tcp://10.0.0.2:11211,tcp://10.0.0.9:11211\"\n"
      .write(toFile: file, atomically: true, encoding: .utf8)
    let byFile = try await play(Self.three + ["ini:\(file)", "visit"])
    let byPath = try await play(
      Self.three + ["path:tcp://10.0.0.1:11211,tcp://10.0.0.2:11211,tcp://10.0.0.9:11211", "visit"])
    #expect(byFile.steps.map(\.lost) == byPath.steps.map(\.lost) && byFile.steps[2].lost ?? 0 > 0)
    #expect(byFile.notes.isEmpty)
  }

  @Test("No advice leads into a pool that mixes users up")
  func advice() async throws {
    let document = try await play([
      "--handler", "memcached", "--extension-release", "3.2.0", "--save-path", "10.0.0.1:11211,10.0.0.2:11211", "-d",
      "memcached.sess_persistent=1", "flush:A", "visit",
    ])
    #expect(document.verdict.contains("logged out"))
    #expect(!document.verdict.contains("replicas") || document.verdict.contains("sess_locking = 0"))
  }

  @Test("A change into persistent connections is played with workers that remember")
  func persistentFromNowOn() async throws {
    let document = try await play([
      "--handler", "memcache", "--extension-release", "8.0", "--save-path", "tcp://a:1,tcp://b:1",
      "path:tcp://a:1?persistent=1,tcp://b:1?persistent=1", "visit", "cut:A", "visit", "join:A", "visit",
    ])
    #expect(document.notes.contains { $0.contains("sleep:16 and a visit") })
  }

  @Test("An id that stands twice is one session, and an empty line is none")
  func repeatedIDs() async throws {
    let input = Array("abc\n\nabc\ndef\n".utf8)
    let document = try await play(Self.three + ["--ids", "-", "visit"], input: input)
    #expect(document.sessions == 2)
    #expect(document.notes.contains { $0.hasPrefix("1 line repeats an id") })
  }

  @Test func eventsFromStandardInput() async throws {
    let document = try await play(
      Self.three + ["--events", "-", "start:A"], input: Array("stop:A # down\nvisit\n".utf8))
    #expect(document.steps.map(\.event) == ["write:1", "stop:A", "visit", "start:A", "visit"])
  }

  @Test("Workers asked to remember where no connection is persistent: said, and played as they are")
  func nothingToRemember() async throws {
    let document = try await play(Self.three + ["--workers", "persistent", "stop:A", "visit"])
    #expect(document.notes.contains { $0.hasPrefix("No connection of this configuration is persistent") })
  }

  @Test func idsThatPHPWouldNotStoreAreRefused() async {
    let run = await CommandRun(
      ["replay", "--ids", "-", "visit"] + Self.three, input: Array("good\n\(String(repeating: "x", count: 300))\n".utf8)
    )
    #expect(run.status == 64 && run.errors.contains("the id '"))
  }

  @Test("A pool whose users get one another's sessions is refused, and only then")
  func mixedAnswers() async {
    func run(_ more: [String]) async -> CommandRun {
      await CommandRun(
        [
          "replay", "--handler", "memcached", "--extension-release", "3.2.0", "--save-path", "a,b", "-d",
          "memcached.sess_persistent=1", "-d", "memcached.sess_number_of_replicas=1", "visit",
        ] + more)
    }
    let refused = await run([])
    #expect(refused.status == 78 && refused.errors.contains("MC101"))
    #expect(await run(["-d", "memcached.sess_locking=0"]).status == 0)
    let into = await CommandRun([
      "replay", "--handler", "memcached", "--extension-release", "3.2.0", "--save-path", "c", "-d",
      "memcached.sess_number_of_replicas=1", "-d", "memcached.sess_persistent=1", "path:a,b", "visit",
    ])
    #expect(into.status == 78 && into.errors.contains("MC101"), "a change into such a pool is no better")
    #expect(await run(["--workers", "request"]).status == 0)
  }

  private struct Matrix: Decodable {
    struct Timeline: Decodable {
      var timeline: String
      var kept: Int
      var stale: Int
      var lost: Int
      var error: Int
      var events: [String]
    }
    var timelines: [Timeline]
    var verdict: String
    var notes: [String]
  }

  private func matrix(_ words: [String]) async throws -> Matrix {
    let run = await CommandRun(["replay", "--matrix", "-o", "json", "--sessions", "200"] + words)
    try #require(run.status == 0, "\(run.errors)")
    return try JSONDecoder().decode(Matrix.self, from: Data(run.bytes))
  }

  /// A worker that saw a node fail leaves it alone for a while: what users find in the end comes behind that, and behind
  /// the time (max_execution_time, 30 s) in which pages that began before run on, after which a guard looks once more.
  @Test(arguments: [
    ("memcached", "10.0.0.1,10.0.0.2", ["-d", "memcached.sess_persistent=1"], "sleep:3", "sleep:31"),
    ("memcache", "tcp://10.0.0.1:1?persistent=1&retry_interval=7,tcp://10.0.0.2:1", [], "sleep:8", "sleep:31"),
    ("memcache", "tcp://10.0.0.1:1?persistent=1&retry_interval=40,tcp://10.0.0.2:1", [], "sleep:41", "sleep:41"),
  ])
  func theMatrixWaitsForWorkersThatRemember(
    _ handler: String, _ path: String, _ more: [String], _ pause: String, _ rest: String
  ) async throws {
    let pool = ["--handler", handler, "--save-path", path] + more
    let matrix = try await matrix(pool)
    let rows = Dictionary(uniqueKeysWithValues: matrix.timelines.map { ($0.timeline, $0) })
    for name in ["it restarts, empty", "cut off, and back", "one node hangs", "all restart"] {
      #expect(rows[name]?.events.suffix(2) == [rest, "visit"], "\(name)")
    }
    #expect(rows["cut off, and back"]?.events.suffix(3).first == "write:3", "what it misses in the pause")
    let guarded = rows["cut off, and back, with guard"]?.events ?? []
    #expect(guarded.filter { $0.hasPrefix("guard:") }.count == 2, "a second pass when the pause is over")
    #expect(rows["it restarts, empty"]?.error == 0)
    #expect(rows["all restart"]?.lost == 200)
    #expect(rows["rolling restart"]?.events.filter { $0 == rest }.count == 2)
    let early = try await play(pool + ["stop:A", "start:A"])
    #expect(early.notes.contains { $0.contains("\(pause) and a visit") })
    let late = try await play(pool + ["stop:A", "visit", "start:A", "visit", pause, "visit"])
    #expect(!late.notes.contains { $0.contains("and a visit") })
  }

  @Test("The end of sessions by age is not taken for what a failure does", arguments: ["60", "1500"])
  func theMatrixWaitsNoLongerThanSessionsLive(_ longest: String) async throws {
    let matrix = try await matrix([
      "--handler", "memcache", "--extension-release", "8.0", "--save-path",
      "tcp://10.0.0.1:1?persistent=1,tcp://10.0.0.2:1?persistent=1", "-d", "max_execution_time=\(longest)",
    ])
    let rows = Dictionary(uniqueKeysWithValues: matrix.timelines.map { ($0.timeline, $0) })
    #expect(rows["cut off, and back, with guard"]?.kept == 200)
    #expect(rows["one node hangs"]?.kept == 200)
    #expect(!matrix.verdict.contains("nobody came"))
    #expect(matrix.notes.contains { $0.hasPrefix("not played: what users meet after") } == (longest == "1500"))
  }

  @Test("A server that stands twice in the pool fails once")
  func theMatrixOfATwin() async throws {
    let matrix = try await matrix([
      "--handler", "memcached", "--extension-release", "3.2.0", "--save-path",
      "127.0.0.1:11211,localhost:11211,10.0.0.2",
    ])
    let rows = Dictionary(uniqueKeysWithValues: matrix.timelines.map { ($0.timeline, $0) })
    #expect(rows["all restart"]?.lost == 200)
    let second = try #require(rows["it restarts, then another dies"])
    #expect(Set(second.events.filter { $0.hasPrefix("stop:") }).count == 2)
    #expect(second.error < 200)
  }

  @Test func theMatrixSaysWhyAGuardChangesNothing() async throws {
    let one = try await matrix(Self.three + ["-d", "memcache.session_redundancy=1"])
    #expect(one.notes.contains { $0.contains("it restarts, empty, with guard") && $0.contains("one copy") })
    let two = try await matrix(Self.three)
    #expect(!two.notes.contains { $0.contains("one copy") })
  }

  @Test func theMatrixHasARowForEachTimeline() async throws {
    let matrix = try await matrix(Self.three)
    let rows = Dictionary(uniqueKeysWithValues: matrix.timelines.map { ($0.timeline, $0) })
    #expect(rows.count == 14)
    for name in ["one node dies", "it restarts, empty, with guard", "cut off, and back, with guard", "other order"] {
      #expect(rows[name]?.kept == 200, "\(name)")
    }
    #expect(rows["all restart"]?.lost == 200)
    #expect(rows["it restarts, empty"].map { $0.lost > 0 && $0.stale == 0 } == true)
    #expect(rows["cut off, and back"].map { $0.stale > 0 && $0.lost == 0 } == true)
    #expect(rows["node added"].map { $0.lost > 0 && $0.lost < 100 } == true)
    // Each row can be played by itself: what the web servers get is in its events.
    #expect(rows["node added"]?.events.contains { $0.hasSuffix("tcp://new-node:11211") } == true)
    #expect(matrix.verdict.hasPrefix("Worst is \"rolling restart\""))
  }
}
