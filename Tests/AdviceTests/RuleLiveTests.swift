import Advice
import LiveTrait
import LocalPool
import PHPConfiguration
import Placement
import Testing

/// What the rules say of PHP, seen of PHP: the installed 8.2 with memcache 8.0 and memcached 3.2.0.
@Suite("What rules claim of PHP", .live, .timeLimit(.minutes(3))) struct RuleLiveTests {
  private static let ids = (0..<10).map { String(repeating: String(UnicodeScalar(UInt8(97 + $0))), count: 26) }

  /// A php.ini that has a finding of this code.
  private func ini(
    _ handler: Handler, _ path: String, _ lines: String..., finds code: String? = nil,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) -> String {
    let text = (["session.save_handler = \(handler.rawValue)", "session.save_path = \"\(path)\""] + lines)
      .joined(separator: "\n")
    if let code {
      let found = lint(text, release: handler == .memcache ? "8.0" : "3.2.0").findings.map(\.code)
      #expect(found.contains(code), "\(found)", sourceLocation: sourceLocation)
    }
    return text
  }

  @Test("MC102, MC106, MC108: the process dies")
  func dies() async throws {
    try await LivePHP.with { php in
      let empty = try await php.visit("abc", ini: ini(.memcache, "", finds: "MC102"))
      #expect(empty.ended.signal != nil)
      let host = String(repeating: "h", count: 1100)
      let long = try await php.visit("abc", ini: ini(.memcached, "\(host):1", finds: "MC108"))
      #expect(long.ended.signal != nil)
      let cutting = ini(
        .memcache, "tcp://127.0.0.1:1", "memcache.session_prefix_host_key = 1",
        "memcache.session_prefix_host_key_remove_subdomain = 1", finds: "MC106")
      #expect(try await php.visit("abc", ini: cutting, serverName: "a.b.c.example.org").ended.signal != nil)
      #expect(try await php.visit("abc", ini: cutting, serverName: "www.example.org").ended.signal == nil)
    }
  }

  @Test("MC103 to MC105: the write never ends", arguments: ["MC103", "MC104", "MC105"])
  func hangs(_ code: String) async throws {
    try await withMemcached { (server: LocalMemcached) async throws -> Void in
      try await LivePHP.with { (php: LivePHP) async throws -> Void in
        let one = "tcp://\(server.name)"
        let text =
          switch code {
          case "MC103": ini(.memcache, "\(one), \(one)", finds: code)
          case "MC104":
            ini(
              .memcache, "\(one)?weight=32768, tcp://127.0.0.1:1", "memcache.hash_strategy = standard", finds: code)
          default: ini(.memcache, "\(one), unix:///nowhere?weight=0", finds: code)
          }
        #expect(try await php.visit("abc", ini: text, value: "x").ended.signal != nil)
        #expect(try await php.keeps("abc", ini: ini(.memcache, one)))
      }
    }
  }

  @Test("MC107, MC229: prefixes that are too long")
  func prefixes() async throws {
    try await withMemcached { (server: LocalMemcached) async throws -> Void in
      try await LivePHP.with { (php: LivePHP) async throws -> Void in
        let id = String(repeating: "a", count: 32)
        func memcache(_ length: Int, _ code: String?) -> String {
          ini(
            .memcache, "tcp://\(server.name)",
            "memcache.session_prefix_static_key = \(String(repeating: "p", count: length))", finds: code)
        }
        #expect(try await !php.keeps(id, ini: memcache(214, "MC107")))
        #expect(try await php.keeps(id, ini: memcache(213, nil)))

        let prefix = String(repeating: "p", count: 128)
        #expect(
          try await php.keeps(
            "dropped", ini: ini(.memcached, server.name, "memcached.sess_prefix = \(prefix)", finds: "MC229")))
        #expect(try await php.version(of: "dropped", on: server) != nil)
        let fits = String(prefix.dropLast())
        #expect(try await php.keeps("kept", ini: ini(.memcached, server.name, "memcached.sess_prefix = \(fits)")))
        #expect(try await php.version(of: fits + "kept", on: server) != nil)
      }
    }
  }

  @Test("MC109, MC236, MC237: values that PHP does not take as they stand")
  func values() async throws {
    try await LivePHP.with { php in
      let cut = """
        session.save_handler = memcache
        session.save_path = tcp://10.0.0.1:11211?weight=1
        memcache.session_redundancy = 3
        """
      #expect(lint(cut, release: "8.0").findings.contains { $0.code == "MC109" })
      let show = "foreach (array_slice($argv, 1) as $n) echo ini_get($n), \"\\n\";"
      let seen = try await php.run(show, ini: cut, ["session.save_path", "memcache.session_redundancy"])
      #expect(seen.output == "tcp://10.0.0.1:11211?weight\n2\n")
      let refused = ini(.memcache, "tcp://127.0.0.1:1", "memcache.session_redundancy = 0", finds: "MC237")
      #expect(try await php.run(show, ini: refused, ["memcache.session_redundancy"]).output == "2\n")
      let old = ini(.memcached, "127.0.0.1:1", "memcached.sess_binary = Off", finds: "MC236")
      #expect(
        try await php.run(show, ini: old, ["memcached.sess_binary", "memcached.sess_binary_protocol"]).output == "\n1\n"
      )
    }
  }

  @Test("MC110, MC201 to MC206: lists of servers that are read otherwise")
  func lists() async throws {
    try await withMemcached { server in
      try await LivePHP.with { php in
        let name = server.name
        func check(_ text: String, keeps: Bool, sourceLocation: Testing.SourceLocation = #_sourceLocation) async throws
        {
          #expect(try await php.keeps("abc", ini: text) == keeps, sourceLocation: sourceLocation)
        }
        try await check(ini(.memcache, "\(name)?weight=2", finds: "MC110"), keeps: false)
        try await check(ini(.memcached, "tcp://\(name)", finds: "MC110"), keeps: false)
        try await check(ini(.memcache, "tcp://127.0.0.1", finds: "MC202"), keeps: false)
        try await check(ini(.memcached, "127.0.0.1:\(Int(server.port) + 65536)", finds: "MC203"), keeps: true)
        try await check(ini(.memcached, "  \(name)", finds: "MC204"), keeps: false)
        try await check(ini(.memcached, "\(name):x", finds: "MC203"), keeps: true)
        try await check(ini(.memcached, "\(name)?weight=2", finds: "MC203"), keeps: true)
        try await check(ini(.memcached, "--SERVER=\(name)", finds: "MC205"), keeps: false)
        // A weight of 0 would be refused.
        try await check(ini(.memcache, "tcp://\(name)?timeout=1&amp;weight=0", finds: "MC206"), keeps: true)
        try await check(ini(.memcache, "tcp://\(name)?timeout=1&weight=0"), keeps: false)
        let persistent = ini(.memcached, "PERSISTENT=x \(name)", finds: "MC205")
        let refused = try await php.visit("abc", ini: persistent)
        #expect(refused.page?.started == false && refused.ended.errors.contains("memcached.sess_persistent = On"))
        // Nobody is at the second address, and nobody is asked there: PHP's sockets read the address up to the semicolon.
        // Where an id is does not depend on the ports.
        let one = "memcache.session_redundancy = 1\nmemcache.hash_strategy = standard"
        let modula = "memcached.sess_consistent_hash = Off"
        let schemes = ini(.memcache, "tcp://\(name);tcp://127.0.0.1:1", one, finds: "MC201")
        #expect(try await php.kept(Self.ids, ini: schemes) == 10)
        #expect(try await php.kept(Self.ids, ini: ini(.memcache, "tcp://\(name),tcp://127.0.0.1:1", one)) < 10)
        #expect(try await php.kept(Self.ids, ini: ini(.memcached, "\(name);127.0.0.1:1", modula, finds: "MC201")) == 10)
        #expect(try await php.kept(Self.ids, ini: ini(.memcached, "\(name),127.0.0.1:1", modula)) < 10)
        #expect(try await php.kept(Self.ids, ini: ini(.memcached, "\(name) 127.0.0.1:1", modula, finds: "MC204")) == 10)
      }
    }
  }

  @Test("MC208, MC209, MC221, MC224: what a node that is down or empty costs")
  func nodes() async throws {
    try await withMemcacheds(2) { servers in
      try await LivePHP.with { php in
        let schemes = servers.map { "tcp://" + $0.name }.joined(separator: ",")
        let names = servers.map(\.name).joined(separator: ",")
        for (text, code) in [
          (ini(.memcache, schemes, finds: "MC208"), "MC208"),
          (ini(.memcached, names, "memcached.sess_number_of_replicas = 1", finds: "MC221"), "MC221"),
        ] {
          #expect(try await php.kept(Self.ids, ini: text) == 10, "\(code)")
          try await php.flush(servers[0])
          var lost = 0
          for id in Self.ids where try await php.visit(id, ini: text).page?.was == nil { lost += 1 }
          #expect(lost > 0, "\(code): both nodes had all sessions")
          // The other one had a copy, until the visit wrote over it.
          try await php.flush(servers[1])
        }
        let half = "tcp://\(servers[0].name),tcp://127.0.0.1:1"
        // Where an id is does not depend on the ports.
        let one = ini(
          .memcache, half, "memcache.session_redundancy = 1", "memcache.hash_strategy = standard", finds: "MC209")
        #expect(try await php.kept(Self.ids, ini: one) < 10)
        #expect(try await php.kept(Self.ids, ini: ini(.memcache, half)) == 10)
        let modula = "memcached.sess_consistent_hash = Off"
        let locked = try await php.kept(
          Self.ids, ini: ini(.memcached, "\(servers[0].name),127.0.0.1:1", modula, finds: "MC224"))
        let free = try await php.kept(
          Self.ids, ini: ini(.memcached, "\(servers[0].name),127.0.0.1:1", modula, "memcached.sess_locking = Off"))
        #expect(locked < free)
      }
    }
  }

  @Test("MC220, MC227, MC228, MC305: what is written, and what waits")
  func writes() async throws {
    try await withMemcacheds(2) { servers in
      try await LivePHP.with { php in
        let names = servers.map(\.name).joined(separator: ",")
        func copies() async throws -> Int {
          var count = 0
          for server in servers where try await php.version(of: "memc.sess.key.abc", on: server) != nil { count += 1 }
          return count
        }
        let text = ini(
          .memcached, names, "memcached.sess_number_of_replicas = 1", "memcached.sess_binary_protocol = Off",
          finds: "MC220")
        #expect(try await php.keeps("abc", ini: text))
        #expect(try await copies() == 1)
        let binary = ini(.memcached, names, "memcached.sess_number_of_replicas = 1", "session.lazy_write = Off")
        #expect(try await php.keeps("abc", ini: binary))
        #expect(try await copies() == 2)

        let lazy = ini(.memcache, "tcp://\(servers[0].name)", "session.lazy_write = On", finds: "MC305")
        #expect(try await php.keeps("lazy", ini: lazy))
        let before = try await php.version(of: "lazy", on: servers[0])
        _ = try await php.visit("lazy", ini: lazy)
        #expect(before != nil)
        #expect(try await php.version(of: "lazy", on: servers[0]) != before)

        // The page dies without giving its lock back; the command line knows no max_execution_time.
        let waiting = ini(.memcached, servers[0].name, "max_execution_time = 0", finds: "MC227")
        #expect(lint(waiting, release: "3.2.0").findings.contains { $0.code == "MC228" })
        _ = try await php.run(
          "ini_set('session.use_cookies', 0); session_id('held'); session_start(); posix_kill(getmypid(), 9);",
          ini: waiting)
        let next = try await php.visit("held", ini: waiting)
        #expect(next.page?.started == false && next.ended.errors.contains("session lock"))
        let ttl = try await php.run(
          """
          $s = fsockopen('127.0.0.1', (int)$argv[1]); fwrite($s, "mg memc.sess.key.lock.held t\\r\\n"); echo fgets($s);
          """, ini: "", [String(servers[0].port)])
        #expect(ttl.output.contains("t-1"), "\(ttl.output)")
      }
    }
  }
}
