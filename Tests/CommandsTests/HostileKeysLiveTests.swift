import ArgumentParser
import FoundationEssentials
import LiveTrait
import LocalPool
import Logging
import MemcacheClient
import MemcacheProtocol
import Operations
import Placement
import Presentation
import Testing

@testable import Commands

/// What somebody may have put on the servers, to steer the terminal of whoever looks, or to break what reads our output.
@Suite("Hostile keys and values on a real server", .live, .timeLimit(.minutes(5))) struct HostileKeysLiveTests {
  /// Each is a key under the session prefix, and the content of an item.
  static let hostile: [[UInt8]] = [
    Array("\u{1b}[31mred\u{1b}[0m".utf8), Array("\u{1b}]0;title\u{07}".utf8), Array("a\r\nb\tc".utf8),
    Array("\u{9b}31mC1".utf8), Array("\u{202e}txt.exe".utf8), [0x61, 0xff, 0xfe, 0x80], [0x00, 0x7f],
    Array("\"a\",b\\,{}'".utf8), Array("üñí\u{2028}x".utf8), [UInt8](repeating: 0xfe, count: 200),
    Array("QUJD+/8=".utf8), Array("%41%0a".utf8),
    // With the prefix of a lock a key of 250 bytes.
    [UInt8](repeating: 0x61, count: 231),
  ]
  static let id = "abcdefghij0123456789abcdef"
  static let prefix = "memc.sess.key."

  private static let formats = OutputFormat.allCases

  /// All commands on sessions that only look, by their words without the pool.
  private func looks(_ ids: [String]) -> [[String]] {
    let others = [["session", "summary"], ["hot", "--for", "1500ms"], ["hot", "--evictions", "--for", "100ms"]]
    // What is here of the others, by name, so that a new one is not forgotten.
    let known = Session.configuration.subcommands.compactMap { $0.configuration.commandName }
    let lists = known.filter { ["list", "locks"].contains($0) }.map { ["session", $0] }
    let shows = [
      ["session", "show", "--ids-encoding", "percent"], ["session", "show", "--ids-encoding", "percent", "--reveal"],
    ]
    return others + lists + shows.map { $0 + ids }
  }

  private func withHostileServer(_ body: @Sendable (LocalMemcached) async throws -> Void) async throws {
    try await withMemcached { server in
      let dialer = SocketDialer(
        timeout: .seconds(30), access: Access(wireProtocol: .binary), logger: Logger(label: "test"))
      try await dialer.withClient(server.address) { client throws(NodeFailure) in
        for (number, bytes) in Self.hostile.enumerated() {
          let content = Array("a|s:\(bytes.count):\"".utf8) + bytes + Array("\";".utf8)
          for key in [bytes, Array(Self.prefix.utf8) + bytes, Array((Self.prefix + "lock.").utf8) + bytes] {
            try await client.set(key, flags: 0, ttl: .seconds(1440), value: content)
          }
          // A session like any other, but for what is in it.
          let id = Self.id.dropLast(2) + (number < 10 ? "0\(number)" : "\(number)")
          try await client.set(Array((Self.prefix + id).utf8), flags: 0, ttl: .seconds(1440), value: content)
        }
      }
      try await body(server)
    }
  }

  private var ids: [String] {
    let sessions = Self.hostile.indices.map { Self.id.dropLast(2) + ($0 < 10 ? "0\($0)" : "\($0)") }
    return sessions.map { String($0) } + Self.hostile.map(percent)
  }

  private func percent(_ key: [UInt8]) -> String {
    key.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private func pool(_ server: LocalMemcached) -> [String] {
    ["--timeout", "30s", "--handler", "memcached", "--extension-release", "3.2.0", "--save-path", server.name]
  }

  /// What no output may have, whoever reads it: control characters but line ends, and bytes that are no UTF-8.
  private func isHarmless(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0x0a: true
      case 0x00...0x1f, 0x7f...0x9f, 0xfffd: false
      default: true
      }
    }
  }

  /// What a terminal would turn the direction of writing by.
  private func turns(_ text: String) -> Bool { text.unicodeScalars.contains { (0x202a...0x202e).contains($0.value) } }

  @Test("Nothing of them reaches a terminal raw, and JSON stays JSON")
  func everyFormat() async throws {
    try await withHostileServer { server in
      let pool = pool(server)
      for words in looks(ids) {
        for format in Self.formats {
          for terminal in [nil, "no"] as [String?] {
            async let traffic: Void = words[0] == "hot" ? read(server) : ()
            let run = await CommandRun(words + ["-o", format.rawValue] + pool, answer: terminal)
            try await traffic
            let what = "\(words.prefix(3)) -o \(format) on \(terminal == nil ? "a pipe" : "a terminal")"
            #expect(run.status == 0 || run.status == 1, "\(what): \(run.errors)")
            try check(run, format, onTerminal: terminal != nil, what)
            if format == .json, words[1] == "show" {
              #expect(run.output.contains("\"key_encoding\":\"percent\""), "the hostile ids are in it")
            }
          }
        }
      }
    }
  }

  private func check(_ run: CommandRun, _ format: OutputFormat, onTerminal: Bool, _ what: String) throws {
    #expect(isHarmless(run.errors) && !turns(run.errors), "\(what): \(run.errors.debugDescription)")
    // CSV in a pipe has the text as it is.
    if format != .csv || onTerminal { #expect(isHarmless(run.output), "\(what): \(run.output.debugDescription)") }
    switch format {
    case .table: #expect(!turns(run.output), "\(what)")
    case .json: try checkJSON(run.output, what)
    case .jsonl: for line in run.output.split(separator: "\n") { try checkJSON(String(line), what) }
    case .csv: break
    }
  }

  /// PHP takes no session under such an id.
  private static let noIDs = [Array("a\r\nb\tc".utf8), Array("\"a\",b\\,{}'".utf8)]
  private static let ids = hostile.filter { !noIDs.contains($0) }
  /// Those that the text protocol can say.
  private static let sayable = ids.filter { id in id.allSatisfy { $0 > 0x20 } }

  @Test("Acts do right by them, and say so in every format")
  func acts() async throws {
    try await withHostileServer { server in
      let pool = pool(server)
      let all = Self.ids.map(percent)
      let acts =
        [["session", "unlock", "--force"] + all, ["session", "remove"] + all]
        + Self.hostile.map { ["session", "touch", percent($0), "10m"] }
      for words in acts {
        let words = words + ["--ids-encoding", "percent"] + pool
        for format in Self.formats {
          for terminal in [nil, "no"] as [String?] {
            let what = "\(words.prefix(3)) -o \(format) on \(terminal == nil ? "a pipe" : "a terminal")"
            for end in terminal == nil ? [["--dry-run"]] : [["--dry-run"], []] {
              let run = await CommandRun(words + end + ["-o", format.rawValue], answer: terminal)
              let id = Self.hostile.first { words[1...2] == ["touch", percent($0)] }
              let isNone = id.map(Self.noIDs.contains) ?? false
              let isSayable = id.map(Self.sayable.contains) ?? true
              #expect(
                run.status == (isNone ? 64 : !isSayable ? 1 : end.isEmpty ? 2 : 0),
                "\(what): \(run.output)\(run.errors)")
              // What is asked about stands before the question, for people.
              try check(run, run.output.isEmpty ? .table : format, onTerminal: terminal != nil, what)
            }
          }
        }
      }
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      let environment = ["XDG_STATE_HOME": folder.path]
      func done(_ words: [String]) async throws -> CommandRun {
        let run = await CommandRun(
          words + ["--ids-encoding", "percent", "-y", "-o", "json"] + pool, environment: environment)
        try check(run, .json, onTerminal: false, "\(words.prefix(3))")
        return run
      }
      for id in Self.sayable {
        let run = try await done(["session", "touch", percent(id), "10m"])
        #expect(run.status == 0 && run.output.contains("\"touched\""), "\(run.output)\(run.errors)")
      }
      // Some cannot be said, which is a no, and leaves the others their turn.
      let freed = try await done(["session", "unlock", "--force"] + all)
      #expect(freed.status == 1, "\(freed.output)\(freed.errors)")
      let removed = try await done(["session", "remove"] + all)
      #expect(removed.status == 1, "\(removed.output)\(removed.errors)")
      let log = try String(contentsOfFile: AuditLog(environment: environment).path, encoding: .utf8)
      #expect(isHarmless(log))
      let left = try await items(server, Self.hostile.flatMap { [Self.key($0), Self.lockKey($0)] })
      #expect(left.count { $0 != nil } == 2 * (Self.hostile.count - Self.sayable.count))
    }
  }

  @Test("What is dumped of them comes back as it was, and reaches no terminal", arguments: [[], ["--binary"]])
  func dumpAndRestore(_ options: [String]) async throws {
    try await withHostileServer { server in
      let refused = await CommandRun(["session", "dump"] + options + pool(server), answer: "yes")
      #expect(refused.status == 64 && refused.output.isEmpty && isHarmless(refused.errors), "\(refused.errors)")
      let dump = await CommandRun(["session", "dump"] + options + pool(server))
      #expect(isHarmless(dump.errors), "\(dump.errors.debugDescription)")
      #expect(dump.status == 1 && dump.errors.contains("left out whose key has control characters"), "\(dump.errors)")
      if options.isEmpty { for line in dump.output.split(separator: "\n") { try checkJSON(String(line), "dump") } }
      try await withMemcached { other in
        let restore = ["session", "restore"] + pool(other)
        for format in Self.formats {
          let run = await CommandRun(restore + ["--dry-run", "-o", format.rawValue], input: dump.bytes)
          try check(run, format, onTerminal: false, "restore")
        }
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let environment = ["XDG_STATE_HOME": folder.path]
        let run = await CommandRun(restore + ["-y", "-o", "json"], input: dump.bytes, environment: environment)
        try check(run, .json, onTerminal: false, "restore")
        let keys = Self.sayable.map(Self.key)
        let values = try await items(server, keys)
        #expect(try await items(other, keys) == values && values.allSatisfy { $0 != nil }, "\(run.output)\(run.errors)")
      }
    }
  }

  private static func key(_ id: [UInt8]) -> [UInt8] { Array(prefix.utf8) + id }
  private static func lockKey(_ id: [UInt8]) -> [UInt8] { Array((prefix + "lock.").utf8) + id }

  /// Values, asked for in the protocol that can say any key.
  private func items(_ server: LocalMemcached, _ keys: [[UInt8]]) async throws -> [[UInt8]?] {
    let dialer = SocketDialer(
      timeout: .seconds(30), access: Access(wireProtocol: .binary), logger: Logger(label: "test"))
    return try await dialer.withClient(server.address) { client throws(NodeFailure) in
      try await client.items(keys, .value).map { $0?.value }
    }
  }

  private func checkJSON(_ text: String, _ what: String) throws {
    #expect(throws: Never.self, "\(what): \(text)") { try JSONDecoder().decode(Anything.self, from: Data(text.utf8)) }
  }

  /// Reads the hostile items while they are watched.
  private func read(_ server: LocalMemcached) async throws {
    let dialer = SocketDialer(
      timeout: .seconds(30), access: Access(wireProtocol: .binary), logger: Logger(label: "test"))
    try await dialer.withClient(server.address) { client throws(NodeFailure) in
      for _ in 0..<10 {
        _ = try await client.items(Self.hostile + Self.hostile.map { Array(Self.prefix.utf8) + $0 }, [])
        do { try await Task.sleep(for: .milliseconds(50)) } catch { return }
      }
    }
  }

  /// Any JSON at all.
  private struct Anything: Decodable {
    init(from decoder: any Decoder) throws {
      if let list = try? decoder.container(keyedBy: Name.self) {
        for key in list.allKeys { _ = try list.decodeIfPresent(Anything.self, forKey: key) }
      } else if var list = try? decoder.unkeyedContainer() {
        while !list.isAtEnd { _ = try list.decodeIfPresent(Anything.self) }
      } else {
        _ = try decoder.singleValueContainer()
      }
    }

    struct Name: CodingKey {
      var stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }
  }
}
