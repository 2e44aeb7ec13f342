import Logging
import MemcacheClient
import MemcacheProtocol
import ScriptedServer
import Testing

/// For what shall come late: short enough to wait for, long enough for a busy machine to do the rest.
let limit = Duration.milliseconds(600)

/// For what shall stop after a beginning that has to come in time, on a busy machine too.
let longerLimit = Duration.seconds(3)

/// For what shall come in time: far more than anything here takes unless a deadline does not hold.
let patience = Duration.seconds(20)

func dialer(timeout: Duration = patience, listingTimeout: Duration? = nil) -> SocketDialer {
  SocketDialer(timeout: timeout, listingTimeout: listingTimeout, logger: Logger(label: "test"))
}

/// Why the work failed; nil when it did not.
func failure<Value>(_ work: () async throws(NodeFailure) -> Value) async -> NodeFailure? {
  do throws(NodeFailure) {
    _ = try await work()
    return nil
  } catch {
    return error
  }
}

extension ScriptedServer {
  var address: ServerAddress { .tcp(host: "127.0.0.1", port: port) }
}

/// A script and what a client makes of it that asks for the version.
struct Fault: CustomTestStringConvertible, Sendable {
  var name: String
  var script: [ScriptedServer.Step]
  var cause: NodeFailure.Cause
  var state: NodeState

  var testDescription: String { name }
  var timeout: Duration { if case .late(_, let limit) = cause { limit } else { patience } }

  static let all = [
    Fault(name: "silence", script: [], cause: .late(.reply, after: limit), state: .mute),
    Fault(
      name: "half a line", script: [.lines(1), .send("VERSI")], cause: .late(.restOfReply, after: longerLimit),
      state: .mute),
    Fault(name: "closes at once", script: [.close], cause: .reset(withinReply: false), state: .reset),
    Fault(
      name: "closes when asked", script: [.lines(1), .close], cause: .reset(withinReply: false), state: .reset),
    Fault(
      name: "closes within the reply", script: [.lines(1), .send("VERSION 1.6"), .close],
      cause: .reset(withinReply: true), state: .reset),
    Fault(name: "resets when asked", script: [.lines(1), .reset], cause: .reset(withinReply: false), state: .reset),
    Fault(
      name: "full, before it is asked", script: [.send("ERROR Too many open connections\r\n"), .close], cause: .full,
      state: .full),
    Fault(
      name: "full, when asked", script: [.lines(1), .send("ERROR Too many open connections\r\n"), .close], cause: .full,
      state: .full),
    Fault(
      name: "wants a login", script: [.lines(1), .send("CLIENT_ERROR unauthenticated\r\n")],
      cause: .authenticationRequired, state: .authRequired),
    Fault(
      name: "TLS alert", script: [.lines(1), .send([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x0a]), .close],
      cause: .foreign(.tls), state: .tls),
    Fault(
      name: "TLS alert byte by byte", script: [.lines(1), .sendEachByte([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x0a])],
      cause: .foreign(.tls), state: .tls),
    Fault(
      name: "web server", script: [.lines(1), .send("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"), .close],
      cause: .foreign(.http), state: .notMemcached),
    Fault(
      name: "SSH banner", script: [.send("SSH-2.0-OpenSSH_9.2p1\r\n")], cause: .foreign(.ssh), state: .notMemcached),
    Fault(
      name: "mail server", script: [.send("220 mail ESMTP\r\n"), .lines(1), .send("502 no\r\n")],
      cause: .foreign(.smtp),
      state: .notMemcached),
    Fault(
      name: "junk", script: [.lines(1), .send([0x00, 0x9f, 0x92, 0x96])],
      cause: .foreign(.unknown("\\x00\\x9f\\x92\\x96")),
      state: .notMemcached),
    Fault(
      name: "line without end", script: [.lines(1), .flood(String(repeating: "V", count: 5000))],
      cause: .excessive("a line of more than 8192 bytes"), state: .notMemcached),
  ]
}

@Suite("What goes wrong has a word of its own", .timeLimit(.minutes(5))) struct FaultTests {
  @Test(arguments: Fault.all)
  func isToldApart(_ fault: Fault) async throws {
    try await ScriptedServer.run(fault.script) { server in
      let clock = ContinuousClock()
      let start = clock.now
      let failure = await failure { () async throws(NodeFailure) in
        try await dialer(timeout: fault.timeout).withClient(server.address) { client throws(NodeFailure) in
          try await client.version()
        }
      }
      #expect(failure?.cause == fault.cause)
      #expect(failure?.state == fault.state)
      #expect(failure?.node == server.address.description)
      #expect(clock.now - start < patience)
    }
  }

  @Test func nothingListens() async throws {
    try await ScriptedServer.runRefusing { port in
      let failure = await failure { () async throws(NodeFailure) in
        try await dialer().connect(to: .tcp(host: "127.0.0.1", port: port))
      }
      #expect(failure?.cause == .refused)
      #expect(failure?.state == .refused)
    }
  }

  @Test("A full accept queue drops connections without a word")
  func noConnection() async throws {
    try await ScriptedServer.runFull { port in
      let failure = await failure { () async throws(NodeFailure) in
        try await dialer(timeout: limit).connect(to: .tcp(host: "127.0.0.1", port: port))
      }
      #expect(failure?.cause == .late(.connection, after: limit))
      #expect(failure?.state == .timeout)
    }
  }

  @Test("A name without address, whether the resolver says so or says nothing")
  func unresolved() async throws {
    let failure = await failure { () async throws(NodeFailure) in
      try await dialer(timeout: limit).connect(to: .tcp(host: "nowhere.invalid", port: 11211))
    }
    #expect(failure?.state == .unresolved)
  }

  @Test("Names are looked up, and an address in numbers is taken as it is")
  func localhost() async throws {
    try await ScriptedServer.run([.lines(1), .send("VERSION 1\r\n")]) { server in
      for host in ["localhost", "127.0.0.1"] {
        let client = try await dialer().connect(to: .tcp(host: host, port: server.port))
        #expect(try await client.version() == "1")
        client.close()
      }
    }
  }

  @Test("Every failure says in one line what happened and what to do", arguments: Fault.all.map(\.cause))
  func texts(_ cause: NodeFailure.Cause) {
    let failure = NodeFailure(node: "10.0.0.1:11211", cause)
    for text in [failure.reason, failure.remedy] {
      #expect(!text.isEmpty)
      #expect(text.utf8.allSatisfy { (0x20...0x7e).contains($0) })
    }
    #expect(failure.description == "10.0.0.1:11211: \(failure.reason)\n  try: \(failure.remedy)")
  }
}
