import PHPConfiguration
import Placement
import Testing

@Suite("This pool's sessions are told by the form of their keys") struct SessionKeyFormTests {
  private func form(_ handler: Handler, _ directives: [String: String] = [:]) throws -> SessionKeyForm {
    var configuration = Configuration()
    let path = handler == .memcache ? "tcp://a:11211" : "a:11211"
    for (name, value) in directives.merging(["session.save_path": path], uniquingKeysWith: { first, _ in first }) {
      configuration.set(name, to: Array(value.utf8), from: "test")
    }
    let pool = try Pool(configuration: configuration, handler: handler)
    return SessionKeyForm(pool: pool, configuration: configuration)
  }

  private func kind(
    _ key: String, _ handler: Handler, _ directives: [String: String] = [:]
  ) throws -> SessionKeyForm.Kind {
    try form(handler, directives).kind(of: Array(key.utf8))
  }

  private let id = "qpbaobhql61ri2c3l6k3cu6nr3"

  @Test func memcacheHasNoPrefixUnlessOneIsConfigured() throws {
    #expect(try kind(id, .memcache) == .session(id: 0..<26))
    #expect(try kind(id + ".lock", .memcache) == .lock(id: 0..<26))
    let prefix = ["memcache.session_prefix_static_key": "shop_"]
    #expect(try kind("shop_" + id, .memcache, prefix) == .session(id: 5..<31))
    #expect(try kind(id, .memcache, prefix) == .foreign)
  }

  @Test func memcachedHasItsPrefixAndTheLockBehindIt() throws {
    #expect(try kind("memc.sess.key." + id, .memcached) == .session(id: 14..<40))
    #expect(try kind("memc.sess.key.lock." + id, .memcached) == .lock(id: 19..<45))
    #expect(try kind(id, .memcached) == .foreign)
    #expect(try kind("memc.sess." + id, .memcached) == .foreign)
  }

  @Test(arguments: ["catalog:42", "product-4711", "a.b.c.d.e.f.g.h.i.j.k.l.m", "", ".lock", "lock."])
  func otherItemsAreForeign(key: String) throws {
    #expect(try kind(key, .memcache) == .foreign)
    #expect(try kind("memc.sess.key." + key, .memcached) == .foreign)
  }

  @Test(
    "Only a prefix tells of ids that an application chose",
    arguments: [
      ("memc.sess.key.shop-1", .memcached, "shop-1"), ("memc.sess.key.lock.shop-1", .memcached, nil),
      ("memc.sess.key.", .memcached, nil), ("shop-1", .memcached, nil), ("shop-1", .memcache, nil),
    ] as [(String, Handler, String?)])
  func chosenIDs(key: String, handler: Handler, id: String?) throws {
    #expect(try form(handler).chosenID(of: Array(key.utf8)[...]).map(Array.init) == id.map { Array($0.utf8) })
  }

  @Test func whatPHPIsToldOfItsIdsCounts() throws {
    #expect(try kind(id, .memcache, ["session.sid_length": "32"]) == .foreign)
    #expect(try kind(id, .memcache, ["session.sid_length": "26"]) == .session(id: 0..<26))
    #expect(try kind(id, .memcache, ["session.sid_bits_per_character": "4"]) == .foreign)
    #expect(try kind(id.uppercased(), .memcache, ["session.sid_bits_per_character": "5"]) == .foreign)
    #expect(try kind(id.uppercased(), .memcache, ["session.sid_bits_per_character": "6"]) == .session(id: 0..<26))
  }
}
