import MemcacheClient
import Replay
import Testing

@testable import Operations

@Suite("Who votes in the lease of a node") struct FenceTests {
  static let here = OwnAddresses(["127.0.0.1", "::1", "10.0.0.1", "fd00::1"])

  static func node(_ address: String) -> LiveNode {
    let address = ServerAddress(address) ?? .unix(path: address)
    return LiveNode(name: address.description, address: address)
  }

  static func fence(_ nodes: [String], _ witnesses: [String] = []) async throws(FenceRefusal) -> Fence {
    try await Fence(
      nodes.map(node), witnesses: witnesses.compactMap { ServerAddress($0) }, here: here, timeout: .seconds(10))
  }

  @Test(arguments: [
    (["10.0.0.2", "10.0.0.1", "10.0.0.3"], "10.0.0.1:11211"),
    (["10.0.0.2", "[fd00::1]", "10.0.0.3"], "[fd00::1]:11211"),
    (["10.0.0.2", "[FD00:0::1]", "10.0.0.3"], "[FD00:0::1]:11211"),
    (["10.0.0.2", "[::ffff:10.0.0.1]", "10.0.0.3"], "[::ffff:10.0.0.1]:11211"),
    (["10.0.0.2", "127.0.0.7:1", "10.0.0.3"], "127.0.0.7:1"), (["10.0.0.2", "/run/m.sock", "10.0.0.3"], "/run/m.sock"),
  ])
  func thisMachinesNodeIsTheOneWithItsAddress(_ nodes: [String], _ own: String) async throws {
    let fence = try await Self.fence(nodes)
    #expect(fence.own.name == own && fence.others.count == 2 && fence.members == 3)
  }

  /// The end of a tunnel is here, and the node is not.
  @Test func aTunnelIsNoNode() async throws {
    let tunnelled = Self.node("10.0.0.2").reached(at: .tcp(host: "127.0.0.1", port: 7777))
    let fence = try await Fence(
      [tunnelled, Self.node("10.0.0.1"), Self.node("10.0.0.3")], witnesses: [], here: Self.here, timeout: .seconds(10))
    #expect(fence.own.name == "10.0.0.1:11211")
  }

  @Test func twoNodesWithAWitnessAreThree() async throws {
    #expect(try await Self.fence(["10.0.0.1", "10.0.0.2"], ["10.0.0.9:443"]).members == 3)
  }

  @Test(
    arguments: [
      (["10.0.0.1", "10.0.0.2"], [], FenceRefusal.Reason.fewMembers(nodes: 2, witnesses: 0)),
      (["10.0.0.1"], ["10.0.0.9:80"], .fewMembers(nodes: 1, witnesses: 1)),
      (
        ["10.0.0.2", "10.0.0.3", "10.0.0.4"], [],
        .noOwnNode(
          nodes: ["10.0.0.2:11211", "10.0.0.3:11211", "10.0.0.4:11211"],
          here: ["10.0.0.1", "127.0.0.1", "::1", "fd00::1"])
      ),
      (["10.0.0.1:1", "10.0.0.1:2", "10.0.0.2"], [], .severalOwnNodes(["10.0.0.1:1", "10.0.0.1:2"])),
      (["10.0.0.1", "10.0.0.2"], ["127.0.0.1:22"], .ownWitness(.tcp(host: "127.0.0.1", port: 22))),
      (["10.0.0.1", "10.0.0.2"], ["/run/nginx.sock"], .ownWitness(.unix(path: "/run/nginx.sock"))),
      (["10.0.0.1", "10.0.0.2"], ["10.0.0.2"], .countedWitness(.tcp(host: "10.0.0.2", port: 11211))),
      (["10.0.0.1", "10.0.0.2"], ["10.0.0.2:443"], .countedWitness(.tcp(host: "10.0.0.2", port: 443))),
      (["10.0.0.1", "10.0.0.2"], ["[::ffff:10.0.0.2]:443"], .countedWitness(.tcp(host: "::ffff:10.0.0.2", port: 443))),
      (["10.0.0.1", "10.0.0.2"], ["10.0.0.9:80", "10.0.0.9:443"], .countedWitness(.tcp(host: "10.0.0.9", port: 443))),
      (
        ["10.0.0.1", "10.0.0.2"], ["web.invalid:80", "Web.invalid:443"],
        .countedWitness(.tcp(host: "Web.invalid", port: 443))
      ),
    ] as [([String], [String], FenceRefusal.Reason)])
  func whatCannotDecideIsRefused(_ nodes: [String], _ witnesses: [String], _ reason: FenceRefusal.Reason) async {
    let refusal = await #expect(throws: FenceRefusal.self) { try await Self.fence(nodes, witnesses) }
    #expect(refusal?.reason == reason)
  }

  /// That passes, so it is no mistake of the command line.
  @Test func aNameWithoutAnAddressMayBeThisMachines() async {
    let refusal = await #expect(throws: FenceRefusal.self) {
      try await Self.fence(["10.0.0.2", "cache1.invalid", "10.0.0.3"])
    }
    #expect(refusal?.mayPass == true && refusal?.summary.contains("cache1.invalid:11211 cannot be looked up") == true)
  }

  @Test func withoutANetworkNoNodeIsThisMachinesYet() async {
    let refusal = await #expect(throws: FenceRefusal.self) {
      try await Fence(
        ["10.0.0.1", "10.0.0.2", "10.0.0.3"].map(Self.node), witnesses: [],
        here: OwnAddresses(["127.0.0.1", "::1", "fe80::1"]), timeout: .seconds(10))
    }
    #expect(refusal?.mayPass == true)
  }

  @Test func anotherNodesNameMayBeUnknown() async throws {
    #expect(try await Self.fence(["10.0.0.1", "cache2.invalid", "10.0.0.3"]).others.count == 2)
  }

  @Test func oneWitnessOfThoseNamedMustBeReached() async throws {
    let without = try await Self.fence(["10.0.0.1", "10.0.0.2", "10.0.0.3"])
    let with = try await Self.fence(["10.0.0.1", "10.0.0.2"], ["10.0.0.8:80", "10.0.0.9:80"])
    #expect(without.isWitnessed(0) && !with.isWitnessed(0) && with.isWitnessed(1))
  }

  @Test func theRefusalNamesTheCure() async {
    let refusal = await #expect(throws: FenceRefusal.self) { try await Self.fence(["10.0.0.1", "10.0.0.2"]) }
    #expect(
      refusal?.summary
        == "a fence needs 3 members, and there are 2: 2 nodes, 0 witnesses. Two that lose each other cannot tell which "
        + "of them is cut off, and no majority is left to decide it")
    #expect(refusal?.remedy.contains("--witness web1:443") == true)
  }

  /// This machine reaches itself, so one address of it is known: that of its loopback.
  @Test func theSystemTellsItsAddresses() throws {
    #expect(try #require(OwnAddresses.current()).addresses.contains("127.0.0.1"))
  }

  @Test(arguments: [
    (NodeState.up, 1), (.mute, 1), (.full, 1), (.authRequired, 1), (.refused, 0), (.timeout, 0), (.unresolved, 0),
  ])
  func whoTookAConnectionWasReached(_ state: NodeState, _ reached: Int) async throws {
    let fence = try await Self.fence(["10.0.0.1", "10.0.0.2", "10.0.0.3"])
    let states = [fence.own: NodeState.up, fence.others[0]: state]
    #expect(fence.othersReached(states) == reached)
  }

  @Test func witnessesAreConnectedToAndNotAsked() async throws {
    let fence = try await Self.fence(["10.0.0.1", "10.0.0.2"], ["10.0.0.8:80", "10.0.0.9:80"])
    let network = MemoryNodes([:], faults: ["10.0.0.9:80": .refuses])
    #expect(await fence.witnessesReached(by: network) == 1)
    let seen = network.seen("10.0.0.8:80")
    #expect(seen.connections == 1 && seen.open == 0 && seen.batches == 0)
    #expect(network.seen("10.0.0.9:80").connections == 1 && network.seen("10.0.0.2:11211").connections == 0)
  }
}
