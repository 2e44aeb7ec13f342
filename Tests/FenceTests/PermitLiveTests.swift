import FoundationEssentials
import LiveTrait
import LocalPool
import Testing

/// The example of packaging/fence on a host of its own: what a web server and another memcached host see of it.
@Suite("A permit that ends by itself", .live, .networks, .timeLimit(.minutes(5))) struct PermitLiveTests {
  @Test func aCutHostIsAloneUntilItIsJoinedAgain() async throws {
    try await Network.with(hosts: 3) { network in
      let (first, second, web) = (network.hosts[0], network.hosts[1], network.hosts[2])
      for host in [first, second] { _ = try await network.startMemcached(on: host) }
      try await network.until { try await network.isOpen(first, from: web) }
      try await network.cut(first)
      #expect(try await !network.isOpen(first, from: web))
      #expect(try await !network.isOpen(second, from: first))
      try await network.until { try await network.isOpen(second, from: web) }
      try await network.join(first)
      try await network.until { try await network.isOpen(first, from: web) }
      try await network.until { try await network.isOpen(second, from: first) }
    }
  }

  @Test func webServersAreLetInForAsLongAsThePermitRuns() async throws {
    try await Network.with(hosts: 3) { network in
      let (node, other, web) = (network.hosts[0], network.hosts[1], network.hosts[2])
      _ = try await network.startMemcached(on: node)
      try await network.fence(node, from: web)

      // Closed from the start, but for those who vote and refill.
      #expect(try await !network.isOpen(node, from: web))
      try await network.until { try await network.isOpen(node, from: other) }

      try await network.permit("open", node, milliseconds: 60_000)
      try await network.until { try await network.isOpen(node, from: web) }
      try await network.permit("close", node)
      #expect(try await !network.isOpen(node, from: web))
      // Twice is as once.
      try await network.permit("close", node)

      // A connection that stands ends with the permit, without any act of a guard.
      try await network.permit("open", node, milliseconds: 60_000)
      let talk = """
        exec 3<>/dev/tcp/\(node.address)/11211 || exit 9
        echo ready
        while printf 'version\\r\\n' >&3 && read -r -t 10 answer <&3; do sleep 0.05; done 2> /dev/null
        echo ended
        """
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      let log = folder.path + "/talk"
      _ = try await network.start(["bash", "-c", talk], on: web, log: log)
      try await network.until { try String(contentsOfFile: log, encoding: .utf8).contains("ready") }
      // Renewing puts the end off, and also brings it nearer.
      try await network.permit("open", node, milliseconds: 300)
      try await network.until { try String(contentsOfFile: log, encoding: .utf8).contains("ended") }
      #expect(try await !network.isOpen(node, from: web))
      try await network.until { try await network.isOpen(node, from: other) }
    }
  }

  /// Refused, not dropped: PHP goes on to another node at once.
  @Test func aClosedNodeRefuses() async throws {
    try await Network.with(hosts: 2) { network in
      let (node, web) = (network.hosts[0], network.hosts[1])
      _ = try await network.startMemcached(on: node)
      try await network.fence(node, from: web)
      let run = try await network.run(["bash", "-c", "exec 3<>/dev/tcp/\(node.address)/11211"], on: web)
      #expect(run.output.contains("Connection refused"))
    }
  }
}

extension Network {
  private static let packaging =
    #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/packaging/fence"

  /// Fences a memcached off with the packaged rules, from this one web server.
  func fence(_ node: Host, from web: Host) async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let rules = try String(contentsOfFile: Self.packaging + "/mcpool-fence.nft", encoding: .utf8)
      .replacing("192.0.2.0/24", with: web.address)
    try rules.write(toFile: folder.path + "/rules", atomically: false, encoding: .utf8)
    // Loading it again changes nothing.
    for _ in 1...2 {
      let run = try await run(["nft", "-f", folder.path + "/rules"], on: node)
      try #require(run.status == 0, "\(run.output)")
    }
  }

  /// What the guard runs.
  static func permitCommand(_ verb: String) -> String { "'\(packaging)/mcpool-permit' \(verb)" }

  func permit(_ verb: String, _ node: Host, milliseconds: Int? = nil) async throws {
    var facts = ["MCPOOL_NODE": "\(node.address):11211"]
    facts["MCPOOL_PERMIT_MS"] = milliseconds.map { "\($0)" }
    let run = try await run(["sh", "-c", Self.permitCommand(verb)], on: node, environment: facts)
    #expect(run.status == 0, "\(run.output)")
  }
}
