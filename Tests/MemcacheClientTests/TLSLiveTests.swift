import LiveTrait
import LocalPool
import MemcacheClient
import ScriptedServer
import Testing

@Suite("TLS with a real memcached", .live, .timeLimit(.minutes(5)))
struct TLSLiveTests {
  /// A server with a certificate for these names, and the authority that made it.
  func serving(
    _ names: [String] = ["DNS:localhost", "IP:127.0.0.1"], valid: LocalAuthority.Validity = .now,
    _ body: @Sendable (LocalMemcached, LocalAuthority) async throws -> Void
  ) async throws {
    try await withAuthority { authority in
      let certificate = try await authority.issue("server", for: names, valid: valid)
      try await withMemcached(over: .tls(certificate)) { try await body($0, authority) }
    }
  }

  @Test("The server's address or name is in its certificate", arguments: ["127.0.0.1", "localhost"])
  func verified(_ host: String) async throws {
    try await serving { server, authority in
      let access = Access(tls: try ClientTLS(authorities: authority.path))
      try await exercise(dialer(access), .tcp(host: host, port: server.port))
    }
  }

  @Test("A name that was looked up must be named itself: the address that it has is not enough")
  func nameByAddress() async throws {
    try await serving(["IP:127.0.0.1"]) { server, authority in
      let dialer = dialer(Access(tls: try ClientTLS(authorities: authority.path)))
      let failure = await versionFailure(dialer, .tcp(host: "localhost", port: server.port))
      #expect(failure?.cause == .tls(.wrongName(expected: "localhost", has: ["127.0.0.1"])))
      #expect(failure?.state == .tls)
    }
  }

  @Test(
    "An address must be named as an address", arguments: [["DNS:localhost"], ["IP:127.0.0.2", "DNS:127.0.0.1"], []])
  func addressByName(_ names: [String]) async throws {
    try await serving(names) { server, authority in
      let failure = await versionFailure(
        dialer(Access(tls: try ClientTLS(authorities: authority.path))), server.address)
      guard case .tls(.wrongName("127.0.0.1", let has)) = failure?.cause else {
        Issue.record("\(String(describing: failure))")
        return
      }
      #expect(has.count == names.count)
    }
  }

  @Test("Behind a tunnel the name of the ring counts, not that of the tunnel's end")
  func mapped() async throws {
    try await serving(["DNS:*.example.org", "IP:10.0.0.1"]) { server, authority in
      let dialer = dialer(Access(tls: try ClientTLS(authorities: authority.path)))
      for name in ["cache1.example.org", "Cache2.Example.ORG.", "10.0.0.1"] {
        let client = try await dialer.connect(to: server.address, certifiedFor: name)
        #expect(try await client.version().isEmpty == false)
        client.close()
      }
      for name in ["a.b.example.org", "example.org", "10.0.0.2", "127.0.0.1"] {
        let failure = await failure { () async throws(NodeFailure) in
          try await dialer.connect(to: server.address, certifiedFor: name)
        }
        #expect(failure?.state == .tls, "\(name)")
      }
    }
  }

  @Test("An authority that we do not trust, whether we name another one or the system's count")
  func untrusted() async throws {
    try await serving { server, _ in
      try await withAuthority("another") { other in
        for authorities in [other.path, nil] {
          let failure = await versionFailure(
            dialer(Access(tls: try ClientTLS(authorities: authorities))), server.address)
          #expect(failure?.cause == .tls(.untrusted(issuer: "'mcpool'")))
          #expect(failure?.remedy.contains("--tls-ca") == true)
        }
      }
    }
  }

  @Test func selfSigned() async throws {
    try await withAuthority { authority in
      try await withAuthority("own") { own in
        try await withMemcached(over: .tls(own.certificate)) { server in
          let failure = await versionFailure(
            dialer(Access(tls: try ClientTLS(authorities: authority.path))), server.address)
          #expect(failure?.cause == .tls(.selfSigned))
        }
      }
    }
  }

  @Test func expired() async throws {
    try await serving(valid: .past) { server, authority in
      let failure = await versionFailure(
        dialer(Access(tls: try ClientTLS(authorities: authority.path))), server.address)
      #expect(failure?.cause == .tls(.expired(1_609_459_200)))
      #expect(failure?.reason == "its certificate expired on 2021-01-01 00:00 UTC")
    }
  }

  @Test func notYetValid() async throws {
    try await serving(valid: .future) { server, authority in
      let failure = await versionFailure(
        dialer(Access(tls: try ClientTLS(authorities: authority.path))), server.address)
      #expect(failure?.cause == .tls(.notYetValid(4_039_372_800)))
    }
  }

  @Test("Whoever answers is believed when told so")
  func insecure() async throws {
    try await serving(["DNS:elsewhere"], valid: .past) { server, _ in
      try await exercise(dialer(Access(tls: try ClientTLS(verifies: false))), server.address)
    }
  }

  @Test("Our certificate is wanted: given, missing, of an authority that the server does not know")
  func clientCertificate() async throws {
    try await withAuthority { authority in
      let certificate = try await authority.issue("server")
      let own = try await authority.issue("client")
      try await withMemcached(over: .tls(certificate, clients: authority)) { server in
        let given = try ClientTLS(authorities: authority.path, certificate: own.path, key: own.key)
        try await exercise(dialer(Access(tls: given)), server.address)

        let none = await versionFailure(dialer(Access(tls: try ClientTLS(authorities: authority.path))), server.address)
        #expect(none?.cause == .tls(.certificateWanted))
        #expect(none?.remedy.contains("--tls-cert") == true)

        try await withAuthority("another") { other in
          let strange = try await other.issue("client")
          let tls = try ClientTLS(authorities: authority.path, certificate: strange.path, key: strange.key)
          let refused = await versionFailure(dialer(Access(tls: tls)), server.address)
          guard case .tls(.certificateRefused) = refused?.cause else {
            Issue.record("\(String(describing: refused))")
            return
          }
        }
      }
    }
  }

  @Test("A plain client at a TLS port is told of --tls")
  func plainToTLS() async throws {
    try await serving { server, _ in
      let failure = await versionFailure(dialer(), server.address)
      #expect(failure?.cause == .reset(withinReply: false))
      #expect(failure?.remedy.contains("--tls") == true)
    }
  }

  @Test("A TLS client at a plain port is told to leave out --tls")
  func tlsToPlain() async throws {
    try await withMemcached { server in
      let failure = await versionFailure(dialer(Access(tls: try ClientTLS()), timeout: patience), server.address)
      #expect(failure?.state == .tls, "\(String(describing: failure))")
      #expect(failure?.remedy.contains("leave out --tls") == true)
    }
  }

  @Test(
    "A server that fails behind its handshake is not said to want TLS",
    arguments: [([ScriptedServer.Step.close], NodeState.reset), ([], .mute)], [Access.WireProtocol.text, .binary])
  func failsOverTLS(_ what: (script: [ScriptedServer.Step], state: NodeState), _ way: Access.WireProtocol) async throws
  {
    try await withAuthority { authority in
      let certificate = try await authority.issue("server", for: ["IP:127.0.0.1"])
      let tls = try ScriptedServer.TLS(certificate: certificate.path, key: certificate.key)
      try await ScriptedServer.run([.bytes(1)] + what.script, tls: tls) { server in
        let access = Access(wireProtocol: way, tls: try ClientTLS(authorities: authority.path))
        let failure = await versionFailure(dialer(access, timeout: longerLimit), server.address)
        #expect(failure?.state == what.state)
        #expect(failure?.isOverTLS == true)
        #expect(failure?.remedy.contains("add --tls") == false)
        #expect(failure?.named("a", reachedAt: nil).remedy.contains("add --tls") == false)
      }
    }
  }

  @Test("A TLS server that hangs is mute")
  func frozen() async throws {
    try await serving { server, authority in
      server.freeze()
      let failure = await versionFailure(
        dialer(Access(tls: try ClientTLS(authorities: authority.path)), timeout: limit), server.address)
      #expect(failure?.cause == .late(.handshake, after: limit))
      #expect(failure?.state == .mute)
    }
  }
}
