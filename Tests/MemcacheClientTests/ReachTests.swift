import MemcacheClient
import ScriptedServer
import Testing

@Suite("Where somebody is, and whether connections are taken there") struct ReachTests {
  /// What greets first (ssh, mail), what closes at once, what says nothing.
  @Test(arguments: [[.send("SSH-2.0-OpenSSH_9.2\r\n")], [.close], []] as [[ScriptedServer.Step]])
  func anyServiceTakesConnections(_ script: [ScriptedServer.Step]) async throws {
    try await ScriptedServer.run(script) { server in try await dialer().connect(to: server.address).close() }
  }

  @Test(arguments: [
    ("10.0.0.1", "10.0.0.1"), ("0:0::1", "::1"), ("::ffff:10.0.0.1", "10.0.0.1"), ("FD00::A", "fd00::a"),
  ])
  func anAddressInNumbersIsItself(_ host: String, _ address: String) async throws {
    #expect(try await addressesInNumbers(of: host, within: patience) == [address])
  }

  @Test func aNameIsLookedUp() async throws {
    let found = try await addressesInNumbers(of: "localhost", within: patience)
    #expect(found.contains("127.0.0.1") || found.contains("::1"))
    let missing = await failure { () async throws(NodeFailure) in
      try await addressesInNumbers(of: "no-such-host.invalid", within: patience)
    }
    #expect(missing?.state == .unresolved)
  }
}
