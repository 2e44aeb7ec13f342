import FoundationEssentials
import LiveTrait
import LocalPool
import Logging
import MemcacheClient
import MemcacheProtocol
import Testing

@testable import Commands

/// Real PHP writes sessions on real memcacheds, and `session show` reads them back.
@Suite("session show against real PHP", .live, .timeLimit(.minutes(5))) struct SessionShowLiveTests {
  static let serializers = ["php", "php_serialize", "php_binary", "igbinary", "msgpack"]
  static let id = "4f0c1b2a3d4e5f60718293a4b5"

  /// Objects, references, empty and deep containers, numbers of all sizes; what `json_encode` can say of it is printed.
  static let script = """
    <?php
    class Cart { public $lines = [['sku' => 'A-1', 'count' => 2]]; public $total = 19.95; }
    session_id($argv[1]);
    if (!session_start()) exit('no start');
    $name = "Zo\\u{eb} \\u{1F600} \\x1b[31m/\\"\\\\";
    $_SESSION = [
      'user' => ['name' => $name, 'id' => 9007199254740993, 'admin' => false, 'ratio' => 0.1, 'none' => null],
      'cart' => new Cart, 'again' => null, 'empty' => [], 'odd' => [3 => 'c', 'x y' => [[[['deep']]]]],
      'text' => str_repeat('0123456789abcdef', 400),
    ];
    $_SESSION['again'] = &$_SESSION['user'];
    $_SESSION['twice'] = $_SESSION['cart'];
    echo json_encode($_SESSION);
    session_write_close();
    """

  @Test(arguments: ["memcache", "memcached"], serializers)
  func decodesWhatPHPWrote(handler: String, serializer: String) async throws {
    try await withPHPPool(handler, ["session.serialize_handler=\(serializer)", "memcache.compress_threshold=1000"]) {
      pool in
      let expected = try JSONDecoder().decode(
        JSONValue.self, from: Data(try await pool.php(Self.script, [Self.id]).utf8))
      let shown = try await pool.show([Self.id, "--reveal"])
      #expect(shown.data == expected)
      #expect(shown.content?.form == serializer && shown.content?.fault == nil)
      #expect(shown.content?.compression == (handler == "memcache" ? "zlib" : nil))
      #expect(shown.agree == true && shown.readByPHP == shown.copies[0].node)
      #expect(shown.copies.map(\.role) == ["owner", "copy", nil])
      #expect(shown.copies.map(\.present) == [true, true, false])
    }
  }

  /// What `json_encode` cannot say.
  @Test(arguments: ["memcache", "memcached"], serializers)
  func bytesAndCirclesSurvive(handler: String, serializer: String) async throws {
    let script = """
      <?php
      session_id($argv[1]); session_start();
      $o = new stdClass; $o->self = $o; $o->name = "caf\\xe9";
      $_SESSION['o'] = $o; $_SESSION["k\\xff"] = 1; $_SESSION['a'] = [1]; $_SESSION['a']['me'] = &$_SESSION['a'];
      session_write_close();
      """
    try await withPHPPool(handler, ["session.serialize_handler=\(serializer)"]) { pool in
      _ = try await pool.php(script, [Self.id])
      let shown = try await pool.show([Self.id, "--reveal"])
      #expect(shown.content?.fault == nil)
      let data = try #require(shown.data)
      #expect(data["o"]?["name"] == .object(["@percent": .string("caf%E9")]))
      #expect(data["o"]?["self"]?["@recursion"] != nil)
      #expect(data["@percent:k%FF"] == .number(1))
      #expect(data["a"]?["me"] != nil)
    }
  }

  @Test(arguments: ["zlib", "fastlz"], ["php", "igbinary", "msgpack", "json"])
  func valuesOfMemcachedObjectsDecodeByTheirFlags(compression: String, serializer: String) async throws {
    let script = """
      <?php
      $m = new Memcached; $m->addServer('127.0.0.1', (int) $argv[2]);
      $value = ['list' => range(1, 900), 'name' => str_repeat('abc', 2000)];
      $m->set('memc.sess.key.' . $argv[1], $value, 600) or exit('not stored');
      echo json_encode($value);
      """
    let settings = ["memcached.compression_type=\(compression)", "memcached.serializer=\(serializer)"]
    try await withPHPPool("memcached", settings) { pool in
      let output = try await pool.php(script, [Self.id, String(pool.servers[2].port)])
      let shown = try await pool.show([Self.id, "--reveal"])
      #expect(shown.data == (try JSONDecoder().decode(JSONValue.self, from: Data(output.utf8))))
      #expect(shown.content?.compression == compression)
      #expect(shown.content?.node == pool.servers[2].name)
    }
  }

  /// The place in the LRU, the fetched mark and the seconds left are those of before.
  @Test(arguments: ["memcache", "memcached"]) func lookingChangesNothing(handler: String) async throws {
    try await withPHPPool(handler) { pool in
      let (key, lock) = (Array("memc.sess.key.\(Self.id)".utf8), Array("\(Self.id).lock".utf8))
      let keys = handler == "memcache" ? [Array(Self.id.utf8), lock] : [key]
      for server in pool.servers {
        try await pool.store(keys.map { ($0, Array("0".utf8)) }, on: server)
        // A second must have passed, or there is nothing to be set back.
        while try await pool.items(keys, on: server).contains(where: { $0?.life?.idle == .zero }) {
          try await Task.sleep(for: .milliseconds(20))
        }
      }
      _ = try await pool.show([Self.id, "--reveal"])
      for server in pool.servers {
        for item in try await pool.items(keys, on: server) {
          let life = try #require(item?.life)
          #expect(!life.fetched && life.idle >= .seconds(1) && life.ttl.map { $0 <= .seconds(999) } == true)
        }
      }
    }
  }

  @Test(arguments: ["memcache", "memcached"]) func aRequestThatHasTheSessionOpenIsSeen(handler: String) async throws {
    let script = """
      <?php
      session_id($argv[1]); session_start(); $_SESSION['n'] = 1;
      touch($argv[2] . '/open');
      for ($i = 0; $i < 20000 && !file_exists($argv[2] . '/close'); $i++) { usleep(10000); clearstatcache(); }
      session_write_close();
      """
    try await withPHPPool(
      handler, ["max_execution_time=300", "memcached.sess_lock_expire=300", "memcache.lock_timeout=300"]
    ) {
      pool in
      _ = try await pool.php("<?php session_id($argv[1]); session_start(); $_SESSION['n'] = 0;", [Self.id])
      async let request = pool.php(script, [Self.id, pool.folder])
      while !FileManager.default.fileExists(atPath: pool.folder + "/open") {
        try await Task.sleep(for: .milliseconds(5))
      }
      let open = try await pool.show([Self.id])
      #expect(open.lock.state == "held" && open.lock.age.map { $0 < 300 } == true)
      #expect(pool.servers.map(\.name).contains(open.lock.node ?? ""))
      try "".write(toFile: pool.folder + "/close", atomically: false, encoding: .utf8)
      _ = try await request
      let closed = try await pool.show([Self.id])
      #expect(closed.lock.state == "free" && closed.lock.node == open.lock.node)
    }
  }
}
