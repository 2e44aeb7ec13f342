import FoundationEssentials
import LiveTrait
import LocalPool
import PHPConfiguration
import PHPInstallation
import Placement
import Testing

@testable import Commands

/// Real PHP stores sessions on real memcacheds, and `locate --verify --anywhere` finds each on exactly the nodes that it
/// names: all copies there, no strays.
@Suite("locate against real PHP", .live) struct LocateLiveTests {
  /// One configuration: directives, and how a node is written in save_path.
  struct Setup: Sendable, CustomTestStringConvertible {
    var handler: Handler
    var directives: [String] = []
    /// Appended to each server of the save_path.
    var suffixes = ["", "", "", ""]
    var testDescription: String { "\(handler.rawValue) \(directives.joined(separator: " ")) \(suffixes.joined())" }
  }

  static let setups: [Setup] = [
    Setup(handler: .memcache),
    Setup(handler: .memcache, directives: ["memcache.session_redundancy=1", "memcache.hash_function=fnv"]),
    Setup(handler: .memcache, directives: ["memcache.hash_strategy=standard", "memcache.session_redundancy=3"]),
    Setup(
      handler: .memcache, directives: ["memcache.session_prefix_static_key=shop_", "memcache.protocol=binary"],
      suffixes: ["?weight=3", "?weight=1", "?weight=2", ""]),
    Setup(handler: .memcache, directives: ["memcache.session_redundancy=9", "memcache.max_failover_attempts=40"]),
    Setup(handler: .memcached),
    Setup(handler: .memcached, directives: ["memcached.sess_consistent_hash=0", "memcached.sess_locking=0"]),
    Setup(handler: .memcached, directives: ["memcached.sess_number_of_replicas=2", "memcached.sess_prefix=shop."]),
    Setup(
      handler: .memcached, directives: ["memcached.sess_consistent_hash_type=ketama_weighted"],
      suffixes: [":3", ":1", ":2", ""]),
    Setup(
      handler: .memcached, directives: ["memcached.sess_binary_protocol=0", "memcached.sess_number_of_replicas=1"]),
    Setup(
      handler: .memcached,
      directives: ["memcached.sess_consistent_hash_type=ketama_weighted", "memcached.sess_number_of_replicas=1"]),
  ]

  static let sessionsEach = 60

  static let script = """
    <?php
    foreach (file($argv[1], FILE_IGNORE_NEW_LINES) as $number => $id) {
      session_id($id);
      if (!session_start()) { exit("start of $id failed"); }
      $_SESSION['user'] = $number;
      if (!session_write_close()) { exit("close of $id failed"); }
    }
    echo 'stored';
    """

  @Test(.timeLimit(.minutes(5)), arguments: setups)
  func everySessionIsExactlyWhereItIsSaid(setup: Setup) async throws {
    try await withMemcacheds(4) { servers in
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      let ids = (0..<Self.sessionsEach).map { _ in SampleSession(number: 0).id }.map {
        String(decoding: $0, as: UTF8.self)
      }
      let scheme = setup.handler == .memcache ? "tcp://" : ""
      let path = zip(servers, setup.suffixes).map { scheme + $0.name + $1 }.joined(separator: ",")
      try """
      session.save_handler = \(setup.handler.rawValue)
      session.save_path = "\(path)"
      session.use_cookies = 0
      session.cache_limiter = ""
      \(setup.directives.joined(separator: "\n"))
      """.write(toFile: folder.path + "/php.ini", atomically: false, encoding: .utf8)
      try Self.script.write(toFile: folder.path + "/store.php", atomically: false, encoding: .utf8)
      try ids.joined(separator: "\n").write(toFile: folder.path + "/ids", atomically: false, encoding: .utf8)

      let php = try await LocalPHP.run(
        script: folder.path + "/store.php", ini: folder.path + "/php.ini", [folder.path + "/ids"])
      try #require(php.output == "stored", "\(php.output)\n\(php.errors)")

      let version = try #require(InstalledPHP.all().last { $0.sapi == "cli" }?.version)
      let release = try #require(await ExtensionPackage.installed(setup.handler, php: version))
      let run = await CommandRun(
        [
          "locate", "--verify", "--anywhere", "-o", "csv", "-", "--ini", folder.path + "/php.ini",
          "--extension-release", release,
        ],
        input: Array(ids.joined(separator: "\n").utf8))
      #expect(run.status == 0, "\(run.errors)")
      let rows = run.output.split(separator: "\n").dropFirst().map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
      #expect(rows.count == ids.count * servers.count)
      for row in rows {
        // id,node,role,state,present,…: a node with a role holds the session, any other does not.
        let role = row[2]
        #expect(role != "stray" && (row[4] == "1") == !role.isEmpty, "\(row.joined(separator: ","))")
      }
    }
  }
}
