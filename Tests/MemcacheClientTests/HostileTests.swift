import MemcacheProtocol
import NIOCore
import ScriptedServer
import Testing

@testable import MemcacheClient

/// What a broken or hostile server does to one operation, and what comes of it.
struct Attack: CustomTestStringConvertible, Sendable {
  enum Question: Sendable { case version, stats, values, presence, listing, flush }

  var name: String
  var question: Question
  var script: [ScriptedServer.Step]
  var cause: NodeFailure.Cause
  var state: NodeState

  var testDescription: String { name }
  var timeout: Duration {
    switch cause {
    case .late(_, let limit): limit
    case .unasked: longerLimit
    default: patience
    }
  }

  static let line = "key=a exp=-1 la=1 cas=1 fetch=no cls=1 size=67\n"
  static func drip(_ text: String) -> [ScriptedServer.Step] {
    text.utf8.flatMap { [ScriptedServer.Step.send([$0]), .pause(.milliseconds(100))] }
  }

  static let all = [
    Attack(
      name: "a value of 4 GiB", question: .values, script: [.lines(1), .send("VA 4294967296 f0 s4294967296\r\n")],
      cause: .excessive("a value of 4294967296 bytes"), state: .notMemcached),
    Attack(
      name: "a value that never ends where it should", question: .values,
      script: [.lines(1), .send("VA 3 f0 s3 t-1 l0 h0\r\nabcdefgh\r\n")],
      cause: .excessive("more value than it had announced"), state: .notMemcached),
    Attack(
      name: "a value that is shorter than promised", question: .values,
      script: [.lines(1), .send("VA 9 f0 s9 t-1 l0 h0\r\nabc\r\n")], cause: .late(.restOfReply, after: longerLimit),
      state: .mute),
    Attack(
      name: "closes in mid value", question: .values,
      script: [.lines(1), .send("VA 9 f0 s9 t-1 l0 h0\r\nabc"), .close],
      cause: .reset(withinReply: true), state: .reset),
    Attack(
      name: "a value byte by byte, slowly", question: .values,
      script: [.lines(1), .send("VA 9000 f0 s9000 t-1 l0 h0\r\n")] + drip(String(repeating: "v", count: 200)),
      cause: .late(.restOfReply, after: longerLimit), state: .mute),
    Attack(
      name: "values that nobody wants, byte by byte", question: .presence,
      script: [.lines(1), .send("VA 9000 f0 s9000 t-1 l0 h0\r\n")] + drip(String(repeating: "v", count: 200)),
      cause: .late(.restOfReply, after: longerLimit), state: .mute),
    Attack(
      name: "a line of a listing byte by byte, slowly", question: .listing,
      script: [.lines(1)] + drip("key=" + String(repeating: "k", count: 200)),
      cause: .late(.endOfListing, after: limit), state: .mute),
    Attack(
      name: "a line of stats byte by byte, slowly", question: .stats,
      script: [.lines(1)] + drip("STAT " + String(repeating: "s", count: 200)),
      cause: .late(.restOfReply, after: longerLimit), state: .mute),
    Attack(
      name: "endless stats", question: .stats,
      script: [.lines(1), .flood("STAT a " + String(repeating: "v", count: 8000) + "\r\n")],
      cause: .excessive("more than 2097152 bytes of stats"), state: .notMemcached),
    Attack(
      name: "a listing in which something else stands", question: .listing,
      script: [.lines(1), .send(line + "STAT pid 1\r\n")], cause: .foreign(.unknown("STAT pid 1")),
      state: .notMemcached),
    Attack(
      name: "a listing without line ends", question: .listing, script: [.lines(1), .flood("key=aaaaaaaaaaaaaaaaaaaa")],
      cause: .excessive("a line of more than 8192 bytes"), state: .notMemcached),
    Attack(
      name: "a listing without end", question: .listing,
      script: [.lines(1), .flood(String(repeating: line, count: 1000))],
      cause: .excessive("a listing of more than 100000 items"), state: .notMemcached),
    Attack(
      name: "an answer before the question", question: .flush, script: [.send("OK\r\n")], cause: .unasked("OK"),
      state: .notMemcached),
    Attack(
      name: "half an answer before the question", question: .flush, script: [.send("O")], cause: .unasked("O"),
      state: .notMemcached),
    Attack(
      name: "an answer to something else", question: .version, script: [.lines(1), .send("STORED\r\n")],
      cause: .foreign(.unknown("STORED")), state: .notMemcached),
    Attack(
      name: "zeros", question: .version, script: [.lines(1), .send([0, 0, 0, 0])],
      cause: .foreign(.unknown("\\x00\\x00\\x00\\x00")), state: .notMemcached),
  ]
}

@Suite("A hostile server costs bounded time and memory", .timeLimit(.minutes(5))) struct HostileTests {
  /// More than what `Limits` lets in and the system holds in its buffers on both sides.
  static let most = Limits.statsBytes + (48 << 20)

  func ask(_ question: Attack.Question, _ client: any NodeClient) async throws(NodeFailure) {
    switch question {
    case .version: _ = try await client.version()
    case .stats: _ = try await client.stats(nil)
    case .values: _ = try await client.items([Array("a".utf8)], [.value])
    case .presence: _ = try await client.items([Array("a".utf8)], [])
    case .listing: _ = try await client.metadump(upTo: 100_000) { _ in }
    case .flush: try await client.flushAll()
    }
  }

  /// Comes back when something has come that nobody has asked for.
  func hasHeard(_ client: any NodeClient) async {
    guard let connection = client as? Connection else { return }
    let handler = connection.handler
    while (try? await connection.channel.eventLoop.submit { handler.value.unread.readableBytes > 0 }.get()) == false {
      await Task.yield()
    }
  }

  @Test(arguments: Attack.all)
  func endsAttack(_ attack: Attack) async throws {
    try await ScriptedServer.run(attack.script) { server in
      let dialer = dialer(timeout: attack.timeout, listingTimeout: attack.timeout)
      let failure = await failure { () async throws(NodeFailure) in
        let client = try await dialer.connect(to: server.address)
        if case .unasked = attack.cause { await hasHeard(client) }
        try await ask(attack.question, client)
      }
      #expect(failure?.cause == attack.cause)
      #expect(failure?.state == attack.state)
      guard failure != nil else { return }
      try await server.clientHasClosed()
      #expect(server.taken < Self.most)
    }
  }

  @Test("What comes between two commands answers neither, and behind it nothing is sent", arguments: ["OK\r\n", "OK"])
  func betweenCommands(_ unasked: String) async throws {
    try await ScriptedServer.run([.lines(1), .send("VERSION 1\r\n" + unasked)]) { server in
      let client = try await dialer(timeout: longerLimit).connect(to: server.address)
      #expect(try await client.version() == "1")
      await hasHeard(client)
      let failure = await failure { () async throws(NodeFailure) in try await client.flushAll() }
      #expect(failure?.cause == .unasked("OK"))
      #expect(failure?.wasSent == false)
      try await server.clientHasClosed()
      #expect(String(decoding: server.received, as: UTF8.self) == "version\r\n")
    }
  }

  @Test("What is asked on a connection that has ended was not sent; what is not answered may have been")
  func sentOrNot() async throws {
    try await ScriptedServer.run([.lines(1), .close]) { server in
      let client = try await dialer().connect(to: server.address)
      let asked = await failure { () async throws(NodeFailure) in try await client.flushAll() }
      let afterwards = await failure { () async throws(NodeFailure) in try await client.flushAll() }
      #expect(asked?.wasSent == true)
      #expect(afterwards?.wasSent == false)
    }
  }

  @Test("A flood that nobody asked for ends the connection")
  func unaskedFlood() async throws {
    try await ScriptedServer.run([.flood("STORED\r\n")]) { server in
      let client = try await dialer().connect(to: server.address)
      try await server.clientHasClosed()
      #expect(server.taken < 48 << 20)
      let failure = await failure { () async throws(NodeFailure) in try await client.version() }
      #expect(failure?.state == .notMemcached)
    }
  }
}
