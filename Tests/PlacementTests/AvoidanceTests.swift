import Placement
import Testing

@Suite("How long PHP writes past a node that answers again") struct AvoidanceTests {
  private func memcache(_ servers: [String], _ directives: [String: String] = [:]) throws -> Avoidance {
    let path = servers.map { "tcp://" + $0 }.joined(separator: ",")
    return try memcachePool(path).avoidance(memcacheConfiguration(path, directives))
  }

  private func memcached(_ directives: [String: String]) throws -> Avoidance {
    let path = "10.0.0.1:11211,10.0.0.2:11211"
    return try memcachedPool(path, directives).avoidance(memcacheConfiguration(path, directives))
  }

  private func isEndless(_ avoidance: Avoidance, _ word: String) -> Bool {
    if case .untilRestart(let why) = avoidance { why.contains(word) } else { false }
  }

  @Test("A request avoids it to its own end: 30 s where nothing is said")
  func request() throws {
    #expect(try memcache(["10.0.0.1:11211"]) == .atMost(.seconds(30)))
    #expect(try memcache(["10.0.0.1:11211"], ["max_execution_time": "5"]) == .atMost(.seconds(5)))
    #expect(try memcached([:]) == .atMost(.seconds(30)))
    #expect(try memcached(["max_execution_time": "1"]) == .atMost(.seconds(1)))
  }

  @Test("A request without an end may write past it for ever", arguments: ["0", "-1"])
  func endless(_ seconds: String) throws {
    #expect(isEndless(try memcache(["10.0.0.1:11211"], ["max_execution_time": seconds]), "max_execution_time"))
    #expect(isEndless(try memcached(["max_execution_time": seconds]), "max_execution_time"))
  }

  @Test("A persistent worker of pecl/memcache comes back after the longest retry_interval")
  func retryInterval() throws {
    let servers = ["10.0.0.1:11211?persistent=1&retry_interval=90", "10.0.0.2:11211?persistent=1&retry_interval=7"]
    #expect(try memcache(servers) == .atMost(.seconds(90)))
    #expect(try memcache(servers, ["max_execution_time": "120"]) == .atMost(.seconds(120)))
    #expect(
      try memcache(["10.0.0.1:11211?persistent=1&retry_interval=7"], ["max_execution_time": "1"])
        == .atMost(.seconds(7)))
  }

  @Test("Connections that end with the request have no retry_interval to wait for")
  func withoutPersistence() throws {
    #expect(
      try memcache(["10.0.0.1:11211?retry_interval=90"], ["max_execution_time": "5"]) == .atMost(.seconds(5)))
    #expect(
      try memcache(["10.0.0.1:11211?retry_interval=-1"], ["max_execution_time": "5"]) == .atMost(.seconds(5)))
  }

  @Test("With a negative retry_interval a persistent worker never comes back, to whichever server has it")
  func negative() throws {
    let servers = ["10.0.0.1:11211?persistent=1", "10.0.0.2:11211?persistent=1&retry_interval=-1"]
    #expect(isEndless(try memcache(servers), "retry_interval is negative"))
  }

  @Test("libmemcached comes back after two seconds, and never where failed servers are removed from a worker's ring")
  func libmemcached() throws {
    let persistent = ["memcached.sess_persistent": "1", "max_execution_time": "1"]
    #expect(try memcached(persistent) == .atMost(.seconds(2)))
    let removing = ["memcached.sess_remove_failed_servers": "1"]
    #expect(try memcached(removing) == .atMost(.seconds(30)))
    #expect(isEndless(try memcached(persistent.merging(removing) { $1 }), "sess_remove_failed_servers"))
  }
}
