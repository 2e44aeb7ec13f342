import PHPConfiguration
import Placement
import Testing

@Suite("A pool is made from a configuration") struct MemcachePoolConfigurationTests {
  @Test func handlerFromTheConfiguration() throws {
    let pool = try Pool(
      configuration: memcacheConfiguration("tcp://a:1", ["session.save_handler": "memcache"]), release: nil)
    #expect(pool.handler == .memcache)
    #expect(pool.release == Release(value: "8.2", provenance: .assumed))
    #expect(pool.codes == ["MC301"])
    #expect(pool.savePath.text == "tcp://a:1")
  }

  @Test(arguments: ["files", "redis", nil])
  func otherHandlers(handler: String?) {
    let configuration = memcacheConfiguration("tcp://a:1", handler.map { ["session.save_handler": $0] } ?? [:])
    #expect {
      try Pool(configuration: configuration)
    } throws: { error in
      let error = error as? PoolError
      return error?.kind == .refused && error?.message.contains(handler ?? "not set") == true
    }
  }

  @Test func statedReleaseWins() throws {
    let configuration = memcacheConfiguration("tcp://a:1", ["mcpool.extension_release": "8.0"])
    let read = Release(value: "8.2", provenance: .read)
    let stated = try Pool(configuration: configuration, handler: .memcache, release: read)
    #expect(stated.release == Release(value: "8.0", provenance: .stated))
    #expect(stated.diagnostics.isEmpty)
    let given = try Pool(configuration: memcacheConfiguration("tcp://a:1"), handler: .memcache, release: read)
    #expect(given.release == read)
  }
}
