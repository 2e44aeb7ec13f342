import Fixtures
import PHPConfiguration
import Placement
import Testing

/// What php-fpm 8.2.35 with memcache 8.0 and memcached 3.2.0 said by `ini_get`.
@Suite("A refused value leaves what a weaker layer says") struct RefusedValuesTests {
  private struct Recorded: Decodable {
    var name: String
    var files: [String: String]
    var values: [String: String?]?
  }

  private func configuration(ini: String, pool: String, userIni: String? = nil) throws -> Configuration {
    var configuration = Configuration()
    configuration.read(ini: SourceText(name: "php.ini", bytes: Array(ini.utf8)))
    try configuration.read(fpm: SourceText(name: "www.conf", bytes: Array(pool.utf8)), pool: "www") { _ in [] }
    if let userIni { configuration.read(userIni: SourceText(name: "/srv/.user.ini", bytes: Array(userIni.utf8))) }
    return configuration
  }

  private func memcache(_ configuration: Configuration) throws -> Pool {
    var configuration = configuration
    configuration.set("session.save_path", to: Array(memcacheServers(9).utf8), from: "test")
    return try Pool(
      configuration: configuration, handler: .memcache, release: Release(value: "8.0", provenance: .stated))
  }

  private func memcached(_ configuration: Configuration) throws -> Pool {
    var configuration = configuration
    configuration.set("session.save_path", to: Array("a,b,c".utf8), from: "test")
    return try Pool(
      configuration: configuration, handler: .memcached, release: Release(value: "3.2.0", provenance: .stated))
  }

  @Test("the recorded case") func recorded() throws {
    let recorded = try #require(
      try Fixtures.lines("php-fpm.jsonl", as: Recorded.self).first { $0.name == "extension-refuses-value" })
    let configuration = try configuration(
      ini: recorded.files["php.ini"] ?? "", pool: recorded.files["pool.d/www.conf"] ?? "")
    let values = try #require(recorded.values)
    #expect(try memcache(configuration).memcache.strategy.rawValue == values["memcache.hash_strategy"])
    let prefix = try memcached(configuration).itemKey(of: "")
    #expect(prefix == values["memcached.sess_prefix"])
  }

  @Test(
    "redundancy, by php.ini, pool and .user.ini",
    arguments: [
      ("3", ["value]=0"], nil, 3), ("3", ["value]=0", "value]=4"], nil, 4),
      ("3", ["value]=4", "admin_value]=0"], nil, 4),
      ("3", ["value]=4", "admin_value]=0"], "R=5\n", 5), ("3", ["value]=4"], "R=5\nR=0\n", 4), ("3", [], "R=0\n", 3),
      ("5\nR=0", [], nil, 2), ("0", ["value]=0"], nil, 2),
    ] as [(String, [String], String?, Int)])
  func redundancy(ini: String, pool: [String], userIni: String?, copies: Int) throws {
    let name = "memcache.session_redundancy"
    func named(_ text: String) -> String {
      text.split(separator: "R", omittingEmptySubsequences: false).joined(separator: name)
    }
    let lines = pool.map { "php_\($0.split(separator: "]")[0])[\(name)]\($0.split(separator: "]")[1])\n" }
    let pool = try memcache(
      configuration(ini: named("R=\(ini)\n"), pool: "[www]\n" + lines.joined(), userIni: userIni.map(named)))
    #expect(pool.placement.copyCount == copies)
    let refusals = pool.diagnostics.filter { $0.code == "MC237" }
    #expect(!refusals.isEmpty && refusals.allSatisfy { $0.effect.hasSuffix("and keeps \"\(copies)\"") })
  }

  @Test("values of php-memcached") func valuesOfMemcached() throws {
    let ini = """
      memcached.sess_consistent_hash_type=ketama_weighted
      memcached.sess_prefix=abc.
      memcached.sess_number_of_replicas=1

      """
    let pool = """
      [www]
      php_value[memcached.sess_consistent_hash_type]=zzz
      php_value[memcached.sess_prefix]="a b"
      php_value[memcached.sess_number_of_replicas]=-1

      """
    let made = try memcached(configuration(ini: ini, pool: pool))
    #expect(made.memcached.placement.distribution.isWeighted)
    #expect(made.itemKey(of: "") == "abc.")
    #expect(made.memcached.configuredReplicas == 1)
    let refusals = made.diagnostics.filter { $0.code == "MC237" }
    #expect(Set(refusals.map(\.effect)) == ["PHP keeps \"ketama_weighted\"", "PHP keeps \"abc.\"", "PHP keeps \"1\""])
    #expect(refusals.allSatisfy { $0.location.source == "www.conf" })
  }
}
