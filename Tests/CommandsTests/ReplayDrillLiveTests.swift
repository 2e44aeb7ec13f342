import FoundationEssentials
import LiveTrait
import Testing

@testable import Commands

@Suite("replay --drill: what is foretold happens", .live, .timeLimit(.minutes(10))) struct ReplayDrillLiveTests {
  /// What is not among the recorded drills: weights, four and five nodes, prefixes, sockets, fnv, two nodes down, …
  struct Case: Sendable, CustomTestStringConvertible {
    var handler: String
    var path: String
    var directives: [String]
    var events: String

    var testDescription: String { "\(handler) \(path) \(directives.joined(separator: " ")): \(events)" }

    static func memcache(_ path: String, _ directives: [String], _ events: String) -> Case {
      Case(handler: "memcache", path: path, directives: directives.map { "memcache." + $0 }, events: events)
    }

    static func memcached(_ path: String, _ directives: [String], _ events: String) -> Case {
      Case(
        handler: "memcached", path: path,
        directives: directives.map { $0.contains("session.") ? $0 : "memcached.sess_" + $0 }, events: events)
    }
  }

  private static func urls(_ queries: String...) -> String {
    queries.enumerated().map { "tcp://10.1.0.\($0 + 1):11211\($1)" }.joined(separator: ",")
  }

  private static func hosts(_ weights: String...) -> String {
    weights.enumerated().map { "10.1.0.\($0 + 1):11211\($1)" }.joined(separator: ",")
  }

  private static let persistent = "?persistent=1&retry_interval=600"
  private static let impatient = "?timeout=0.3"

  static let memcacheCases: [Case] = [
    .memcache(
      urls("?weight=3", "", "?weight=2", ""), ["hash_strategy=standard", "session_redundancy=2"],
      "cut:B write join:B visit snap visit snap"),
    .memcache(
      urls("?weight=3", "", "?weight=2", ""), ["hash_strategy=consistent", "session_redundancy=3"],
      "stop:B visit start:B visit stop:C write visit start:C visit snap"),
    .memcache(
      urls("", "", "", "", ""), ["session_redundancy=3"], "stop:A stop:B visit write start:A visit start:B visit snap"),
    .memcache(
      urls("", "", "", "", ""), ["hash_function=fnv", "session_redundancy=2"],
      "cut:A cut:C write visit join:A visit join:C visit snap"),
    .memcache(
      "unix:///run/a.sock,unix:///run/b.sock?weight=2,tcp://10.1.0.3:11211", ["session_redundancy=2"],
      "stop:A visit start:A visit snap write visit"),
    .memcache(
      "unix:///run/a.sock,unix:///run/b.sock,unix:///run/c.sock", ["hash_strategy=standard", "session_redundancy=1"],
      "cut:B visit write join:B visit snap"),
    .memcache(
      urls("", ""), ["session_prefix_static_key=shop_", "session_redundancy=2"],
      "stop:A write start:A visit flush:B visit snap"),
    .memcache(
      urls("", "", ""), ["hash_function=fnv", "hash_strategy=standard"],
      "stop:A visit stop:B visit start:A visit start:B write visit snap"),
    .memcache(urls("", ""), ["session_redundancy=2", "lock_timeout=1"], "abort visit visit snap"),
    .memcache(
      urls(impatient, impatient, impatient), ["session_redundancy=2"], "hole:A write visit unhole:A visit snap"),
    .memcache(
      urls(persistent, persistent, persistent), ["session_redundancy=2"],
      "cut:A write visit join:A visit stop:B visit snap"),
    .memcache(
      urls(persistent, "?retry_interval=600"), ["session_redundancy=1", "allow_failover=0"],
      "stop:A visit start:A visit snap"),
    .memcache(
      urls("", ""), ["session_redundancy=2"],
      "path:tcp://10.1.0.2:11211,tcp://10.1.0.1:11211,tcp://10.1.0.9:11211 visit write path:\(urls("", "")) visit snap"),
    .memcache(
      "tcp://localhost:11211,tcp://10.1.0.2:11211,tcp://10.1.0.3:11211", ["session_redundancy=2"],
      "path:tcp://127.0.0.1:11211,tcp://10.1.0.2:11211,tcp://10.1.0.3:11211 visit write snap"),
    .memcache(
      urls("", "", "", ""), ["hash_strategy=standard", "session_redundancy=4", "max_failover_attempts=1"],
      "stop:A stop:B stop:C visit start:A visit start:B start:C visit snap"),
  ]

  static let memcachedCases: [Case] = [
    .memcached(hosts("", "", "", ""), ["number_of_replicas=2"], "cut:A write visit join:A visit snap"),
    .memcached(
      hosts(":3", "", ":2", ""), ["consistent_hash_type=ketama_weighted", "number_of_replicas=1"],
      "stop:A visit start:A write visit snap"),
    .memcached(
      hosts(":3", "", ":2"), ["consistent_hash_type=ketama_weighted", "locking=0"],
      "cut:C write visit join:C visit snap"),
    .memcached(
      hosts("", "", "", "", ""), ["number_of_replicas=3", "locking=0"],
      "stop:A stop:B visit write start:A visit start:B visit snap"),
    .memcached(
      hosts("", "", ""), ["consistent_hash=0", "number_of_replicas=1", "prefix=shop."],
      "stop:B visit write start:B visit snap"),
    .memcached(
      "/run/a.sock,/run/b.sock,/run/c.sock", ["number_of_replicas=1"], "cut:A visit write join:A visit snap"),
    .memcached(
      "/run/a.sock,10.1.0.2:11211,/run/c.sock:0:2", ["binary_protocol=0", "number_of_replicas=1"],
      "stop:A visit start:A write visit snap"),
    .memcached(hosts("", "", ""), ["binary_protocol=0"], "cut:A write visit join:A visit snap"),
    .memcached(
      hosts("", "", ""), ["session.lazy_write=0", "number_of_replicas=1"], "cut:A visit write visit join:A visit snap"),
    .memcached(
      hosts("", "", "", ""), ["remove_failed_servers=1", "server_failure_limit=1", "number_of_replicas=1"],
      "cut:A write visit join:A visit snap"),
    .memcached(
      hosts("", "", ""), ["remove_failed_servers=1", "server_failure_limit=2", "number_of_replicas=2", "locking=0"],
      "cut:A cut:B write visit join:A visit join:B visit snap"),
    .memcached(
      hosts("", "", ""), ["remove_failed_servers=1", "server_failure_limit=3"], "stop:C visit write start:C visit snap"),
    .memcached(hosts("", ""), ["locking=0", "connect_timeout=300"], "hole:A write visit unhole:A visit snap"),
    .memcached(hosts("", "", ""), ["persistent=1"], "cut:A write visit join:A sleep:3.2 visit snap"),
    .memcached(
      hosts("", "", ""), ["persistent=1", "number_of_replicas=1", "locking=0"],
      "stop:A visit write start:A sleep:3.2 visit snap"),
    .memcached(
      hosts("", ""), ["number_of_replicas=1"],
      "path:10.1.0.2:11211,10.1.0.1:11211 visit write path:\(hosts("", "", "")) visit snap"),
    .memcached(
      "localhost:11211,10.1.0.2:11211,10.1.0.3:11211", [],
      "path:127.0.0.1:11211,10.1.0.2:11211,10.1.0.3:11211 visit write snap"),
    .memcached(
      hosts("", ""), ["lock_expire=1", "lock_retries=3", "number_of_replicas=1"],
      "flush:A visit flush:B visit abort visit snap"),
    .memcached(hosts("", ""), ["locking=0"], "freeze:A thaw:A visit flush:A write visit snap"),
  ]

  static let strictCases: [Case] = [
    .memcached(hosts("", "", ""), ["session.use_strict_mode=1"], "stop:A visit visit start:A visit"),
    .memcached(
      hosts("", "", ""), ["session.use_strict_mode=1", "locking=0", "number_of_replicas=1"],
      "cut:B visit write join:B visit"),
    .memcached(
      hosts(":2", ""),
      [
        "session.use_strict_mode=1", "consistent_hash_type=ketama_weighted", "remove_failed_servers=1",
        "server_failure_limit=1",
      ], "stop:A visit write start:A visit"),
  ]

  @Test("pecl/memcache, letter by letter", arguments: memcacheCases) func memcache(_ drill: Case) async throws {
    let told = try await play(drill)
    #expect(told.compared == "letters" && told.release.hasPrefix("memcache 8."))
  }

  @Test("php-memcached, letter by letter", arguments: memcachedCases) func memcached(_ drill: Case) async throws {
    let told = try await play(drill)
    #expect(told.compared == "letters" && told.release.hasPrefix("memcached 3."))
  }

  @Test("Where PHP makes up ids, count by count", arguments: strictCases) func strict(_ drill: Case) async throws {
    let told = try await play(drill)
    #expect(told.compared == "counts")
    #expect(told.steps.compactMap(\.real.newID).contains { $0 > 0 })
  }

  private func play(_ drill: Case) async throws -> Told {
    let words =
      [
        "replay", "--drill", "-q", "--sessions", "24", "--letters", "-o", "json", "--handler", drill.handler,
        "--save-path",
      ]
      + [drill.path] + drill.directives.flatMap { ["-d", $0] } + drill.events.split(separator: " ").map(String.init)
    let run = await CommandRun(words)
    #expect(run.status == 0, "\(run.errors)\(run.output)")
    let told = try JSONDecoder().decode(Told.self, from: Data(run.output.utf8))
    #expect(told.differs == 0 && told.sessions == 24)
    for step in told.steps where step.seen != nil {
      #expect(step.real.seen?.count == 24)
      if told.compared == "letters" { #expect(step.seen == step.real.seen && step.write == step.real.write) }
    }
    let real = told.servers.flatMap(\.playedBy)
    #expect(real.allSatisfy { $0.hasPrefix("127.0.") || $0.contains("mcpool-") }, "\(real)")
    return told
  }

  private struct Told: Decodable {
    struct Server: Decodable {
      var playedBy: [String]

      enum CodingKeys: String, CodingKey { case playedBy = "played_by" }
    }
    struct Real: Decodable {
      var seen: String?
      var write: String?
      var newID: Int?

      enum CodingKeys: String, CodingKey {
        case seen, write
        case newID = "new_id"
      }
    }
    struct Step: Decodable {
      var seen: String?
      var write: String?
      var real: Real
    }
    var sessions: Int
    var servers: [Server]
    var release: String
    var compared: String
    var differs: Int
    var steps: [Step]
  }

  @Test(
    "What a drill cannot play is refused before anything is started",
    arguments: [
      (["stop:A", "start:A", "guard:A", "visit"], 64, "a drill has no guard"),
      (["stop:A", "join:A", "visit"], 64, "start:A"),
      (["freeze:A", "flush:A", "visit"], 64, "thaw:A"),
      (["hole:B", "visit"], 64, "cut:B"),
      (["stop:A", "visit", "--live"], 64, "--live"),
      (["stop:A", "visit", "--extension-release", "3.1.5"], 78, "--extension-release 3.2.0"),
    ])
  func refused(_ words: [String], _ status: Int32, _ cure: String) async throws {
    let run = await CommandRun(
      ["replay", "--drill", "-q", "--handler", "memcached", "--save-path", "10.1.0.1:11211,/run/b.sock"] + words)
    #expect(run.status == status && run.output.isEmpty)
    #expect(run.errors.contains(cure), "\(run.errors)")
  }
}
