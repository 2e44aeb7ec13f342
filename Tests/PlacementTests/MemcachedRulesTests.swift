import PHPConfiguration
import Placement
import Testing

@Suite("Directives of php-memcached, by release") struct MemcachedRulesTests {
  @Test(
    "A release is known by its line; patches may be named",
    arguments: ["2.2", "2.2.0", "3.0.4", "3.1", "3.1.5", "3.2.0", "3.3.0", "3.3"])
  func known(_ release: String) throws {
    #expect(try memcachedPool("a,b", release: release).nodes.count == 2)
  }

  @Test(arguments: ["", "8.2", "3", "3.4.0", "3.2.x", "3.2.0-1", "2.1.0", "3.2.0.1"])
  func unknown(_ release: String) {
    #expect {
      try memcachedPool("a,b", release: release)
    } throws: { error in
      let error = error as? PoolError
      return error?.kind == .unknown && error?.cure.contains("3.2.0") == true
    }
  }

  @Test(
    "An upgrade moves sessions: prefix, ring and protocol by default",
    arguments: [
      ("2.2.0", "memc.sess.key.", Memcached.Rule.modula, false), ("3.0.4", "memc.sess.", .ketama, true),
      ("3.1.5", "memc.sess.key.", .ketama, true), ("3.2.0", "memc.sess.key.", .ketama, true),
      ("3.3.0", "memc.sess.key.", .ketama, true),
    ])
  func defaults(_ release: String, _ prefix: String, _ rule: Memcached.Rule, _ isBinary: Bool) throws {
    let rules = try memcachedPool("a,b", release: release).memcached
    #expect(rules.placement.keys.prefix == Array(prefix.utf8))
    #expect(rules.placement.distribution.rule == rule)
    #expect(rules.placement.distribution.keyHash == .oneAtATime)
    #expect(rules.isBinary == isBinary)
  }

  @Test("sess_consistent_hash = On is the weighted ring in 2.2, and 3.0 has the unweighted one only")
  func oldRings() throws {
    let on = ["memcached.sess_consistent_hash": "On", "memcached.sess_consistent_hash_type": "ketama_weighted"]
    for (release, isWeighted) in [("2.2.0", true), ("3.0.4", false), ("3.1.5", true), ("3.2.0", true)] {
      let pool = try memcachedPool("a,b", on, release: release)
      #expect(pool.memcached.placement.distribution.isWeighted == isWeighted)
      #expect(pool.codes.contains("MC236") == (release < "3.1"))
    }
  }

  @Test(
    "Locks wait otherwise in each release",
    arguments: [
      ("3.0.4", Duration.milliseconds(1000), Duration.milliseconds(2000), 6),
      ("3.2.0", .milliseconds(150), .milliseconds(150), 6), ("2.2.0", .milliseconds(150), .milliseconds(150), 200),
    ])
  func lockWaits(_ release: String, _ first: Duration, _ longest: Duration, _ tries: Int) throws {
    let locks = try memcachedPool("a,b", release: release).memcached.locks
    #expect(locks.firstWait == first)
    #expect(locks.longestWait == longest)
    #expect(locks.tries == tries)
  }

  @Test(arguments: [
    ([:], Duration.seconds(30)), (["max_execution_time": "5"], .seconds(5)),
    (["memcached.sess_lock_expire": "7", "max_execution_time": "5"], .seconds(7)), (["max_execution_time": "0"], nil),
  ])
  func lockLifetime(_ directives: [String: String], _ lifetime: Duration?) throws {
    let locks = try memcachedPool("a,b", directives).memcached.locks
    #expect(locks.lifetime == lifetime)
    #expect(locks.isLifetimeStated == (directives["memcached.sess_lock_expire"] != nil))
  }

  @Test(
    "More than 30 days is no date in 2.x, so the record is gone at once",
    arguments: [
      ("1440", "3.2.0", Duration.seconds(1440)), ("0", "3.2.0", nil), ("-5", "3.2.0", nil),
      ("3456000", "3.2.0", .seconds(3_456_000)), ("3456000", "2.2.0", .zero), ("2592000", "2.2.0", .seconds(2_592_000)),
    ])
  func dataLifetime(_ value: String, _ release: String, _ lifetime: Duration?) throws {
    let pool = try memcachedPool("a,b", ["session.gc_maxlifetime": value], release: release)
    #expect(pool.memcached.dataLifetime == lifetime)
  }

  @Test(
    "Numbers as PHP reads them",
    arguments: [("2", 2), ("1K", 1024), ("0x2", 2), ("010", 8), (" 3", 3), ("abc", 0), ("2x", 2)])
  func numbers(_ text: String, _ replicas: Int) throws {
    #expect(
      try memcachedPool("a,b", ["memcached.sess_number_of_replicas": text]).memcached.configuredReplicas == replicas)
  }

  @Test(arguments: [
    ("1", true), ("On", true), ("yes", true), ("TRUE", true), ("2", true), ("0", false), ("off", false), ("", false),
  ])
  func booleans(_ text: String, _ isOn: Bool) throws {
    #expect(try memcachedPool("a,b", ["memcached.sess_persistent": text]).memcached.isPersistent == isOn)
  }

  @Test(
    "A refused value leaves the default in force and says both",
    arguments: [
      ("memcached.sess_number_of_replicas", "-1", "0"), ("memcached.sess_server_failure_limit", "-1", "0"),
      ("memcached.sess_lock_wait_min", "-1", "150"), ("memcached.sess_lock_expire", "-1", "0"),
      ("memcached.sess_consistent_hash_type", "Ketama", "ketama"),
    ])
  func refused(_ name: String, _ value: String, _ kept: String) throws {
    let found = try memcachedPool("a,b", [name: value]).diagnostics
    #expect(found.map(\.code) == ["MC237"])
    #expect(found[0].message.contains("\"\(value)\""))
    #expect(found[0].effect.contains("\"\(kept)\""))
  }

  @Test("Credentials force the binary protocol")
  func credentials() throws {
    let text = ["memcached.sess_binary_protocol": "0", "memcached.sess_sasl_username": "u"]
    #expect(try !memcachedPool("a,b", text).memcached.isBinary)
    let both = text.merging(["memcached.sess_sasl_password": "p"]) { $1 }
    #expect(try memcachedPool("a,b", both).memcached.isBinary)
  }

  @Test(
    "Dangerous combinations are told",
    arguments: [
      (["memcached.sess_persistent": "1", "memcached.sess_number_of_replicas": "1"], ["MC101"]),
      (
        ["memcached.sess_persistent": "1", "memcached.sess_number_of_replicas": "1", "memcached.sess_locking": "0"], []
      ),
      (["memcached.sess_persistent": "1"], []),
      (["memcached.sess_number_of_replicas": "1", "memcached.sess_binary_protocol": "0"], ["MC220"]),
      (["memcached.sess_remove_failed_servers": "1"], ["MC225"]),
      (["memcached.sess_remove_failed_servers": "1", "memcached.sess_server_failure_limit": "1"], []),
      (
        [
          "memcached.sess_remove_failed_servers": "1", "memcached.sess_server_failure_limit": "1",
          "memcached.sess_persistent": "1",
        ], ["MC226"]
      ),
      (["max_execution_time": "0"], ["MC227"]),
      (["max_execution_time": "0", "memcached.sess_locking": "0"], []),
      (["memcached.sess_lock_wait": "1"], ["MC236"]),
      (["memcached.sess_binary": "1", "memcached.sess_remove_failed": "1"], ["MC236", "MC236"]),
    ])
  func dangers(_ directives: [String: String], _ codes: [String]) throws {
    #expect(try memcachedPool("a,b", directives).codes == codes)
  }

  @Test(
    "Weights that do nothing are told",
    arguments: [
      ("a:1:2,b", [:], ["MC230"]), ("a:1:2,b:1:2", [:], []),
      ("a:1:2,b", ["memcached.sess_consistent_hash_type": "ketama_weighted"], []),
      ("a,b,c:1:300", ["memcached.sess_consistent_hash_type": "ketama_weighted"], ["MC230", "MC230"]),
    ])
  func weights(_ path: String, _ directives: [String: String], _ codes: [String]) throws {
    #expect(try memcachedPool(path, directives).codes == codes)
  }

  @Test("Copies are the next of the list, in the binary protocol only, each node once")
  func copies() throws {
    func copies(_ directives: [String: String]) throws -> [Int] {
      let placement = try memcachedPool("a,b,c", directives).placement
      var candidates = Candidates()
      placement.place(Array("abc".utf8).span, into: &candidates)
      #expect(candidates.count == placement.copyCount)
      return candidates.indices
    }
    let owner = try copies([:])[0]
    #expect(try copies(["memcached.sess_number_of_replicas": "1"]) == [owner, (owner + 1) % 3])
    #expect(try copies(["memcached.sess_number_of_replicas": "9"]) == [owner, (owner + 1) % 3, (owner + 2) % 3])
    #expect(try copies(["memcached.sess_number_of_replicas": "1", "memcached.sess_binary_protocol": "0"]) == [owner])
  }
}
