import Advice
import FoundationEssentials
import LiveTrait
import LocalPool
import Logging
import MemcacheClient
import Placement
import Testing

@testable import Commands

@Suite("config diff --live and config convert on real servers", .live, .timeLimit(.minutes(5)))
struct ConfigDiffLiveTests {
  private static let store = """
    <?php
    foreach (file($argv[1], FILE_IGNORE_NEW_LINES) as $id) {
      session_id($id); session_start(); $_SESSION['user'] = $id; session_write_close();
    }
    """
  private static let ids = SampleIDs.batch(200)

  private struct Lab: Sendable {
    let servers: [LocalMemcached]
    let folder: String
    let ids: [String]

    func write(_ name: String, _ text: String) throws -> String {
      try text.write(toFile: folder + "/" + name, atomically: false, encoding: .utf8)
      return folder + "/" + name
    }

    func php(_ script: String, ini: String, _ arguments: [String]) async throws -> String {
      let run = try await LocalPHP.run(script: try write("script.php", script), ini: ini, arguments)
      #expect(run.succeeded && run.errors.isEmpty, "\(run.errors)\(run.output)")
      return run.output
    }

    /// For each id the servers that hold an item of this key.
    func holders(_ key: @Sendable (String) -> String) async throws -> [[Int]] {
      let keys = ids.map { Array(key($0).utf8) }
      let dialer = SocketDialer(timeout: .seconds(30), logger: Logger(label: "test"))
      var holders = Array(repeating: [Int](), count: ids.count)
      for (place, server) in servers.enumerated() {
        let items = try await dialer.withClient(server.address) { client throws(NodeFailure) in
          try await client.items(keys, [])
        }
        for (row, item) in items.enumerated() where item != nil { holders[row].append(place) }
      }
      return holders
    }
  }

  private func withLab(_ count: Int, _ body: @Sendable (Lab) async throws -> Void) async throws {
    try await withMemcacheds(count) { servers in
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      let ids = (0..<Self.ids.count).map { String(decoding: Self.ids[$0], as: UTF8.self) }
      let lab = Lab(servers: servers, folder: folder.path, ids: ids)
      _ = try lab.write("ids", ids.joined(separator: "\n"))
      try await body(lab)
    }
  }

  @Test(
    "Real sessions are counted once each, and those that a new node would take are those that it owns",
    arguments: [
      "memcache", "memcached",
    ])
  func live(_ handler: String) async throws {
    try await withLab(3) { lab in
      let scheme = handler == "memcache" ? "tcp://" : ""
      func text(_ servers: ArraySlice<LocalMemcached>) -> String {
        """
        session.save_handler = \(handler)
        session.save_path = "\(servers.map { scheme + $0.name }.joined(separator: ","))"
        session.use_cookies = 0
        session.cache_limiter = ""
        mcpool.extension_release = \(handler == "memcache" ? "8.0" : "3.2.0")
        """
      }
      let old = try lab.write("old.ini", text(lab.servers[..<2]))
      let new = try lab.write("new.ini", text(lab.servers[...]))
      _ = try await lab.php(Self.store, ini: old, [lab.folder + "/ids"])
      let located = await CommandRun(
        ["locate", "--ini", new, "-q", "-o", "csv", "-"], input: Array(lab.ids.joined(separator: "\n").utf8))
      let third = located.output.split(separator: "\n").count { $0.split(separator: ",")[1] == lab.servers[2].name }

      let run = await CommandRun(["config", "diff", "--live", "--timeout", "30s", "-o", "json", old, new])
      #expect(run.status == 1, "\(run.errors)")
      let document = try JSONDecoder().decode(LiveDocument.self, from: Data(run.output.utf8))
      #expect(document.live.sessions == 200)
      #expect(document.live.nodes.map(\.node) == lab.servers.map(\.name))
      let toThird = document.pairs[0].moves.filter { $0.to == lab.servers[2].name }.map(\.sessions).reduce(0, +)
      #expect(toThird == third && third > 0)
      #expect(document.pairs[0].live.moved == document.pairs[0].moves.map(\.sessions).reduce(0, +))
      let same = await CommandRun(["config", "diff", "--live", "--timeout", "30s", old, old])
      #expect(same.status == 0 && same.output.contains("200 sessions on the nodes now; none of them moves\n"))

      let prefix = handler == "memcache" ? "memcache.session_prefix_static_key" : "memcached.sess_prefix"
      let other = try lab.write("other.ini", text(lab.servers[..<2]) + "\n\(prefix) = shop_")
      let words = ["config", "diff", "--live", "--timeout", "30s", old, other]
      let apart = await CommandRun(words)
      #expect(
        apart.status == 1
          && apart.output.contains("200 sessions on the nodes now; none of them is found under the other's keys\n"))
      let json = await CommandRun(words + ["-o", "json"])
      let keys = try JSONDecoder().decode(LiveDocument.self, from: Data(json.output.utf8))
      // memcached hashes the id alone, memcache the key: owners move there, and `moved` counts these.
      #expect((keys.pairs[0].live.moved == 0) == (handler == "memcached"))
    }
  }

  @Test("A node that is down is said, and the others are counted")
  func nodeDown() async throws {
    try await withLab(2) { lab in
      let ini = try lab.write(
        "web.ini",
        """
        session.save_handler = memcached
        session.save_path = "\(lab.servers.map(\.name).joined(separator: ","))"
        mcpool.extension_release = 3.2.0
        """)
      try await lab.servers[1].stopAndWait()
      let run = await CommandRun(["config", "diff", "--live", "--timeout", "30s", ini, ini])
      #expect(run.status == 1)
      #expect(run.output.contains("\(lab.servers[1].name): "))
      try await lab.servers[0].stopAndWait()
      let none = await CommandRun(["config", "diff", "--live", "--timeout", "30s", ini, ini])
      #expect(none.status == 69)
    }
  }

  @Test(
    "Behind real twemproxy PHP's sessions are where PHP alone would put them",
    arguments: [
      ("ketama_weighted", [1, 2, 3]), ("ketama_weighted", [1, 1, 1]), ("modula", [1, 2, 1]),
    ])
  func twemproxy(_ rule: String, _ weights: [Int]) async throws {
    try await withLab(3) { lab in
      let servers = zip(lab.servers, weights).map { "\($0.name):\($1)" }.joined(separator: ",")
      let common = """
        session.save_handler = memcached
        session.use_cookies = 0
        session.cache_limiter = ""
        memcached.sess_prefix = ""
        mcpool.extension_release = 3.2.0

        """
      let ring = rule == "modula" ? "sess_consistent_hash = Off" : "sess_consistent_hash_type = \(rule)"
      let direct = try lab.write("direct.ini", common + "session.save_path = \"\(servers)\"\nmemcached.\(ring)\n")
      let converted = await CommandRun(["config", "convert", "--to", "twemproxy", "--ini", direct])
      #expect(converted.status == 0, "\(converted.errors)")
      try await withTwemproxy { address in
        converted.output.replacing("127.0.0.1:22121", with: address.description)
      } body: { address in
        let proxied = try lab.write(
          "proxied.ini", common + "session.save_path = \"\(address)\"\nmemcached.sess_binary_protocol = Off\n")
        _ = try await lab.php(Self.store, ini: proxied, [lab.folder + "/ids"])
      }
      let located = await CommandRun(
        ["locate", "--ini", direct, "-q", "-o", "csv", "-"], input: Array(lab.ids.joined(separator: "\n").utf8))
      let owners = located.output.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[1] }
      let holders = try await lab.holders { $0 }
      #expect(owners.count == 200)
      let found = holders.map { $0.map { lab.servers[$0].name[...] } }
      #expect(zip(found, owners).count { $0 != [$1] } == 0)
    }
  }

  @Test(
    "An application with the configuration string finds what PHP's session handler stored",
    arguments: [
      "sess_consistent_hash_type = ketama", "sess_consistent_hash_type = ketama_weighted", "sess_consistent_hash = Off",
    ])
  func libmemcached(_ ring: String) async throws {
    try await withLab(3) { lab in
      let servers = zip(lab.servers, [1, 3, 1]).map { "\($0.name):\($1)" }.joined(separator: ",")
      let ini = try lab.write(
        "web.ini",
        """
        session.save_handler = memcached
        session.save_path = "\(servers)"
        session.use_cookies = 0
        session.cache_limiter = ""
        memcached.\(ring)
        mcpool.extension_release = 3.2.0
        """)
      _ = try await lab.php(Self.store, ini: ini, [lab.folder + "/ids"])
      let converted = await CommandRun(["config", "convert", "--to", "libmemcached", "--ini", ini])
      #expect(converted.status == 0, "\(converted.errors)")
      let read = """
        <?php
        $m = new Memcached(null, null, trim($argv[2]));
        $found = 0;
        foreach (file($argv[1], FILE_IGNORE_NEW_LINES) as $id) {
          $found += $m->get($id) === 'user|s:32:"' . $id . '";' ? 1 : 0;
        }
        echo $found;
        """
      #expect(try await lab.php(read, ini: ini, [lab.folder + "/ids", converted.output]) == "200")
    }
  }

  @Test("One server: the other extension goes on with the sessions")
  func otherExtension() async throws {
    try await withLab(1) { lab in
      let common = "session.use_cookies = 0\nsession.cache_limiter = \"\"\n"
      let old = try lab.write(
        "old.ini",
        common + "session.save_handler = memcache\nsession.save_path = \"tcp://\(lab.servers[0].name)\"\n"
          + "mcpool.extension_release = 8.0\n")
      _ = try await lab.php(Self.store, ini: old, [lab.folder + "/ids"])
      let converted = await CommandRun(["config", "convert", "--to", "memcached", "--ini", old])
      #expect(converted.status == 0, "\(converted.errors)")
      let new = try lab.write("new.ini", common + converted.output)
      let read = """
        <?php
        $found = 0;
        foreach (file($argv[1], FILE_IGNORE_NEW_LINES) as $id) {
          session_id($id); session_start(); $found += ($_SESSION['user'] ?? '') === $id ? 1 : 0; session_write_close();
        }
        echo $found;
        """
      #expect(try await lab.php(read, ini: new, [lab.folder + "/ids"]) == "200")
    }
  }
}

private struct LiveDocument: Decodable {
  struct Pair: Decodable {
    struct Move: Decodable {
      var from: String
      var to: String
      var sessions: Int
    }
    struct Counts: Decodable { var moved: Int }
    var moves: [Move]
    var live: Counts
  }
  struct Live: Decodable {
    struct Node: Decodable { var node: String }
    var sessions: Int
    var nodes: [Node]
  }
  var pairs: [Pair]
  var live: Live
}
