import FoundationEssentials
import LiveTrait
import LocalPool
import Logging
import MemcacheClient
import MemcacheProtocol
import Placement
import Testing

@testable import Commands

/// What `hot` prints of a session, and behind all of them of the watch.
private struct Element: Decodable {
  var id: String?
  var reads: Int?
  var writes: Int?
  var misses: Int?
  var bytes: Int?
  var node: String?
  var idle: Int?
  var ttl: Int?
  var dropped: [String: Int?]?
  var seconds: Double?
  var sessions: Int?
  var locks: Int?
  var foreign: Int?
  var interrupted: Bool?
  var failed: [String: Failed]?
  var sameServer: [String: String]?

  private enum CodingKeys: String, CodingKey {
    case id, reads, writes, misses, bytes, node, idle, ttl, dropped, seconds, sessions, locks, foreign, interrupted,
      failed
    case sameServer = "same_server_as"
  }

  struct Failed: Decodable { var state: String }
}

@Suite("hot on real servers", .live, .timeLimit(.minutes(5))) struct HotLiveTests {
  static let busy = "abcdefghij0123456789abcdef"
  static let quiet = "0123456789abcdefghij012345"
  static let pages = 30

  /// Pages of one visitor after another: each reads its session and writes it back.
  static let script = """
    <?php
    function visit($id, $pages) {
      for ($page = 0; $page < $pages; $page++) {
        session_id($id);
        if (!session_start()) { exit("start failed"); }
        $_SESSION['pages'] = ($_SESSION['pages'] ?? 0) + 1;
        if (!session_write_close()) { exit("close failed"); }
      }
    }
    visit($argv[1], \(pages)); visit($argv[2], 2);
    echo 'done';
    """

  private func path(_ servers: [LocalMemcached], _ handler: Handler) -> String {
    servers.map { (handler == .memcache ? "tcp://" : "") + $0.name }.joined(separator: ",")
  }

  private func options(_ servers: [LocalMemcached], _ handler: Handler) -> [String] {
    ["--handler", handler.rawValue, "--extension-release", handler == .memcache ? "8.0" : "3.2.0"]
      + ["--save-path", path(servers, handler)]
  }

  private func elements(_ run: CommandRun) throws -> [Element] {
    try JSONDecoder().decode([Element].self, from: Data(run.output.utf8))
  }

  /// Comes back when a watcher is on each of the servers.
  private func areWatched(_ servers: [LocalMemcached]) async throws {
    while true {
      let stats = await CommandRun(
        ["stats", "-o", "csv", "--fields", "log_watchers"] + servers.flatMap { ["--server", $0.name] })
      let row = stats.output.split(separator: "\n").first { $0.hasPrefix("log_watchers,") }
      let counts = row.map { $0.split(separator: ",").dropFirst().prefix(servers.count) }
      if let counts, counts.count == servers.count, counts.allSatisfy({ $0 == "1" }) { return }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  @Test("Of real PHP's sessions the busiest is the first, with what its pages really read and wrote")
  func realPages() async throws {
    for handler in Handler.allCases {
      try await withMemcacheds(2) { servers in
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try """
        session.save_handler = \(handler.rawValue)
        session.save_path = "\(path(servers, handler))"
        session.use_cookies = 0
        session.cache_limiter = ""
        memcache.session_redundancy = 1
        """.write(toFile: folder.path + "/php.ini", atomically: false, encoding: .utf8)
        try Self.script.write(toFile: folder.path + "/visit.php", atomically: false, encoding: .utf8)
        async let run = CommandRun(
          ["hot", "--timeout", "30s", "--for", "6s", "-o", "json"] + options(servers, handler))
        try await areWatched(servers)
        let php = try await LocalPHP.run(
          script: folder.path + "/visit.php", ini: folder.path + "/php.ini", [Self.busy, Self.quiet])
        try #require(php.output == "done", "\(php.output)\(php.errors)")

        let hot = await run
        let seen = try elements(hot)
        #expect(hot.status == 0, "\(hot.errors)")
        try #require(seen.count == 3, "\(hot.output)")
        #expect(seen[0].id == Self.busy && seen[1].id == Self.quiet)
        let trailer = seen[2]
        #expect(trailer.dropped?.count == 2 && trailer.dropped?.values.allSatisfy { $0 == 0 } == true)
        #expect(seen[0].reads == Self.pages && seen[0].writes == Self.pages && seen[0].misses == 1, "\(hot.output)")
        #expect(seen[1].reads == 2 && seen[1].writes == 2)
        #expect(servers.map(\.name).contains(seen[0].node ?? ""))
        #expect(trailer.sessions == 2 && trailer.foreign == 0 && (trailer.locks ?? 0) > 0)
        #expect(trailer.seconds == 6 && trailer.interrupted == false)
      }
    }
  }

  @Test("The users who are logged out are told, with idle time and lifetime")
  func evictions() async throws {
    try await withMemcached(["-m", "4"]) { server in
      // Full before it is watched, so that from then on each new item pushes one out, however slow the machine.
      try await fill(server, from: 0)
      async let run = CommandRun(
        ["hot", "--evictions", "--timeout", "30s", "--for", "10s", "-o", "json"] + options([server], .memcache))
      try await areWatched([server])
      let filling = Task {
        var next = Self.portion
        while !Task.isCancelled {
          try await fill(server, from: next)
          next += Self.portion
        }
      }
      let hot = await run
      filling.cancel()
      _ = await filling.result
      let seen = try elements(hot)
      let gone = seen.dropLast()
      #expect(!gone.isEmpty && gone.allSatisfy { $0.id?.count == 26 && $0.node == server.name })
      #expect(gone.allSatisfy { ($0.ttl ?? 0) > 1000 && ($0.ttl ?? 0) <= 1440 && ($0.idle ?? -1) >= 0 })
      #expect(seen.last?.sessions == gone.count && seen.last?.dropped != nil)
    }
  }

  private static let portion = 3000

  /// New items of some 4 KiB each under ids of sessions.
  private func fill(_ server: LocalMemcached, from first: Int) async throws {
    let dialer = SocketDialer(timeout: .seconds(30), logger: Logger(label: "test"))
    try await dialer.withClient(server.address) { client throws(NodeFailure) in
      for start in stride(from: first, to: first + Self.portion, by: 300) {
        let items = (start..<start + 300).map { number in
          let digits = "\(number)"
          return NewItem(
            key: Array((String(repeating: "0", count: 26 - digits.count) + digits).utf8), flags: 0,
            expiry: .after(.seconds(1440)), value: [UInt8](repeating: 0x61, count: 4000))
        }
        _ = try await client.add(items)
      }
    }
  }

  @Test("A server that lets nobody watch says so, and the others are watched", arguments: ["json", "csv", "table"])
  func declined(_ format: String) async throws {
    try await withMemcached(["-W"]) { declining in
      try await withMemcached { server in
        let run = await CommandRun(
          ["hot", "--timeout", "30s", "--for", "500ms", "-o", format] + options([declining, server], .memcache))
        #expect(run.status == 1)
        let told = format == "csv" ? run.errors : run.output
        #expect(told.contains("watch commands not allowed"), "\(run.output)")
        if format == "json" {
          let trailer = try #require(try elements(run).last)
          #expect(trailer.failed?[declining.name]?.state == "up" && trailer.failed?.count == 1)
          #expect(trailer.dropped?[declining.name] == .some(nil) && trailer.dropped?[server.name] == 0)
        }
      }
    }
  }

  @Test("A second name of one server is told, whatever the format", arguments: ["json", "csv", "table"])
  func sameServer(_ format: String) async throws {
    try await withMemcached { server in
      let run = await CommandRun([
        "hot", "--timeout", "30s", "--for", "500ms", "-o", format, "--handler", "memcached", "--extension-release",
        "3.2.0", "--save-path", "web-a:11211,\(server.name)", "--map", "web-a=\(server.name)",
      ])
      #expect(run.status == 0, "\(run.errors)")
      if format == "json" {
        let trailer = try #require(try elements(run).last)
        #expect(trailer.sameServer == [server.name: "web-a:11211"] && trailer.failed?.isEmpty == true)
      } else {
        let told = format == "csv" ? run.errors : run.output
        #expect(told.contains("\(server.name): the same server as web-a:11211"), "\(run.output)\(run.errors)")
      }
    }
  }

  @Test("A node that freezes or dies meanwhile costs its timeout, and is told")
  func frozenAndDead() async throws {
    try await withMemcacheds(3) { servers in
      async let run = CommandRun(
        ["hot", "--timeout", "3s", "--for", "9s", "-o", "json"] + options(servers, .memcached))
      try await areWatched(servers)
      servers[0].freeze()
      servers[1].stop()
      let trailer = try #require(try elements(await run).last)
      servers[0].thaw()
      #expect(trailer.failed?.count == 2)
      #expect(trailer.failed?[servers[0].name]?.state == "mute")
      #expect(await run.status == 1)
    }
  }

  @Test("Whoever stops it gets what was seen until then, and 130")
  func interrupted() async throws {
    try await withMemcached { server in
      let work = Task {
        await CommandRun(["hot", "--timeout", "30s", "--for", "10m", "-o", "json"] + options([server], .memcache))
      }
      try await areWatched([server])
      work.cancel()
      let run = await work.value
      #expect(run.status == 130)
      #expect(try elements(run).last?.interrupted == true, "\(run.output)")
    }
  }
}
