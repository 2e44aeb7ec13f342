import PHPConfiguration
import Placement
import Testing

@Suite("Hosts that are no UTF-8") struct MemcachedHostBytesTests {
  private func pool(_ directives: [String: String] = [:], release: String = "3.2.0", path: String) throws -> Pool {
    var configuration = Configuration()
    // `#` stands for a byte that is no UTF-8 by itself, `?` for another.
    let bytes: [UInt8] = path.utf8.map { $0 == UInt8(ascii: "#") ? 0xE9 : $0 == UInt8(ascii: "?") ? 0xE8 : $0 }
    configuration.set("session.save_path", to: bytes, from: "test")
    for (name, value) in directives { configuration.set(name, to: Array(value.utf8), from: "test") }
    return try Pool(
      configuration: configuration, handler: .memcached, release: Release(value: release, provenance: .stated))
  }

  /// The fifth byte of the host's path for each of `id0`, `id1`, …, as `Memcached::getServerByKey` of 3.2.0 gave them.
  @Test(
    "the ring is made of their bytes",
    arguments: [
      ("ketama", "xxyxzxzzxxxxxxzzxyyyxxxzzxzzyyzzxxxxzxzz"),
      ("ketama_weighted", "yxxyyxzyxzxzzyxyyxxyzyzyyyxzzzyzyzxyyyxy"),
    ])
  func ring(_ type: String, _ owners: String) throws {
    let pool = try pool(
      ["memcached.sess_consistent_hash_type": type], path: "/tmp/x#.sock,/tmp/y#.sock,/tmp/z.sock")
    let ours = (0..<40).map { pool.owner(of: "id\($0)").utf8.dropFirst(5).first }
    #expect(ours == owners.utf8.map { $0 })
  }

  @Test("names tell them apart, and UTF-8 stands as it is") func names() throws {
    let pool = try pool(path: "/x#,/x?,/%#,/é,/%E9,h#:1")
    #expect(pool.nodes.map(\.name) == ["/x%E9:0", "/x%E8:0", "/%25%E9:0", "/é:0", "/%E9:0", "h%E9:1"])
    #expect(pool.nodes.map(\.host) == ["/x%E9", "/x%E8", "/%25%E9", "/é", "/%E9", "h%E9"])
  }

  @Test("and so in a configuration string") func configurationString() throws {
    let pool = try pool(release: "2.2.0", path: "--SOCKET=\"/tmp/x#.sock\" --SOCKET=\"/tmp/x?.sock\" --SERVER=abc:1")
    #expect(pool.nodes.map(\.name) == ["/tmp/x%E9.sock:0", "/tmp/x%E8.sock:0", "abc:1"])
  }
}
