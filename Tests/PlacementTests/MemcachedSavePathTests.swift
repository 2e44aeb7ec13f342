import PHPConfiguration
import Placement
import Testing

@Suite("php-memcached reads save_path as libmemcached's plain server list") struct MemcachedSavePathTests {
  @Test(arguments: [
    ("a:1,b:2", ["a:1", "b:2"]),
    ("a:1, b:2", ["a:1", "b:2"]),
    ("a:1,  b:2", ["a:1", " b:2"]),
    ("a:1,\tb:2", ["a:1", "b:2"]),
    (" a:1", [" a:1"]),
    ("a", ["a:11211"]),
    ("a:", ["a:11211"]),
    ("a:0", ["a:11211"]),
    ("a:abc", ["a:11211"]),
    ("a:70000", ["a:4464"]),
    ("a:-1", ["a:65535"]),
    ("a:18446744073709551615", ["a:65535"]),
    ("a: 21190", ["a:21190"]),
    ("[::1]:21195,[::1]", ["[::1]:21195", "[::1]:11211"]),
    ("::1:11211", ["localhost:11211"]),
    (",a:1", ["localhost:11211", "a:1"]),
    ("a:1,,b:2", ["a:1", "localhost:11211", "b:2"]),
    ("a:1,", ["a:1"]),
    ("a:1, ", ["a:1"]),
    ("/run/a.sock,/run/b.sock:11211:3", ["/run/a.sock:0", "/run/b.sock:0"]),
    ("unix:///run/a.sock", ["unix:11211"]),
    ("tcp://h:1", ["tcp:11211"]),
    ("a:1;b:2", ["a:1"]),
    ("--SERVER=127.9.9.9", ["--SERVER=127.9.9.9:11211"]),
  ])
  func names(_ path: String, _ names: [String]) throws {
    #expect(try memcachedPool(path).nodes.map(\.name) == names)
  }

  @Test(arguments: [
    ("a:1:3", 3), ("a:1 3", 3), ("a:1", 1), ("a:1:0", 1), ("a:1:x", 1), ("a: 21190", 21190), ("a:1:4294967299", 3),
    ("/x.sock:0:3", 3), ("a:1 2:5", 2), ("::1:11211", 1), ("a:1:-1", 4_294_967_295),
  ])
  func weights(_ path: String, _ weight: Int) throws {
    #expect(try memcachedPool(path).nodes[0].weight == weight)
  }

  @Test("Sockets have port 0, and the host text keeps its brackets")
  func parts() throws {
    let nodes = try memcachedPool("/run/a.sock:7,[::1]:5").nodes
    #expect(nodes[0] == Node(name: "/run/a.sock:0", host: "/run/a.sock", port: 0, transport: .unix, weight: 1))
    #expect(nodes[1] == Node(name: "[::1]:5", host: "[::1]", port: 5, transport: .tcp, weight: 1))
  }

  @Test(arguments: [
    ("", PoolError.Kind.refused, nil),
    ("a:99999999999999999999", .refused, "MC203"),
    ("a:1:18446744073709551616", .refused, "MC203"),
    ("PERSISTENT=x a:1", .refused, "MC205"),
    ("a:1,PERSISTENT=x", .refused, "MC205"),
    (String(repeating: "h", count: 1025), .crashes, "MC108"),
    ("a:1" + String(repeating: " ", count: 8193), .crashes, "MC108"),
  ])
  func refusals(_ path: String, _ kind: PoolError.Kind, _ code: String?) {
    #expect {
      try memcachedPool(path)
    } throws: { error in
      let error = error as? PoolError
      return error?.kind == kind && error?.code == code && error?.location?.source == "test"
    }
  }

  @Test("The longest texts that PHP survives are read", arguments: [1024, 8195])
  func longest(_ count: Int) throws {
    let path = count == 1024 ? String(repeating: "h", count: count) : "a:1".padded(to: count)
    #expect(try memcachedPool(path).nodes.count == 1)
  }

  @Test(arguments: [
    ("a:1,b:2:1", []), ("/run/a.sock,/run/b.sock:0:1", []), ("[::1]:5,a", []), ("a:1 1", []),
    ("a:1;b:2", ["MC201"]),
    ("a:70000", ["MC203"]), ("a:abc", ["MC203"]), ("a:", ["MC203"]), ("a:-1", ["MC203"]), ("a:0", ["MC203"]),
    (" a:1", ["MC204"]), ("a:1,,b:2", ["MC204"]), ("a:1,  b:2", ["MC204"]),
    ("::1:11211", ["MC204", "MC203"]),
    ("a:11211 b:11211", ["MC204"]), ("a:1 10.0.0.2:1", ["MC204"]), ("a:1 b", ["MC204"]), ("a:1:2 b:1", ["MC204"]),
    ("a:1 2 b:1", ["MC204"]), ("a:1\tb:1", ["MC204"]), ("a: 1", ["MC204"]), ("/run/a.sock:0 /run/b.sock:0", ["MC204"]),
    ("a:1 , b:1 ", []), ("a:1  2", []), ("a:1:", []), ("/run/a.sock:x", []),
    ("a:1x", ["MC203"]), ("a:1?weight=2", ["MC203"]), ("a:1:2:3", ["MC203"]), ("a:1:x", ["MC203"]),
    ("a:1:0", ["MC203"]),
    ("a:1:-1", ["MC203"]), ("a:1 0", ["MC203"]), ("/run/a.sock:0:x", ["MC203"]),
    ("--SERVER=10.0.0.1", ["MC205"]),
    ("tcp://a:1", ["MC110"]), ("a:1,unix:///run/a.sock", ["MC110"]),
  ])
  func remarks(_ path: String, _ codes: [String]) throws {
    #expect(try memcachedPool(path).codes == codes)
  }

  @Test("Release 2.2 takes PERSISTENT=name and a blank in front")
  func persistentName() throws {
    let pool = try memcachedPool("PERSISTENT=web a:1,b:2", release: "2.2.0")
    #expect(pool.nodes.map(\.name) == ["a:1", "b:2"])
    #expect(pool.memcached.isPersistent)
    #expect(throws: PoolError.self) { try memcachedPool("PERSISTENT=web", release: "2.2.0") }
  }
}

extension String {
  fileprivate func padded(to count: Int) -> String { self + String(repeating: " ", count: count - utf8.count) }
}
