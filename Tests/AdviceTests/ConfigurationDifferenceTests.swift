import Advice
import PHPConfiguration
import Placement
import Testing

@Suite("What web servers say differently") struct ConfigurationDifferenceTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let aspect: ConfigurationDifference.Aspect
    let severity: Diagnostic.Severity
    let a: String
    let b: String
    var testDescription: String { "\(aspect.rawValue) \(severity)" }

    init(_ aspect: ConfigurationDifference.Aspect, _ severity: Diagnostic.Severity, _ a: String, _ b: String) {
      (self.aspect, self.severity, self.a, self.b) = (aspect, severity, a, b)
    }
  }

  private static let two = "tcp://a1:1, tcp://b1:1"
  private static let list = "a1:1,b1:1"

  @Test(arguments: [
    Case(.handler, .critical, ini(.memcache, two), ini(.memcached, list)),
    Case(.servers, .critical, ini(.memcache, two), ini(.memcache, two + ", tcp://c1:1")),
    Case(.spelling, .critical, ini(.memcached, "localhost:1,b1:1"), ini(.memcached, "127.0.0.1:1,b1:1")),
    Case(
      .spelling, .info, ini(.memcached, "B1:1,a1:1", "memcached.sess_consistent_hash = Off"),
      ini(.memcached, "b1:1,a1:1", "memcached.sess_consistent_hash = Off")),
    Case(.spelling, .info, ini(.memcached, "localhost:1"), ini(.memcached, "127.0.0.1:1")),
    Case(
      .order, .critical, ini(.memcache, two, "memcache.hash_strategy = standard"),
      ini(.memcache, "tcp://b1:1, tcp://a1:1", "memcache.hash_strategy = standard")),
    Case(.order, .info, ini(.memcache, two), ini(.memcache, "tcp://b1:1, tcp://a1:1")),
    Case(
      .order, .warning, ini(.memcached, "a1:1,b1:1,c1:1", "memcached.sess_number_of_replicas = 1"),
      ini(.memcached, "a1:1,c1:1,b1:1", "memcached.sess_number_of_replicas = 1")),
    // Every server has every copy in either order.
    Case(
      .order, .info, ini(.memcached, list, "memcached.sess_number_of_replicas = 1"),
      ini(.memcached, "b1:1,a1:1", "memcached.sess_number_of_replicas = 1")),
    Case(.weights, .critical, ini(.memcache, two), ini(.memcache, "tcp://a1:1?weight=3, tcp://b1:1")),
    Case(.weights, .info, ini(.memcached, list), ini(.memcached, "a1:1:3,b1:1")),
    Case(.key, .critical, ini(.memcached, list), ini(.memcached, list, "memcached.sess_prefix = x.")),
    Case(.hashFunction, .critical, ini(.memcache, two), ini(.memcache, two, "memcache.hash_function = fnv")),
    Case(
      .hashFunction, .info, ini(.memcache, "tcp://a1:1"), ini(.memcache, "tcp://a1:1", "memcache.hash_function = fnv")),
    Case(.distribution, .critical, ini(.memcache, two), ini(.memcache, two, "memcache.hash_strategy = standard")),
    Case(
      .distribution, .critical, ini(.memcached, list),
      ini(.memcached, list, "memcached.sess_consistent_hash_type = ketama_weighted")),
    Case(.copies, .warning, ini(.memcache, two), ini(.memcache, two, "memcache.session_redundancy = 1")),
    Case(
      .protocolInUse, .warning, ini(.memcached, list, "memcached.sess_number_of_replicas = 1"),
      ini(.memcached, list, "memcached.sess_number_of_replicas = 1", "memcached.sess_binary_protocol = Off")),
    Case(.protocolInUse, .info, ini(.memcached, list), ini(.memcached, list, "memcached.sess_binary_protocol = Off")),
    Case(
      .release, .warning, ini(.memcache, two, "mcpool.extension_release = 8.0"),
      ini(.memcache, two, "mcpool.extension_release = 8.2")),
    Case(
      .release, .info, ini(.memcache, two, "mcpool.extension_release = 8.0"),
      ini(.memcache, two, "mcpool.extension_release = 4.0.5.2")),
    Case(.lifetime, .warning, ini(.memcache, two), ini(.memcache, two, "session.gc_maxlifetime = 7200")),
    Case(.lifetime, .warning, ini(.memcache, two), ini(.memcache, two, "session.gc_maxlifetime = 9999999999999999")),
    Case(
      .lockTimes, .info, ini(.memcached, list), ini(.memcached, list, "memcached.sess_lock_expire = 9999999999999999")),
    Case(.locking, .warning, ini(.memcached, list), ini(.memcached, list, "memcached.sess_locking = Off")),
    Case(.lockTimes, .info, ini(.memcache, two), ini(.memcache, two, "memcache.lock_timeout = 60")),
    Case(.serializer, .critical, ini(.memcache, two), ini(.memcache, two, "session.serialize_handler = igbinary")),
    Case(.cookie, .warning, ini(.memcache, two), ini(.memcache, two, "session.name = SHOP")),
    Case(
      .failures, .warning, ini(.memcached, list), ini(.memcached, list, "memcached.sess_remove_failed_servers = On")),
    Case(.touch, .info, ini(.memcached, list), ini(.memcached, list, "session.lazy_write = Off")),
    Case(.strictMode, .info, ini(.memcached, list), ini(.memcached, list, "session.use_strict_mode = On")),
  ])
  func difference(_ example: Case) throws {
    let comparison = PoolComparison([
      try comparedPool(example.a, name: "a.ini"), try comparedPool(example.b, name: "b.ini"),
    ])
    let found = try #require(comparison.differences.first { $0.aspect == example.aspect })
    #expect(found.severity == example.severity)
    #expect(found.values.map(\.pool) == [0, 1] && found.values[0].text != found.values[1].text)
    #expect(comparison.agree == (comparison.differences.map(\.severity).max() == .info))
  }

  @Test("Two copies of one file agree, and so do files that only look different")
  func nothing() throws {
    let same = PoolComparison([
      try comparedPool(ini(.memcached, "a1:11211,b1:1")), try comparedPool(ini(.memcached, "a1,b1:1:1")),
    ])
    #expect(same.agree && same.differences.isEmpty && same.disagreement == 0 && same.isExact && same.sample == 0)
  }

  @Test(
    "Cookies have the name that PHP takes",
    arguments: [
      ("123", true), ("\" 1e3\"", true), ("\"\"", true), ("\"-.5\"", true), ("\"5.\"", true), ("1e", false),
      ("0x1A", false), ("\"1 2\"", false), ("PHPSESSID", true),
    ])
  func cookies(_ name: String, _ isUsual: Bool) throws {
    let comparison = PoolComparison([
      try comparedPool(ini(.memcache, Self.two)), try comparedPool(ini(.memcache, Self.two, "session.name = \(name)")),
    ])
    #expect(comparison.differences.contains { $0.aspect == .cookie } == !isUsual)
    #expect(comparison.agree == isUsual)
  }

  @Test("A value has the line in which it stands, and none where nothing sets it")
  func locations() throws {
    let comparison = PoolComparison([
      try comparedPool(ini(.memcache, Self.two), name: "a.ini"),
      try comparedPool(ini(.memcache, Self.two, "", "session.gc_maxlifetime = 60"), name: "b.ini"),
    ])
    let values = try #require(comparison.differences.first { $0.aspect == .lifetime }).values
    #expect(values.map(\.text) == ["1440 s", "60 s"])
    #expect(values[0].location == nil)
    #expect(values[1].location == SourceLocation(source: "b.ini", line: 4))
  }

  @Test("Of three, the one that is alone is found in each of its pairs, and the whole counts the sessions once")
  func three() throws {
    let alike = ini(.memcached, Self.list)
    let other = ini(.memcached, "a1:1,b1:1,c1:1")
    let comparison = PoolComparison([try comparedPool(alike), try comparedPool(alike), try comparedPool(other)])
    #expect(comparison.pairs.map { [$0.a, $0.b] } == [[0, 1], [0, 2], [1, 2]])
    #expect(comparison.pairs.map { $0.diff.ownersShare > 0 } == [false, true, true])
    #expect(abs(comparison.disagreement - comparison.pairs[1].diff.ownersShare) < 0.02)
  }
}
