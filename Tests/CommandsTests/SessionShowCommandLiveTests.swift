import LiveTrait
import LocalPool
import ScriptedServer
import Testing

@testable import Commands

@Suite("session show on pools in all conditions", .live, .timeLimit(.minutes(5)))
struct SessionShowCommandLiveTests {
  static let id = "4f0c1b2a3d4e5f60718293a4b5"

  @Test func ofCopiesThatDifferTheLaterEndIsTheNewest() async throws {
    try await withPHPPool("memcache") { pool in
      _ = try await pool.php("<?php session_id($argv[1]); session_start(); $_SESSION['v'] = 2;", [Self.id])
      let copies = try await pool.show([Self.id]).copies
      let (owner, other) = (copies[0].node, try #require(pool.servers.first { $0.name == copies[1].node }))
      try await pool.store([(Array(Self.id.utf8), Array("v|i:1;".utf8))], on: other)
      let shown = try await pool.show([Self.id, "--reveal"])
      #expect(shown.agree == false && shown.copies.map(\.newest) == [true, false, nil])
      #expect(shown.newestReason?.contains("\(owner) has the newest") == true)
      #expect(shown.data == .object(["v": .number(2)]) && shown.content?.node == owner)
      let table = try await pool.run([Self.id])
      #expect(table.output.contains("copies: they differ; \(owner) has the newest"), "\(table.output)")
    }
  }

  /// Something other than PHP gave a stale copy a long life.
  @Test(arguments: ["memcache", "memcached"]) func anEndThatPHPDoesNotGiveSaysNothing(handler: String) async throws {
    try await withPHPPool(handler) { pool in
      _ = try await pool.php("<?php session_id($argv[1]); session_start(); $_SESSION['v'] = 2;", [Self.id])
      let copies = try await pool.show([Self.id]).copies
      let key = Array((handler == "memcache" ? "" : "memc.sess.key.").utf8) + Array(Self.id.utf8)
      let stale = try #require(pool.servers.first { $0.name == copies[1].node })
      try await pool.store([(key, Array("v|i:1;".utf8))], on: stale, ttl: .seconds(86400))
      let shown = try await pool.show([Self.id])
      #expect(shown.agree == false && shown.copies.map(\.newest) == [nil, nil, nil])
      #expect(shown.newestReason?.contains("\(stale.name) ends later than PHP") == true)
    }
  }

  @Test func aTouchOfTheOwnerMakesItUnknown() async throws {
    try await withPHPPool("memcached") { pool in
      let key = Array("memc.sess.key.\(Self.id)".utf8)
      for server in pool.servers { try await pool.store([(key, Array("v|i:1;".utf8))], on: server) }
      let owner = try await pool.show([Self.id]).copies[0].node
      for server in pool.servers where server.name != owner {
        try await pool.store([(key, Array("v|i:2;".utf8))], on: server, ttl: .seconds(100))
      }
      let unknown = try await pool.show([Self.id])
      #expect(unknown.agree == false && unknown.copies.map(\.newest) == [nil, nil, nil])
      #expect(unknown.newestReason?.contains("session.lazy_write") == true)
      let known = try await pool.show([Self.id, "-d", "session.lazy_write=0"])
      #expect(known.copies.map(\.newest) == [true, false, false])
    }
  }

  /// A virtual machine that was suspended for a while: its `time` is behind, and its items have as much more left.
  @Test func aNodeThatStoodStillMakesItUnknown() async throws {
    try await withPHPPool("memcached", ["session.lazy_write = 0"]) { pool in
      let key = Array("memc.sess.key.\(Self.id)".utf8)
      for (number, server) in pool.servers.enumerated() {
        try await pool.store([(key, Array("v|i:\(number);".utf8))], on: server, ttl: .seconds(1000 + 9 * number))
      }
      let last = pool.servers[2]
      #expect(try await pool.show([Self.id]).copies.first { $0.newest == true }?.node == last.name)
      let shown = try await RewritingRelay.run(
        to: last.port,
        replies: { line, _ in
          guard line.hasPrefix("STAT time "), let time = Int64(line.dropFirst(10)) else { return line }
          return "STAT time \(time - 12)"
        }
      ) { relay in
        try await pool.show([Self.id, "--map", "\(last.name)=127.0.0.1:\(relay.port)"])
      }
      #expect(shown.copies.map(\.newest) == [nil, nil, nil])
      #expect(shown.newestReason?.contains("the clock of \(last.name)") == true, "\(shown.newestReason ?? "")")
    }
  }

  /// The newest copy may be there.
  @Test(arguments: ["memcache", "memcached"]) func nothingIsNewestWhileAPlaceIsSilent(handler: String) async throws {
    try await withPHPPool(handler) { pool in
      _ = try await pool.php("<?php session_id($argv[1]); session_start(); $_SESSION['v'] = 1;", [Self.id])
      let owner = try await pool.show([Self.id]).copies[0].node
      try await pool.stop(owner)
      let shown = try await pool.show([Self.id], status: 1)
      #expect(shown.copies[1].present == true && shown.copies.map(\.newest) == [nil, nil, nil])
      #expect(shown.newestReason?.contains("\(owner), where PHP has the session too, gives no answer") == true)
      let table = try await pool.run([Self.id])
      #expect(table.output.contains("copies: not known which is newest"), "\(table.output)")
    }
  }

  @Test(arguments: ["memcache", "memcached"]) func aNodeThatFailsKeepsItsRow(handler: String) async throws {
    try await withPHPPool(handler) { pool in
      _ = try await pool.php("<?php session_id($argv[1]); session_start(); $_SESSION['v'] = 1;", [Self.id])
      let before = try await pool.show([Self.id])
      try await pool.stop(before.copies[0].node)
      let after = try await pool.show([Self.id], status: 1)
      #expect(after.copies.map(\.node) == before.copies.map(\.node))
      #expect(after.copies[0].state == "refused" && after.copies[0].present == nil && after.copies[0].role == "owner")
      #expect(after.copies[1].present == true && after.agree == nil)
      if handler == "memcache" { #expect(after.readByPHP == before.copies[1].node) }
      for server in pool.servers { try await pool.stop(server.name) }
      #expect(try await pool.run([Self.id]).status == 69)
    }
  }

  /// The old rule of pecl/memcache ends at the owner's miss; the newer one asks the copy.
  @Test func whatPHPReadsDependsOnItsRelease() async throws {
    try await withPHPPool("memcache") { pool in
      _ = try await pool.php("<?php session_id($argv[1]); session_start(); $_SESSION['v'] = 1;", [Self.id])
      let copies = try await pool.show([Self.id]).copies
      try await pool.delete(Array(Self.id.utf8), on: try #require(pool.servers.first { $0.name == copies[0].node }))
      let old = try await pool.show([Self.id, "--extension-release", "8.0"])
      #expect(old.readByPHP == nil && old.sessionStart == "starts_empty")
      let new = try await pool.show([Self.id, "--extension-release", "8.2"])
      #expect(new.readByPHP == copies[1].node && new.sessionStart == "reads")
    }
  }

  @Test func aSessionThatIsNowhereIsANo() async throws {
    try await withPHPPool("memcached") { pool in
      let shown = try await pool.show(["nosuchsession"], status: 1)
      #expect(shown.copies.count == 3 && shown.copies.allSatisfy { $0.present == false })
      #expect(shown.data == nil && shown.readByPHP == nil && shown.agree == nil)
    }
  }

  @Test func aDamagedSessionNamesTheByte() async throws {
    try await withPHPPool("memcached") { pool in
      try await pool.store(
        [(Array("memc.sess.key.\(Self.id)".utf8), Array("user|s:5:\"Alice\";n|i:4x;".utf8))], on: pool.servers[0])
      let fault = try #require(try await pool.show([Self.id]).content?.fault)
      #expect(fault.byte == 22 && fault.found == Int(UInt8(ascii: "x")), "\(fault)")
      let table = try await pool.run([Self.id])
      #expect(table.output.contains("damaged: no valid php data: byte 22"), "\(table.output)")
    }
  }

  @Test func withoutRevealThereAreNamesTypesAndSizesOnly() async throws {
    try await withPHPPool("memcached") { pool in
      try await pool.store(
        [(Array("memc.sess.key.\(Self.id)".utf8), Array("user|s:6:\"secret\";n|a:1:{i:0;i:4711;}".utf8))],
        on: pool.servers[0])
      for format in ["table", "json", "jsonl", "csv"] {
        let run = try await pool.run([Self.id, "-o", format])
        #expect(!run.output.contains("secret") && !run.output.contains("4711"), "\(run.output)")
      }
      let lines = try #require(try await pool.show([Self.id]).data)
      guard case .list(let lines) = lines else { return #expect(Bool(false), "\(lines)") }
      #expect(lines.map { $0["name"] } == [.string("user"), .string("n"), .string("0")])
      #expect(lines.map { $0["type"] } == [.string("string"), .string("array"), .string("int")])
      #expect(lines.map { $0["level"] } == [.number(0), .number(0), .number(1)])
      #expect(try await pool.run([Self.id, "--reveal"]).output.contains("user: \"secret\""))
    }
  }

  /// Nothing that a key or a value holds reaches a terminal, and JSON stays JSON.
  @Test(arguments: [
    Array("\u{1b}[2J\u{7}".utf8), [0xff, 0xfe, 0x80], Array(repeating: UInt8(ascii: "x"), count: 250),
    Array("\u{202e}abc".utf8), Array(repeating: 0x9b, count: 40),
  ]) func nothingRawComesThrough(id: [UInt8]) async throws {
    let nested = String(repeating: "a:1:{i:0;", count: 3000) + "i:1;" + String(repeating: "}", count: 3000)
    let value = "k\u{1b}]0;x\u{7}|s:6:\"\u{1b}[31m\u{9}\";deep|\(nested)u|s:3:\"\u{202e}\";"
    try await withPHPPool("memcache") { pool in
      let place = try #require(pool.servers.first)
      try await pool.store([(id.map { $0 <= 0x20 ? UInt8(ascii: "_") : $0 }, Array(value.utf8))], on: place)
      let written = id.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      for format in ["table", "json", "jsonl"] {
        for reveal in [[], ["--reveal"]] {
          let run = try await pool.run([written, "--ids-encoding", "percent", "-o", format] + reveal)
          let harmful = run.output.unicodeScalars.filter {
            $0 != "\n" && ($0.value < 0x20 || (0x7f...0x9f).contains($0.value) || $0 == "\u{202e}" && format == "table")
          }
          #expect(harmful.isEmpty, "\(format) \(reveal)")
        }
      }
      let shown = try await pool.show([written, "--ids-encoding", "percent"])
      #expect(shown.copies.contains { $0.present == true })
      #expect(shown.keyEncoding == (String(validating: id, as: UTF8.self) == nil ? "percent" : nil))
    }
  }

  /// More ids than one batch has: all of them, in their order, and every face says the same.
  @Test(arguments: ["memcache", "memcached"]) func manyIdsKeepTheirOrder(handler: String) async throws {
    try await withPHPPool(handler) { pool in
      let ids = (0..<9000).map { "session-\($0)" }
      let prefix = handler == "memcache" ? "" : "memc.sess.key."
      try await pool.store(
        ids.indices.filter { $0 % 3 == 0 }.map { (Array((prefix + ids[$0]).utf8), Array("v|i:\($0);".utf8)) },
        on: pool.servers[1])
      let input = Array(ids.joined(separator: "\n").utf8)
      let lines = try JSONValue.lines(try await pool.run(["-", "-o", "jsonl", "--reveal"], input: input).output)
      #expect(lines.map { $0["id"] } == ids.map { .string($0) })
      for (number, line) in lines.enumerated() {
        #expect(line["data"] == (number % 3 == 0 ? .object(["v": .number(Double(number))]) : .null))
      }
      let list = try await pool.run(["-", "-o", "json", "--reveal"], input: input).output
      guard case .list(let elements) = try JSONValue(list) else { return #expect(Bool(false), "no list") }
      // Not the copies: seconds go by.
      for name in ["id", "data", "content", "agree", "lock", "read_by_php"] {
        #expect(elements.map { $0[name] } == lines.map { $0[name] })
      }
      let rows = try await pool.run(["-", "-o", "csv"], input: input).output.split(separator: "\n").dropFirst()
      let presence = rows.map { $0.split(separator: ",", omittingEmptySubsequences: false)[4] == "1" }
      let expected = lines.flatMap { line -> [Bool] in
        guard case .list(let copies)? = line["copies"] else { return [] }
        return copies.map { $0["present"] == .bool(true) }
      }
      #expect(presence == expected)
    }
  }
}
