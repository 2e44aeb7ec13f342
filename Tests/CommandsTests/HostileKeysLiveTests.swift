import ArgumentParser
import FoundationEssentials
import LiveTrait
import LocalPool
import Logging
import MemcacheClient
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
    [UInt8](repeating: 0x61, count: 230),
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
    let percent = Self.hostile.map { key in key.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
    return sessions.map { String($0) } + percent
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
      let pool = [
        "--timeout", "30s", "--handler", "memcached", "--extension-release", "3.2.0", "--save-path", server.name,
      ]
      for words in looks(ids) {
        for format in Self.formats {
          for terminal in [nil, "no"] as [String?] {
            async let traffic: Void = words[0] == "hot" ? read(server) : ()
            let run = await CommandRun(words + ["-o", format.rawValue] + pool, answer: terminal)
            try await traffic
            let what = "\(words.prefix(3)) -o \(format) on \(terminal == nil ? "a pipe" : "a terminal")"
            #expect(run.status == 0 || run.status == 1, "\(what): \(run.errors)")
            #expect(isHarmless(run.errors) && !turns(run.errors), "\(what): \(run.errors.debugDescription)")
            // CSV in a pipe has the text as it is.
            if format != .csv || terminal != nil {
              #expect(isHarmless(run.output), "\(what): \(run.output.debugDescription)")
            }
            if format == .table { #expect(!turns(run.output), "\(what)") }
            if format == .json, words[1] == "show" {
              #expect(run.output.contains("\"key_encoding\":\"percent\""), "the hostile ids are in it")
            }
            if format == .json { try checkJSON(run.output, what) }
            if format == .jsonl { for line in run.output.split(separator: "\n") { try checkJSON(String(line), what) } }
          }
        }
      }
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
