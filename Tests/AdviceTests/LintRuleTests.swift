import Advice
import PHPConfiguration
import Placement
import Testing

/// The findings of a php.ini for one release; nil: none is stated.
func lint(_ text: String, release: String? = nil, serverName: String? = nil) -> Lint {
  var configuration = Configuration()
  configuration.read(ini: SourceText(name: "php.ini", bytes: Array((text + "\n").utf8)))
  let pool = Result { () throws(PoolError) in
    try Pool(
      configuration: configuration, release: release.map { Release(value: $0, provenance: .stated) },
      serverName: serverName.map { Array($0.utf8) } ?? Lint.anyServerName)
  }
  return Lint(configuration, pool)
}

/// The smallest php.ini that has a finding, and one almost like it that has not.
struct RuleCase: Sendable, CustomTestStringConvertible {
  let code: String
  let release: String?
  let found: String
  let silent: String
  /// The release of the second one, where it is another.
  var other: String?

  var testDescription: String { "\(code): \(found.replacing("\n", with: " | "))" }

  /// `not`: the path that has no such finding, and its lines.
  private static func memcache(
    _ code: String, _ path: String, _ lines: String..., not silent: [String], release: String? = "8.0",
    other: String? = nil
  ) -> RuleCase {
    RuleCase(
      code: code, release: release, found: text(.memcache, path, lines),
      silent: text(.memcache, silent[0], Array(silent.dropFirst())),
      other: other)
  }

  private static func memcached(
    _ code: String, _ path: String, _ lines: String..., not silent: [String], release: String? = "3.2.0",
    other: String? = nil
  ) -> RuleCase {
    RuleCase(
      code: code, release: release, found: text(.memcached, path, lines),
      silent: text(.memcached, silent[0], Array(silent.dropFirst())),
      other: other)
  }

  private static func text(_ handler: Handler, _ path: String, _ lines: [String]) -> String {
    (["session.save_handler = \(handler.rawValue)", "session.save_path = \"\(path)\""] + lines).joined(separator: "\n")
  }

  private static let two = "tcp://a:1, tcp://b:1"
  private static let long = String(repeating: "p", count: 214)

  static let all: [RuleCase] = [
    memcached(
      "MC101", "a:1,b:1", "memcached.sess_persistent = 1", "memcached.sess_number_of_replicas = 1",
      not: ["a:1,b:1", "memcached.sess_number_of_replicas = 1"]),
    memcache("MC102", "", not: [two]),
    memcache("MC103", "tcp://a:1, tcp://a:1", not: [two]),
    memcache(
      "MC104", "tcp://a:1?weight=32768, tcp://b:1", "memcache.hash_strategy = standard",
      not: ["tcp://a:1?weight=2, tcp://b:1", "memcache.hash_strategy = standard"]),
    memcache("MC105", "tcp://a:1, unix:///s?weight=0", not: ["tcp://a:1, unix:///s?weight=1"]),
    memcache(
      "MC106", two, "memcache.session_prefix_host_key = 1", "memcache.session_prefix_host_key_remove_subdomain = 1",
      not: [two, "memcache.session_prefix_host_key = 1"]),
    memcache(
      "MC107", two, "memcache.session_prefix_static_key = \(long)",
      not: [two, "memcache.session_prefix_static_key = \(long.dropLast())"]),
    memcached("MC108", "\(String(repeating: "h", count: 1025)):1", not: ["\(String(repeating: "h", count: 1024)):1"]),
    RuleCase(
      code: "MC109", release: "8.0",
      found: "session.save_handler = memcache\nsession.save_path = tcp://a:1?weight=1",
      silent: "session.save_handler = memcache\nsession.save_path = \"tcp://a:1?weight=1\""),
    memcached("MC110", "tcp://a:1", not: ["a:1"]),
    memcache("MC110", "a:1?weight=2", not: ["a:1/?weight=2"]),
    memcached("MC201", "a:1;b:1", not: ["a:1,b:1"]),
    memcache("MC201", "tcp://a:1;tcp://b:1", not: [two]),
    memcache("MC201", "tcp://a:1?weight=2;timeout=3", not: ["tcp://a:1?weight=2&amp;timeout=3"]),
    memcache("MC201", "tcp://a:1/;tcp://b:1", not: ["tcp://a:1/,tcp://b:1"]),
    memcache("MC201", "unix:///a.sock;unix:///b.sock", not: ["unix:///a.sock,unix:///b.sock"]),
    memcache("MC202", "tcp://a", not: ["tcp://a:1"]),
    memcached("MC203", "a:70000", not: ["a:7000"]),
    memcached("MC203", "a:1:x", not: ["a:1:2"]),
    memcached("MC204", "a:1,  b:1", not: ["a:1, b:1"]),
    memcached("MC204", "a:1 b:1", not: ["a:1 , b:1"]),
    memcached("MC204", "10.0.0.1:1 10.0.0.2:1", not: ["10.0.0.1:1 10,10.0.0.2:1"]),
    memcached("MC205", "--SERVER=abc", not: ["--SERVER=abc"], other: "2.2.0"),
    memcache("MC206", "tcp://a:1?weight=2&amp;timeout=1", not: ["tcp://a:1?weight=2&timeout=1"]),
    memcache("MC207", "tcp://localhost:1, tcp://b:1", not: ["tcp://localhost:1"]),
    memcached("MC207", "/run/a.sock,b:1", not: ["a:1,b:1"]),
    memcached("MC207", "127.0.0.2:1,b:1", not: ["127-0-0-2.example.com:1,b:1"]),
    memcached("MC207", "shop.localhost:1,b:1", not: ["localhost.example.com:1,b:1"]),
    memcached("MC207", "[::ffff:127.0.0.1]:1,b:1", not: ["127.example.com:1,b:1"]),
    memcache("MC208", two, not: [two], other: "8.2"),
    memcache("MC209", two, "memcache.session_redundancy = 1", not: [two]),
    memcache("MC209", two, not: [two, "memcache.session_redundancy = 3"], release: "3.0.8"),
    memcache("MC210", two, not: [two, "mcpool.guard = web1"], release: "8.2"),
    memcached(
      "MC210", "a:1,b:1", "memcached.sess_number_of_replicas = 1",
      not: ["a:1,b:1", "memcached.sess_number_of_replicas = 1", "memcached.sess_binary_protocol = 0"]),
    memcache("MC211", two, not: [two, "memcache.session_redundancy = 3"], release: "3.0.8"),
    memcache("MC211", two, "memcache.session_redundancy = 3", not: [two, "memcache.session_redundancy = 2"]),
    memcache(
      "MC212", two, "memcache.allow_failover = 1",
      not: [two, "memcache.allow_failover = 1", "memcache.session_redundancy = 2"]
    ),
    memcache("MC212", two, "memcache.redundancy = 2", not: [two, "memcache.redundancy = 2"], other: "3.0.2"),
    memcache(
      "MC213", two, "memcache.hash_strategy = standard", "memcache.hash_function = fnv",
      not: [two, "memcache.hash_strategy = standard"], release: "8.2"),
    memcache("MC214", two, "memcache.hash_strategy = standard", not: [two]),
    memcached("MC214", "a:1,b:1", "memcached.sess_consistent_hash = 0", not: ["a:1,b:1"]),
    memcache(
      "MC215", "tcp://a:1?weight=1024, tcp://b:1?weight=40000", "memcache.hash_strategy = standard",
      not: ["tcp://a:1?weight=4, tcp://b:1?weight=1", "memcache.hash_strategy = standard"]),
    memcache("MC216", "tcp://a:1?persistent=1, tcp://b:1", not: [two]),
    memcache(
      "MC217", "tcp://a:1?persistent=1&retry_interval=-1, tcp://b:1", not: ["tcp://a:1?retry_interval=-1, tcp://b:1"]),
    memcache("MC218", two, not: ["tcp://a:1?timeout=0.25, tcp://b:1"]),
    memcache("MC219", two, not: [two, "memcache.lock_timeout = 14"]),
    memcached(
      "MC220", "a:1,b:1", "memcached.sess_number_of_replicas = 1", "memcached.sess_binary_protocol = 0",
      not: ["a:1,b:1", "memcached.sess_number_of_replicas = 1"]),
    memcached(
      "MC221", "a:1,b:1", "memcached.sess_number_of_replicas = 1",
      not: ["a:1,b:1", "memcached.sess_number_of_replicas = 1", "memcached.sess_binary_protocol = 0"]),
    memcached(
      "MC222", "a:1,b:1", "memcached.sess_number_of_replicas = 1",
      not: ["a:1,b:1", "memcached.sess_number_of_replicas = 1", "session.lazy_write = 0"]),
    memcached(
      "MC223", "a:1,b:1", "memcached.sess_number_of_replicas = 1", "memcached.sess_randomize_replica_read = 1",
      not: ["a:1,b:1", "memcached.sess_randomize_replica_read = 1"]),
    memcached("MC224", "a:1,b:1", not: ["a:1,b:1", "memcached.sess_locking = 0"]),
    memcached(
      "MC225", "a:1,b:1", "memcached.sess_remove_failed_servers = 1",
      not: ["a:1,b:1", "memcached.sess_remove_failed_servers = 1", "memcached.sess_server_failure_limit = 1"]),
    memcached(
      "MC226", "a:1,b:1", "memcached.sess_remove_failed_servers = 1", "memcached.sess_persistent = 1",
      not: ["a:1,b:1", "memcached.sess_remove_failed_servers = 1"]),
    memcached(
      "MC227", "a:1,b:1", "max_execution_time = 0",
      not: ["a:1,b:1", "max_execution_time = 0", "memcached.sess_lock_expire = 30"]),
    memcached("MC228", "a:1,b:1", not: ["a:1,b:1", "memcached.sess_lock_retries = 40"]),
    memcached("MC228", "a:1,b:1", not: ["a:1,b:1"], other: "3.0.4"),
    memcached(
      "MC229", "a:1", "memcached.sess_prefix = \(String(repeating: "p", count: 128))",
      not: ["a:1", "memcached.sess_prefix = \(String(repeating: "p", count: 127))"]),
    memcached(
      "MC230", "a:1:2,b:1", not: ["a:1:2,b:1", "memcached.sess_consistent_hash_type = ketama_weighted"]),
    memcached(
      "MC231", "a:1,b:1", "memcached.sess_consistent_hash = On",
      not: ["a:1,b:1", "memcached.sess_consistent_hash = On", "memcached.sess_consistent_hash_type = ketama"]),
    memcached(
      "MC231", "a:1,b:1", "memcached.sess_binary = 1",
      not: ["a:1,b:1", "memcached.sess_binary = 1", "memcached.sess_consistent_hash = Off"]),
    memcached("MC232", "a:1,b:1", not: ["a:1,b:1", "memcached.sess_connect_timeout = 250"]),
    memcached("MC232", "a:1,b:1", not: ["a:1,b:1"], other: "2.2.0"),
    memcached(
      "MC233", "a:1,b:1", "session.gc_maxlifetime = 2592001", not: ["a:1,b:1", "session.gc_maxlifetime = 2592000"]),
    memcache(
      "MC234", two, "session.gc_maxlifetime = 2592001", not: [two, "session.gc_maxlifetime = 2592001"],
      release: "3.0.8", other: "8.0"),
    memcached("MC235", "a:1,b:1", "session.use_strict_mode = 1", not: ["a:1,b:1"]),
    memcached(
      "MC236", "a:1,b:1", "memcached.sess_binary = 1", not: ["a:1,b:1", "memcached.sess_binary = 1"], other: "2.2.0"),
    memcached(
      "MC236", "a:1,b:1", "memcached.sess_lock_retires = 9", not: ["a:1,b:1", "memcached.sess_lock_retries = 9"]),
    memcached(
      "MC236", "a:1,b:1", "memcached.item_size_limit = 9", not: ["a:1,b:1", "memcached.item_size_limit = 9"],
      other: "3.3.0"),
    memcached(
      "MC236", "a:1,b:1", "memcached.compression_level = 9", not: ["a:1,b:1", "memcached.compression_level = 9"],
      other: "3.3.0"),
    memcached(
      "MC236", "a:1,b:1", "memcached.default_binary_protocol = 1",
      not: ["a:1,b:1", "memcached.default_binary_protocol = 1"], release: "2.2.0", other: "3.0.4"),
    memcached(
      "MC236", "a:1,b:1", "memcached.default_consistent_hash = 1",
      not: ["a:1,b:1", "memcached.default_consistent_hash = 1"], release: "2.2.0", other: "3.0.4"),
    memcached(
      "MC236", "a:1,b:1", "memcached.default_connect_timeout = 1",
      not: ["a:1,b:1", "memcached.default_connect_timeout = 1"], release: "2.2.0", other: "3.0.4"),
    memcache(
      "MC236", two, "memcache.default_timeout_ms = 9", not: [two, "memcache.default_timeout_ms = 9"], other: "2.2.7"),
    memcache("MC237", two, "memcache.session_redundancy = 0", not: [two, "memcache.session_redundancy = 1"]),
    memcache("MC237", two, "session.name = 123", not: [two, "session.name = S123"]),
    memcached("MC237", "a:1,b:1", "session.sid_length = 5", not: ["a:1,b:1", "session.sid_length = 22"]),
    memcached(
      "MC237", "a:1,b:1", "session.sid_bits_per_character = 7",
      not: ["a:1,b:1", "session.sid_bits_per_character = \" +6\""]),
    memcache("MC238", "tcp://a:1", not: [two]),
    memcached("MC238", "a:1", not: ["a:1,b:1"]),
    memcache("MC239", two, "[PATH=/srv/shop]", "session.name = SHOP", not: [two, "[shop]", "session.name = SHOP"]),
    RuleCase(
      code: "MC301", release: nil, found: text(.memcached, "a:1,b:1", []), silent: text(.memcached, "a:1,b:1", []),
      other: "3.2.0"),
    memcached("MC302", "CACHE1:1,b:1", not: ["cache1:1,b:1"]),
    memcache(
      "MC302", "tcp://[::2]:1, tcp://b:1", not: ["tcp://[::2]:1, tcp://b:1", "memcache.hash_strategy = standard"]),
    memcached(
      "MC303", "--SERVER=abc --SERVER=abd --HASH=CRC --DISTRIBUTION=consistent",
      not: ["--SERVER=abc --SERVER=abd --HASH=MD5 --DISTRIBUTION=consistent"], release: "2.2.0"),
    memcache(
      "MC304", two, "memcache.session_prefix_static_key = caf\u{e9}", "memcache.hash_function = fnv",
      not: [two, "memcache.session_prefix_static_key = caf\u{e9}"]),
    memcached(
      "MC304", "caf\u{e9}:1,b:1",
      not: ["caf\u{e9}:1,b:1", "memcached.sess_consistent_hash_type = ketama_weighted"]),
    memcache("MC305", two, "session.lazy_write = On", not: [two]),
  ]
}

@Suite("Every rule finds what it is for, and nothing else") struct LintRuleTests {
  @Test(arguments: RuleCase.all) func finds(_ rule: RuleCase) throws {
    let found = lint(rule.found, release: rule.release).findings.filter { $0.code == rule.code }
    let finding = try #require(found.first)
    #expect(found.count == 1)
    #expect(!finding.message.isEmpty && !finding.effect.isEmpty && !finding.cure.isEmpty)
    #expect(!finding.effect.hasSuffix(".") && !finding.cure.hasSuffix("."))
  }

  @Test(arguments: RuleCase.all) func isSilent(_ rule: RuleCase) {
    let lint = lint(rule.silent, release: rule.other ?? rule.release)
    #expect(!lint.findings.contains { $0.code == rule.code })
    #expect(lint.unnamed == nil, "\(lint.unnamed?.message ?? "")")
  }

  @Test func everyCodeOfTheTableIsTested() {
    #expect(Set(RuleCase.all.map(\.code)) == Set(LintRule.all.map(\.code)))
  }

  @Test("A line that stops a web server is the finding, whatever is left of the configuration")
  func refusedTexts() throws {
    var configuration = Configuration()
    configuration.read(ini: SourceText(name: "php.ini", bytes: Array("session.save_handler = files\n".utf8)))
    let refusal = ConfigurationError(
      location: SourceLocation(source: "www.conf", line: 3), message: "syntax error", effect: "php-fpm stays down",
      cure: "quote it")
    let pool = Result { () throws(PoolError) in try Pool(configuration: configuration) }
    #expect(Lint(configuration, pool).unnamed != nil)
    let found = Lint(configuration, pool, refused: [refusal])
    let finding = try #require(found.findings.first)
    #expect(found.unnamed == nil && found.findings.count == 1)
    #expect(finding.code == "MC109" && finding.severity == .critical && finding.location == refusal.location)
    #expect([finding.message, finding.effect, finding.cure] == ["syntax error", "php-fpm stays down", "quote it"])
  }

  @Test("What is as good as PHP allows has no finding that is more than information")
  func cleanPools() {
    let memcache = lint(
      """
      session.save_handler = memcache
      session.save_path = "tcp://10.0.0.1:11211?timeout=0.25, tcp://10.0.0.2:11211?timeout=0.25"
      memcache.lock_timeout = 5
      mcpool.guard = web1
      """, release: "8.2")
    #expect(memcache.findings.isEmpty, "\(memcache.findings.map(\.code))")
    let memcached = lint(
      """
      session.save_handler = memcached
      session.save_path = "10.0.0.1:11211,10.0.0.2:11211"
      memcached.sess_locking = Off
      memcached.sess_connect_timeout = 250
      """, release: "3.2.0")
    #expect(memcached.findings.isEmpty, "\(memcached.findings.map(\.code))")
  }

  @Test("Where there is no pool, what else is wrong is said all the same")
  func findingsBesideAnError() {
    let found = lint(
      "session.save_handler = memcache\nsession.save_path = \"tcp://a:1,tcp://a:1\"\nmemcache.session_redundancy = 0",
      release: "8.0")
    #expect(found.findings.map(\.code) == ["MC103", "MC237"])
  }

  @Test("What no rule has a name for is the error itself")
  func unnamedErrors() throws {
    let files = lint("session.save_handler = files")
    #expect(files.findings.isEmpty)
    #expect(try #require(files.unnamed).message.contains("files"))
    let weightless = lint("session.save_handler = memcache\nsession.save_path = \"tcp://a:1?weight=0\"", release: "8.0")
    #expect(weightless.unnamed != nil)
    let cut = lint("session.save_handler = memcache\nsession.save_path = tcp://a:1?weight=1", release: "8.0")
    #expect(cut.unnamed == nil, "the syntax error at that line is the reason")
    let lost = lint("session.name = a(b)\nsession.save_handler = memcached\nsession.save_path = \"a:1\"")
    #expect(lost.unnamed == nil, "the syntax error before that line is the reason")
    let later = "session.save_handler = files\nx = a(b)\n"
    #expect(lint(later + "session.save_handler = memcached").unnamed == nil, "the line behind it would count")
    #expect(lint(later + "session.name = S").unnamed != nil, "nothing behind it would change the handler")
    let servers = "session.save_path = tcp://10.0.0.1:11211?weight=1"
    for text in ["session.save_handler = files\n\(servers)", "session.save_handler = files\n\(servers)\n\(servers)"] {
      let found = lint(text)
      #expect(found.findings.map(\.code) == ["MC109"])
      #expect(try #require(found.unnamed).message.contains("files"), "other servers would not change the handler")
    }
    let none = lint("x = a(b)")
    #expect(try #require(none.unnamed).message.contains("session.save_handler is not set"))
    #expect(lint("session.save_handler = mem(cached)\nsession.save_path = \"a:1\"").unnamed == nil, "it is that line")
    let pathless = "session.save_handler = memcache\nx = a(b)\n"
    #expect(lint(pathless + "memcache.session_save_path = \"tcp://a:1\"").unnamed == nil)
  }

  @Test(
    "A later entry of the same server has sessions when it weighs more",
    arguments: [
      ("tcp://h:1,tcp://h:1?weight=4,tcp://i:2", 2, "both copies of a session can be on this one server"),
      ("tcp://h:1,tcp://h:1?weight=4,tcp://i:2", 1, "the sessions of two servers"),
      ("tcp://h:1?weight=4,tcp://h:1,tcp://i:2", 2, "no sessions of its own"),
    ])
  func twins(_ path: String, _ copies: Int, _ effect: String) throws {
    let text = ini(.memcache, path, "memcache.session_redundancy = \(copies)")
    let found = lint(text, release: "8.0").findings.filter { $0.code == "MC103" }
    #expect(found.count == 1 && found[0].severity == .warning)
    #expect(try #require(found.first).effect.contains(effect))
  }

  @Test("Where only a name of 2.2 tells of other hosts, nobody is told that On is what they hash by")
  func hostsOfOldReleases() throws {
    func finding(_ line: String) throws -> Diagnostic {
      try #require(lint(ini(.memcached, "a:1,b:1", line), release: "3.2.0").findings.first { $0.code == "MC231" })
    }
    for name in ["sess_binary", "sess_lock_wait", "sess_remove_failed"] {
      let silent = try finding("memcached.\(name) = 1")
      #expect(silent.message.contains("sess_consistent_hash is not stated"))
      #expect(silent.effect.contains("2.2 hashes by modula"))
      #expect(silent.cure.contains("state memcached.sess_consistent_hash on all web hosts"))
      #expect(![silent.message, silent.effect, silent.cure].contains { $0.contains(" weighted ring") })
      #expect(silent.location.line == 3)
    }
    let stated = try finding("memcached.sess_consistent_hash = On")
    #expect(stated.message.contains("is On") && stated.effect.contains("the weighted ring"))
    #expect(try #require(LintRule.named("MC231")).effect.contains("2.2 hashes by modula"))
  }
}
