import LiveTrait
import LocalPool
import Logging
import MemcacheClient
import MemcacheProtocol
import Synchronization
import Testing

func dialer(_ access: Access, timeout: Duration = patience) -> SocketDialer {
  SocketDialer(timeout: timeout, access: access, logger: Logger(label: "test"))
}

extension Login {
  static let right = Login(user: Array("user".utf8), password: Array("se:cret".utf8))
  static let wrong = Login(user: Array("user".utf8), password: Array("guess".utf8))
}

/// Everything that a node is asked for, once.
func exercise(_ dialer: some Dialer, _ address: ServerAddress, lists: Bool = true) async throws {
  try await dialer.withClient(address) { client throws(NodeFailure) in
    #expect(try await client.version().isEmpty == false)
    #expect(try await client.ping() > .zero)
    #expect(try await client.stats(nil).first?.name == "pid")
    #expect(try await client.stats("settings").contains { $0.name == "oldest" })
    let key = Array("memc.sess.key.a".utf8)
    let large = [UInt8](repeating: 0x0d, count: 300_000)
    try await client.set(key, flags: 1, ttl: .seconds(60), value: large)
    #expect(try await client.items([[0x62], key], [.value]).map { $0?.value } == [nil, large])
    let lines = Mutex<[[UInt8]]>([])
    let listing = try await client.metadump(upTo: .max) { line in lines.withLock { $0.append(line.key) } }
    if lists {
      #expect(listing == .complete(1, by: .hash))
      #expect(lines.withLock { $0 } == [key])
    } else {
      guard case .unavailable = listing else {
        Issue.record("it lists: \(listing)")
        return
      }
    }
    #expect(try await client.delete(key))
    try await client.set(key, flags: 1, ttl: nil, value: [0x61])
    try await client.flushAll()
    #expect(try await client.items([key], []) == [nil])
  }
}

/// Why the node cannot be asked for its version.
func versionFailure(_ dialer: some Dialer, _ address: ServerAddress) async -> NodeFailure? {
  await failure { () async throws(NodeFailure) in
    try await dialer.withClient(address) { client throws(NodeFailure) in try await client.version() }
  }
}

@Suite("Every way to a real memcached", .live, .timeLimit(.minutes(5)))
struct TransportLiveTests {
  @Test func unixSocket() async throws {
    try await withMemcached(over: .unix()) { try await exercise(dialer(), $0.address) }
  }

  @Test("A unix socket is plain, whatever TLS the pool has")
  func unixSocketInTLSPool() async throws {
    let access = Access(tls: try ClientTLS())
    try await withMemcached(over: .unix()) { try await exercise(dialer(access), $0.address) }
  }

  @Test("memcached with TLS speaks plainly on its unix socket too")
  func unixSocketOfTLSServer() async throws {
    try await withAuthority { authority in
      let certificate = try await authority.issue("server")
      let arguments = ["-Z", "-o", "ssl_chain_cert=\(certificate.path)", "-o", "ssl_key=\(certificate.key)"]
      try await withMemcached(arguments, over: .unix()) { try await exercise(dialer(), $0.address) }
    }
  }

  @Test func ipv6() async throws {
    try await withMemcached(over: .ipv6) { try await exercise(dialer(), $0.address) }
  }

  @Test("A server that has gone leaves a socket where nobody listens, then none")
  func gone() async throws {
    try await withMemcached(over: .unix()) { server in
      try await server.stopAndWait()
      #expect(await versionFailure(dialer(), server.address)?.state == .refused)
    }
  }
}

@Suite("Passwords of the text protocol", .live, .timeLimit(.minutes(5)))
struct PasswordFileLiveTests {
  @Test func right() async throws {
    try await withMemcached(asking: .passwordFile(.right)) {
      try await exercise(dialer(Access(login: .right)), $0.address)
    }
  }

  @Test("Refused without showing the password anywhere")
  func wrong() async throws {
    try await withMemcached(asking: .passwordFile(.right)) { server in
      let failure = await versionFailure(dialer(Access(login: .wrong)), server.address)
      #expect(failure?.cause == .authenticationFailed("CLIENT_ERROR authentication failure"))
      #expect(failure?.state == .authFailed)
      #expect(failure?.description.contains("guess") == false)
    }
  }

  @Test func none() async throws {
    try await withMemcached(asking: .passwordFile(.right)) { server in
      let failure = await versionFailure(dialer(), server.address)
      #expect(failure?.state == .authRequired)
      #expect(failure?.remedy.contains("--auth-user") == true)
      #expect(failure?.remedy.contains("mcpool.auth_password_file") == true)
    }
  }

  @Test("A server that wants no login does not get it, and so does not store it")
  func unasked() async throws {
    try await withMemcached { server in
      try await dialer(Access(login: .right)).withClient(server.address) { client throws(NodeFailure) in
        #expect(try await client.metadump(upTo: .max) { _ in } == .complete(0, by: .hash))
        #expect(try await client.stats(nil).first { $0.name == "cmd_set" }?.value == "0")
      }
    }
  }

  @Test("With TLS around it")
  func overTLS() async throws {
    try await withAuthority { authority in
      let certificate = try await authority.issue("server")
      let access = Access(tls: try ClientTLS(authorities: authority.path), login: .right)
      try await withMemcached(over: .tls(certificate), asking: .passwordFile(.right)) {
        try await exercise(dialer(access), $0.address)
      }
    }
  }
}
