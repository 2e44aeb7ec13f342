import Advice
import FoundationEssentials
import LiveTrait
import LocalPool
import Placement
import Testing

/// What the rules say of nodes that fail, hang and come back, seen of PHP 8.2 with memcache 8.0 and memcached 3.2.0.
@Suite("What rules claim of PHP while nodes fail", .live, .timeLimit(.minutes(3))) struct FailureRuleLiveTests {
  private static let all = LiveLab.ids.count

  @Test("MC101: on a healthy pool users get the sessions of others, or none")
  func mixedAnswers() async throws {
    try await LiveLab.with { lab in
      let bad = lab.ini(
        .memcached, "memcached.sess_persistent = On", "memcached.sess_number_of_replicas = 1", finds: "MC101")
      let pages = try await lab.worker(bad) { php in
        _ = try await php.write(1)
        return try await php.look()
      }
      #expect(pages.contains { $0.isForeign || $0.version != 1 })
      let good = try await lab.worker(lab.ini(.memcached, "memcached.sess_persistent = On")) { php in
        _ = try await php.write(2)
        return try await php.look()
      }
      #expect(good.allSatisfy { !$0.isForeign && $0.version == 2 })
    }
  }

  @Test("MC210: what comes back is read before newer copies, and with memcache written over them")
  func oldCopies() async throws {
    try await LiveLab.with { lab in
      let text = lab.ini(.memcache, finds: "MC210")
      try await lab.worker(text) { php in
        _ = try await php.write(1)
        try await lab.relays[0].cut()
        _ = try await php.write(2)
        try await lab.join(0)
        let stale = try await php.look().filter { $0.version == 1 }.map(\.session)
        #expect(!stale.isEmpty)
        try await lab.relays[0].cut()
        let mirrors = try await php.look()
        #expect(stale.allSatisfy { number in mirrors.contains { $0.session == number && $0.version == 1 } })
      }
      try await lab.join(0)
      let replicas = lab.ini(
        .memcached, "memcached.sess_number_of_replicas = 1", "memcached.sess_locking = Off", finds: "MC210")
      try await lab.worker(replicas) { php in
        _ = try await php.write(1)
        try await lab.relays[0].cut()
        _ = try await php.write(2)
        try await lab.join(0)
        #expect(try await php.look().contains { $0.version == 1 })
      }
    }
  }

  @Test("MC214: another order of the same servers moves sessions, and no ring does")
  func otherOrder() async throws {
    try await LiveLab.with { lab in
      let cases: [(Handler, String, String?, Int)] = [
        (.memcache, "memcache.hash_strategy = standard", "MC214", 0),
        (.memcache, "memcache.hash_strategy = consistent", nil, Self.all),
        (.memcached, "memcached.sess_consistent_hash = Off", "MC214", 0),
        (.memcached, "memcached.sess_consistent_hash = On", nil, Self.all),
      ]
      for (number, (handler, line, code, kept)) in cases.enumerated() {
        let rest = ["memcache.session_redundancy = 1", "memcached.sess_locking = Off"]
        let old = lab.ini(handler, line, rest[0], rest[1], finds: code)
        let new = lab.ini(handler, line, rest[0], rest[1], path: lab.path(handler, turned: true))
        _ = try await lab.worker(old) { php in try await php.write(number + 1) }
        let pages = try await lab.worker(new) { php in try await php.look() }
        #expect(pages.count(version: number + 1) == kept, "\(line)")
      }
    }
  }

  @Test("MC216, MC217: a worker with persistent connections avoids a node that is well again")
  func avoidance() async throws {
    try await LiveLab.with { lab in
      func text(_ interval: Int, _ code: String) -> String {
        let behind = "?persistent=1&retry_interval=\(interval)"
        return lab.ini(
          .memcache, "memcache.session_redundancy = 1", path: lab.path(.memcache, [behind, behind]), finds: code)
      }
      let one = "memcache.session_redundancy = 1"
      _ = try await lab.worker(lab.ini(.memcache, one)) { php in try await php.write(1) }
      let (long, never, short) = (text(3600, "MC216"), text(-1, "MC217"), text(1, "MC216"))
      try await lab.worker(long) { long in
        try await lab.worker(never) { never in
          try await lab.worker(short) { short in
            for php in [long, never, short] { #expect(try await php.look().count(version: 1) == Self.all) }
            try await lab.relays[0].cut()
            for php in [long, never, short] { #expect(try await php.look().count(version: 1) < Self.all) }
            try await lab.join(0)
            while try await short.look().count(version: 1) < Self.all { try await Task.sleep(for: .milliseconds(50)) }
            for php in [long, never] { #expect(try await php.look().count(version: 1) < Self.all) }
          }
        }
      }
      let others = try await lab.worker(lab.ini(.memcache, one)) { php in try await php.look() }
      #expect(others.count(version: 1) == Self.all)
    }
  }

  @Test("MC218: each page pays the timeout of a node that hangs")
  func hanging() async throws {
    try await LiveLab.with { lab in
      try await lab.worker(lab.ini(.memcache, finds: "MC218"), ids: [LiveLab.ids[0]]) { php in
        _ = try await php.write(1)
        try await lab.servers[0].freezeAndWait()
        for _ in 0..<2 {
          let page = try #require(try await php.look().first)
          #expect(page.ended - page.began > 0.9 && page.version == 1)
        }
      }
    }
  }

  @Test("MC219: the page after session_abort() waits until the lock ends")
  func abandonedLock() async throws {
    try await LiveLab.with { lab in
      _ = lab.ini(.memcache, finds: "MC219")
      // The same in two seconds instead of fifteen.
      try await lab.worker(lab.ini(.memcache, "memcache.lock_timeout = 2"), ids: [LiveLab.ids[0]]) { php in
        _ = try await php.write(1)
        let left = try #require(try await php.abort().first)
        let page = try #require(try await php.look().first)
        // The server counts whole seconds. However long this process took in between, the lock was waited for.
        #expect(page.ended - left.began > 0.9 && page.version == 1)
      }
    }
  }

  @Test("MC222: a page that changes nothing refreshes no replica")
  func agingReplicas() async throws {
    try await LiveLab.with { lab in
      let common = ["memcached.sess_number_of_replicas = 1", "memcached.sess_locking = Off"]
      let ids = [LiveLab.ids[0]]
      let key = "memc.sess.key." + String(decoding: ids[0], as: UTF8.self)
      for (lazy, refreshed) in [("On", 1), ("Off", 2)] {
        let old = lab.ini(.memcached, common[0], common[1], "session.gc_maxlifetime = 1000")
        _ = try await lab.worker(old, ids: ids) { php in try await php.write(1) }
        let new = lab.ini(
          .memcached, common[0], common[1], "session.gc_maxlifetime = 5000", "session.lazy_write = \(lazy)",
          finds: lazy == "On" ? "MC222" : nil)
        #expect(try await lab.worker(new, ids: ids) { php in try await php.look() }.count(version: 1) == 1)
        var lifetimes: [Int] = []
        for server in 0..<2 { lifetimes.append(try #require(try await lab.lifetime(of: key, on: server))) }
        #expect(lifetimes.count { $0 > 1000 } == refreshed, "\(lifetimes)")
      }
    }
  }

  @Test("MC223: all requests of one second read the same copy, and that is not always the session's own node")
  func randomReads() async throws {
    try await LiveLab.with { lab in
      let text = lab.ini(
        .memcached, "memcached.sess_number_of_replicas = 1", "memcached.sess_randomize_replica_read = On",
        "memcached.sess_locking = Off", "session.use_cookies = 0", "session.cache_limiter = \"\"", finds: "MC223")
      _ = try await lab.worker(text, ids: [LiveLab.ids[0]]) { php in try await php.write(1) }
      let ended = try await lab.php.run(
        #"""
        function gets($port) {
          $s = fsockopen('127.0.0.1', (int)$port); fwrite($s, "stats\r\n");
          while (($line = fgets($s)) !== false && trim($line) != 'END')
            if (str_starts_with($line, 'STAT cmd_get ')) $gets = (int)substr($line, 13);
          return $gets;
        }
        // The reads of each second that lay within it as a whole, until either server has had one.
        $seen = [0, 0];
        for ($end = time() + 60; time() < $end && min($seen) == 0; usleep(50000)) {
          $before = [gets($argv[2]), gets($argv[3])];
          $second = time();
          for ($read = 0; $read < 5; $read++) { session_id($argv[1]); session_start(); session_abort(); }
          if (time() != $second) continue;
          $now = [gets($argv[2]) - $before[0], gets($argv[3]) - $before[1]];
          if (max($now) != 5 || min($now) != 0) { $seen = $now; break; }
          $seen = [$seen[0] + $now[0], $seen[1] + $now[1]];
        }
        echo json_encode([$seen, $now]);
        """#, ini: text, [String(decoding: LiveLab.ids[0], as: UTF8.self)] + lab.servers.map { String($0.port) })
      let seen = try #require(try? JSONDecoder().decode([[Int]].self, from: Data(ended.output.utf8)), "\(ended)")
      #expect(seen[1].sorted() == [0, 5] && seen[0].allSatisfy { $0 > 0 }, "\(seen)")
    }
  }
}
