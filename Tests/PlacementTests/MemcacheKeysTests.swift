import Placement
import Testing

@Suite("pecl/memcache makes keys of ids") struct MemcacheKeysTests {
  @Test func lockStandsBesideTheData() throws {
    let pool = try memcachePool(memcacheServers(5), ["memcache.session_prefix_static_key": "shop:"])
    let id = Array("abc123".utf8)
    #expect(pool.itemKey(of: "abc123") == "shop:abc123")
    #expect(pool.placement.lockKey(for: id.span).bytes == Array("shop:abc123.lock".utf8))
    #expect(pool.placement.lockNode(for: id.span) == pool.copies(of: "abc123").first)
  }

  @Test func controlCharactersBecomeUnderscores() throws {
    let pool = try memcachePool(memcacheServers(5), ["memcache.session_prefix_static_key": "a b"])
    #expect(pool.itemKey(of: "x\u{1}y\u{b}z\u{7f}") == "a_bx_y_z\u{7f}")
    #expect(pool.copies(of: "x\u{1}y\u{b}zlong enough".filter { $0 != " " }) == pool.copies(of: "x_y_zlongenough"))
  }

  @Test(arguments: ["", "a b", "a\tb", "a\rb", "a\nb", "a<b", "a>b", "a'b", "a\"b", "a\\b", "0123456789 0123456789"])
  func idsThatPHPReplaces(id: String) throws {
    #expect(try memcachePool(memcacheServers(2)).placement.problem(with: Array(id.utf8).span) != nil)
  }

  @Test(arguments: ["a", "0,19DyCADz9,1zDB0zAFzC01y-BBAy009", "a\u{1}b", "ünï", "a.b:c/d%e=f~!?*[]{}|^`#$&()+;@_"])
  func idsThatPHPKeeps(id: String) throws {
    #expect(try memcachePool(memcacheServers(2)).placement.problem(with: Array(id.utf8).span) == nil)
  }

  @Test("the lock's key has to fit 250 bytes")
  func longestID() throws {
    let prefix = ["memcache.session_prefix_static_key": "12345"]
    let longest = [UInt8](repeating: 0x61, count: 240)
    let placement = try memcachePool(memcacheServers(2), prefix).placement
    #expect(placement.problem(with: longest.span) == nil)
    #expect(placement.problem(with: (longest + [0x61]).span)?.message.contains("never saves") == true)
  }

  @Test("without locks a key is cut to 250 bytes")
  func cutKey() throws {
    let pool = try memcachePool(memcacheServers(5), release: "2.2.7")
    let id = String(repeating: "a", count: 250)
    #expect(pool.itemKey(of: id + "tail") == id)
    #expect(pool.copies(of: id + "tail") == pool.copies(of: id))
    #expect(pool.placement.problem(with: Array((id + "tail").utf8).span) == nil)
  }
}
