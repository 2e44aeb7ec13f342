import LiveTrait
import LocalPool
import MemcacheClient
import MemcacheProtocol
import ScriptedServer
import Testing

@Suite("A real twemproxy in place of a node", .live, .timeLimit(.minutes(5))) struct ProxyLiveTests {
  @Test("Whatever is asked that it does not know, it is said to be a proxy")
  func twemproxy() async throws {
    try await withMemcacheds(2) { servers in
      try await withTwemproxy(before: servers.map(\.address)) { address in
        for question in [Question.stats, .ping, .items, .flush, .listing] {
          #expect(await cause(address, question) == .foreign(.proxy(.withoutStats)))
        }
      }
    }
  }

  @Test("Also when no server is up behind it")
  func nothingBehind() async throws {
    try await ScriptedServer.runRefusing { port in
      try await withTwemproxy(before: [.tcp(host: "127.0.0.1", port: port)]) { address in
        #expect(await cause(address, .stats) == .foreign(.proxy(.withoutStats)))
      }
    }
  }

  private func cause(_ address: ServerAddress, _ question: Question) async -> NodeFailure.Cause? {
    let dialer = dialer()
    do throws(NodeFailure) {
      try await dialer.withClient(address) { client throws(NodeFailure) in try await question.ask(client) }
      return nil
    } catch {
      return await dialer.secondLook(at: error, of: address, certifiedFor: nil).cause
    }
  }
}
