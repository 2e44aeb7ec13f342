import Placement
import Testing

@Suite("Keys of php-memcached") struct MemcachedKeysTests {
  private func text(_ key: ItemKey) -> String { String(decoding: key.bytes, as: UTF8.self) }

  @Test func forms() throws {
    let placement = try memcachedPool("a,b").placement
    #expect(text(placement.itemKey(for: Array("abc".utf8).span)) == "memc.sess.key.abc")
    #expect(text(placement.lockKey(for: Array("abc".utf8).span)) == "memc.sess.key.lock.abc")
  }

  @Test("The prefix is no part of what is hashed, and the lock has a place of its own")
  func prefix() throws {
    let plain = try memcachedPool("a,b,c,d")
    let prefixed = try memcachedPool("a,b,c,d", ["memcached.sess_prefix": "app:"])
    var apart = 0
    for number in 0..<100 {
      let id = Array("id\(number)".utf8)
      #expect(plain.owner(of: "id\(number)") == prefixed.owner(of: "id\(number)"))
      #expect(plain.placement.lockNode(for: id.span) == prefixed.placement.lockNode(for: id.span))
      let lock = plain.placement.lockNode(for: id.span).map { plain.nodes[$0].name }
      #expect(lock == plain.owner(of: "lock.id\(number)"))
      if lock != plain.owner(of: "id\(number)") { apart += 1 }
    }
    #expect(apart > 50)
  }

  @Test func noLock() throws {
    let placement = try memcachedPool("a,b", ["memcached.sess_locking": "0"]).placement
    #expect(placement.lockNode(for: Array("abc".utf8).span) == nil)
  }

  @Test(
    "libmemcached refuses a prefix of 128 bytes, and sessions then have none",
    arguments: [(127, 127, []), (128, 0, ["MC229"]), (251, 0, ["MC229"])])
  func longPrefix(_ count: Int, _ inForce: Int, _ codes: [String]) throws {
    let pool = try memcachedPool("a", ["memcached.sess_prefix": String(repeating: "p", count: count)])
    #expect(pool.memcached.placement.keys.prefix.count == inForce)
    #expect(pool.codes == codes)
  }

  @Test(
    "A prefix that the extension refuses leaves the default",
    arguments: [String(repeating: "p", count: 252), "a b", "a\u{7f}", "é"])
  func refusedPrefix(_ prefix: String) throws {
    let pool = try memcachedPool("a", ["memcached.sess_prefix": prefix])
    #expect(pool.memcached.placement.keys.prefix == Array("memc.sess.key.".utf8))
    #expect(pool.codes == ["MC237"])
  }

  @Test(
    "250 bytes, less the prefix, less the lock's mark",
    arguments: [
      ([:], 231), (["memcached.sess_locking": "0"], 236), (["memcached.sess_prefix": ""], 245),
      (["memcached.sess_prefix": String(repeating: "p", count: 200)], 245),
    ])
  func longestID(_ directives: [String: String], _ longest: Int) throws {
    let placement = try memcachedPool("a,b", directives).placement
    #expect(placement.problem(with: [UInt8](repeating: 0x61, count: longest).span) == nil)
    #expect(placement.problem(with: [UInt8](repeating: 0x61, count: longest + 1).span) != nil)
  }

  @Test(arguments: ["", "a b", "a\tb", "a\rb", "a\nb", "a<b", "a>b", "a'b", "a\"b", "a\\b"])
  func replaced(_ id: String) throws {
    #expect(try memcachedPool("a,b").placement.problem(with: Array(id.utf8).span) != nil)
  }

  @Test("Only the binary protocol takes bytes other than visible ASCII", arguments: ["é", "a\u{1}", "a\u{7f}"])
  func strangeBytes(_ id: String) throws {
    let text = ["memcached.sess_binary_protocol": "0"]
    #expect(try memcachedPool("a,b").placement.problem(with: Array(id.utf8).span) == nil)
    #expect(try memcachedPool("a,b", text).placement.problem(with: Array(id.utf8).span) != nil)
  }
}
