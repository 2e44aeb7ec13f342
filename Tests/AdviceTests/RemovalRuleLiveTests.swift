import Advice
import LiveTrait
import LocalPool
import Placement
import Testing

/// What the rules say of memcached's servers that are removed, weighed, waited for or looked up strictly, and of weights
/// and settings that memcache takes otherwise than they look.
@Suite("What rules claim of PHP's settings", .live, .timeLimit(.minutes(3))) struct RemovalRuleLiveTests {
  private static let all = LiveLab.ids.count
  private static let thousand = (0..<1000).map {
    Array("\($0)lab".utf8) + Array(repeating: UInt8(ascii: "a"), count: 22)
  }

  @Test("MC225: without a limit of 1 nothing is removed")
  func removal() async throws {
    try await LiveLab.with { lab in
      _ = try await lab.worker(lab.ini(.memcached)) { php in try await php.write(1) }
      try await lab.relays[0].cut()
      func started(_ lines: String..., finds code: String? = nil) async throws -> Set<Int> {
        let text = lab.ini(.memcached, lines.joined(separator: "\n"), finds: code)
        return try await lab.worker(text) { php in try await php.look() }.started
      }
      let off = try await started()
      #expect(off.count < Self.all)
      #expect(try await started("memcached.sess_remove_failed_servers = On", finds: "MC225") == off)
      let one = try await started(
        "memcached.sess_remove_failed_servers = On", "memcached.sess_server_failure_limit = 1")
      #expect(one.isStrictSuperset(of: off))
    }
  }

  @Test("MC226: a worker that keeps connections never takes a removed node back")
  func rejoin() async throws {
    try await LiveLab.with { lab in
      let keeps = ["memcached.sess_persistent = On", "memcached.sess_locking = Off"]
      let removing = lab.ini(
        .memcached, keeps[0], keeps[1], "memcached.sess_remove_failed_servers = On",
        "memcached.sess_server_failure_limit = 1", finds: "MC226")
      try await lab.worker(removing) { removing in
        try await lab.worker(lab.ini(.memcached, keeps[0], keeps[1])) { control in
          _ = try await control.write(1)
          #expect(try await removing.look().count(version: 1) == Self.all)
          try await lab.relays[0].cut()
          for php in [removing, control] { #expect(try await php.look().count(version: 1) < Self.all) }
          try await lab.join(0)
          // Two seconds later both have the node in their rings again.
          while try await control.look().count(version: 1) < Self.all { try await Task.sleep(for: .milliseconds(50)) }
          while try await removing.look().started.count == Self.all { try await Task.sleep(for: .milliseconds(50)) }
          #expect(try await removing.look().started.count < Self.all)
          #expect(try await control.look().count(version: 1) == Self.all)
        }
      }
    }
  }

  @Test("MC230: ketama ignores weights, and ketama_weighted gives a small one nothing")
  func weights() async throws {
    try await LiveLab.with { lab in
      let path = lab.path(.memcached, ["", ":100"])
      for (ring, isEmpty) in [("ketama", false), ("ketama_weighted", true)] {
        let text = lab.ini(
          .memcached, "memcached.sess_locking = Off", "memcached.sess_consistent_hash_type = \(ring)", path: path,
          finds: "MC230")
        for server in lab.servers { try await lab.php.flush(server) }
        // By its weight the small one would have ten of them.
        _ = try await lab.worker(text, ids: Self.thousand) { php in try await php.write(1) }
        let count = try #require(try await lab.itemCount(on: 0))
        #expect((count == 0) == isEmpty, "\(ring): \(count)")
      }
    }
  }

  @Test("MC215: the slots behind the last one that is reached, half of all")
  func slots() async throws {
    try await LiveLab.with { lab in
      let text = lab.ini(
        .memcache, "memcache.hash_strategy = standard", "memcache.session_redundancy = 1",
        path: lab.path(.memcache, ["?weight=32768", "?weight=32768"]), finds: "MC215")
      let pages = try await lab.worker(text) { php in
        _ = try await php.write(1)
        return try await php.look()
      }
      #expect(pages.count(version: 1) == Self.all)
      #expect(try await lab.itemCount(on: 1) == 0)
    }
  }

  @Test("MC207, MC302: another spelling of a server is another server", arguments: [Handler.memcache, .memcached])
  func spellings(_ handler: Handler) async throws {
    try await LiveLab.with { lab in
      func text(_ name: String, finds code: String?) -> String {
        let one = handler == .memcache ? "memcache.session_redundancy = 1" : "memcached.sess_locking = Off"
        let path = lab.path(handler).replacing("127.0.0.1", with: name)
        return lab.ini(handler, one, path: path, finds: code)
      }
      _ = try await lab.worker(text("localhost", finds: "MC207")) { php in try await php.write(1) }
      for (name, code) in [("127.0.0.1", "MC207"), ("LOCALHOST", "MC302")] {
        let pages = try await lab.worker(text(name, finds: code)) { php in try await php.look() }
        #expect(pages.count(version: 1) < Self.all, "\(name)")
      }
    }
  }

  @Test("MC211, MC212: what is no number of copies")
  func redundancy() async throws {
    try await LiveLab.with { lab in
      _ = lab.ini(.memcache, "memcache.allow_failover = 1", finds: "MC212")
      _ = lab.ini(.memcache, "memcache.redundancy = 2", finds: "MC212")
      func kept(_ lines: String..., finds code: String? = nil) async throws -> Int {
        try await lab.worker(lab.ini(.memcache, lines.joined(separator: "\n"), finds: code)) { php in
          _ = try await php.write(1)
          try await lab.relays[0].cut()
          let pages = try await php.look()
          try await lab.join(0)
          return pages.count(version: 1)
        }
      }
      let one = "memcache.session_redundancy = 1"
      let failover = try await kept(one, "memcache.allow_failover = 1", "memcache.redundancy = 2")
      #expect(failover < Self.all)
      #expect(try await kept(one, "memcache.allow_failover = 0", "memcache.redundancy = 1") == failover)
      #expect(try await kept("memcache.session_redundancy = 3", finds: "MC211") == Self.all)
    }
  }

  @Test("MC233: more than thirty days are sent as a date")
  func longLife() async throws {
    try await LiveLab.with { lab in
      let text = lab.ini(.memcached, "session.gc_maxlifetime = 3456000", path: lab.relays[0].name, finds: "MC233")
      _ = try await lab.worker(text, ids: [LiveLab.ids[0]]) { php in try await php.write(1) }
      let key = "memc.sess.key." + String(decoding: LiveLab.ids[0], as: UTF8.self)
      #expect(try #require(try await lab.lifetime(of: key, on: 0)) > 3_000_000)
    }
  }

  @Test("MC232: a connect timeout of 0 is four seconds on a node that gives no sign of life")
  func patience() async throws {
    try await LiveLab.with { lab in
      try await lab.relays[0].fallSilent()
      func seconds(_ timeout: Int, finds code: String? = nil) async throws -> Double {
        let text = lab.ini(
          .memcached, "memcached.sess_connect_timeout = \(timeout)", "memcached.sess_locking = Off",
          path: lab.relays[0].name, finds: code)
        let pages = try await lab.worker(text, ids: [LiveLab.ids[0]]) { php in try await php.look() }
        let page = try #require(pages.first)
        #expect(!page.isStarted)
        return page.ended - page.began
      }
      #expect(try await seconds(0, finds: "MC232") > 3.5)
      #expect(try await seconds(250) < 3.5)
    }
  }

  @Test("MC235: strict mode makes a logout of a glitch")
  func strictMode() async throws {
    try await LiveLab.with { lab in
      let free = "memcached.sess_locking = Off"
      for (strict, code) in [("Off", nil), ("On", "MC235")] {
        let text = lab.ini(.memcached, free, "session.use_strict_mode = \(strict)", finds: code)
        _ = try await lab.worker(lab.ini(.memcached, free)) { php in try await php.write(1) }
        try await lab.worker(text) { php in
          #expect(try await php.look().count(version: 1) == Self.all)
          try await lab.relays[0].cut()
          let during = try await php.look()
          #expect(during.contains { $0.id != LiveLab.ids[$0.session] } == (strict == "On"))
          try await lab.join(0)
          let after = try await php.look()
          #expect((after.count(version: 1) < Self.all) == (strict == "On"))
        }
      }
    }
  }
}
