public import MemcacheClient
import Placement
import Replay

/// Who has a vote in the lease of this machine's node: that node, the others of its pool, and the witnesses.
public struct Fence: Sendable {
  public let own: LiveNode
  public let others: [LiveNode]
  public let witnesses: [ServerAddress]

  public var members: Int { 1 + others.count + witnesses.count }

  /// Looks up where the nodes and the witnesses are. A witness that has no address now is counted by its name.
  ///
  /// - Parameters:
  ///   - nodes: of the pool, each once.
  ///   - witnesses: any service on other machines.
  ///   - here: this machine.
  ///   - timeout: for the name lookups, which run all at once.
  public init(
    _ nodes: [LiveNode], witnesses: [ServerAddress], here: OwnAddresses, timeout: Duration
  ) async throws(FenceRefusal) {
    let homes = await Self.homes(nodes.map(\.home) + witnesses, here, timeout)
    let own = zip(nodes, homes).filter { $1.isHere }.map(\.0)
    guard let node = own.first else {
      let unknown = zip(nodes, homes).filter { $1.addresses.isEmpty }.map(\.0.name)
      throw FenceRefusal(
        unknown.isEmpty && here.reachOthers
          ? .noOwnNode(nodes: nodes.map(\.name), here: here.addresses.sorted())
          : .noAddressYet(unresolved: unknown, here: here.addresses.sorted()))
    }
    if own.count > 1 { throw FenceRefusal(.severalOwnNodes(own.map(\.name))) }
    for (index, witness) in witnesses.enumerated() {
      let home = homes[nodes.count + index]
      if home.isHere { throw FenceRefusal(.ownWitness(witness)) }
      if homes[..<(nodes.count + index)].contains(where: { $0.isSameHost(as: home) }) {
        throw FenceRefusal(.countedWitness(witness))
      }
    }
    self.own = node
    others = nodes.filter { $0 != node }
    self.witnesses = witnesses
    if members < Lease.fewestMembers { throw FenceRefusal(.fewMembers(nodes: nodes.count, witnesses: witnesses.count)) }
  }

  /// A machine that reaches no witness is cut off from the web servers, however many nodes it reaches.
  public func isWitnessed(_ reached: Int) -> Bool { witnesses.isEmpty || reached > 0 }

  /// How many of the other nodes took a connection, by how they answered.
  public func othersReached(_ states: [LiveNode: NodeState]) -> Int {
    others.count { states[$0]?.tookConnection ?? false }
  }

  /// How many of the witnesses take a connection now, all asked at once. Nothing is sent to them.
  ///
  /// - Parameter dialer: without TLS and login, for witnesses are any service.
  public func witnessesReached(by dialer: any Dialer) async -> Int {
    await askAll(witnesses) { witness throws(NodeFailure) in try await dialer.connect(to: witness).close() }
      .count { $0.failure == nil }
  }

  private static func homes(
    _ addresses: [ServerAddress], _ here: OwnAddresses, _ timeout: Duration
  ) async -> [Home] {
    await askAll(addresses) { address throws(NodeFailure) in
      switch address {
      case .unix: []
      case .tcp(let host, _): try await addressesInNumbers(of: host, within: timeout)
      }
    }
    .map { Home($0.node, Set($0.value ?? []), here) }
  }

  /// The machine that an address means.
  private struct Home {
    let isHere: Bool
    /// In numbers; none: a name without an address now, or a unix socket.
    let addresses: Set<String>
    private let host: String

    init(_ address: ServerAddress, _ addresses: Set<String>, _ here: OwnAddresses) {
      self.addresses = addresses
      switch address {
      case .unix(let path): (host, isHere) = (path, true)
      case .tcp(let host, _): (self.host, isHere) = (host, addresses.contains { here.contains($0) })
      }
    }

    func isSameHost(as other: Home) -> Bool {
      host.lowercased() == other.host.lowercased() || !addresses.isDisjoint(with: other.addresses)
    }
  }
}

extension LiveNode {
  /// Where its name says that it is, which is where the web servers look for it: a tunnel's end says nothing of that.
  fileprivate var home: ServerAddress {
    guard isElsewhere, let certifiedHost, case .tcp(_, let port) = ServerAddress(name) else { return address }
    return .tcp(host: certifiedHost, port: port)
  }
}

extension NodeState {
  /// Somebody took a connection there, so this machine is not cut off from it.
  var tookConnection: Bool {
    switch self {
    case .up, .mute, .reset, .tls, .authRequired, .authFailed, .full, .notMemcached: true
    case .refused, .timeout, .unresolved: false
    }
  }
}

extension SessionPool {
  /// Why none of its nodes can be fenced; nil: they can.
  public var fenceRefusal: FenceRefusal? {
    php.extent(.auto) == nil && php.hasSeveralCopies ? FenceRefusal(.unknownCure) : nil
  }
}

extension Pool {
  /// Another node may have a session of this one, so there is something to refill from.
  var hasSeveralCopies: Bool { extent(.refill) != nil }
}

/// Why no lease can be had.
public struct FenceRefusal: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    case noOwnNode(nodes: [String], here: [String])
    /// The same, and that may change by itself: names of nodes cannot be looked up, or no network is up here.
    case noAddressYet(unresolved: [String], here: [String])
    case severalOwnNodes([String])
    /// A service of this machine answers also when the machine is cut off.
    case ownWitness(ServerAddress)
    /// Its host has a vote already.
    case countedWitness(ServerAddress)
    case fewMembers(nodes: Int, witnesses: Int)
    /// What a returned node needs is not known of this release.
    case unknownCure
  }

  public let reason: Reason

  /// Trying again may help.
  public var mayPass: Bool { if case .noAddressYet = reason { true } else { false } }

  init(_ reason: Reason) { self.reason = reason }

  public var summary: String {
    switch reason {
    case .noOwnNode(let nodes, let here):
      "--fence belongs on a memcached host, and no node of the pool (\(nodes.joined(separator: ", "))) has an address of "
        + "this machine (\(here.joined(separator: ", ")))"
    case .noAddressYet(let unresolved, let here):
      unresolved.isEmpty
        ? "no network is up yet: this machine has no address but \(here.joined(separator: ", "))"
        : "which node of the pool is this machine's is not known yet: \(unresolved.joined(separator: ", ")) cannot be "
          + "looked up, and no other node has an address of this machine (\(here.joined(separator: ", ")))"
    case .severalOwnNodes(let nodes):
      "--fence closes this machine's node, and the pool has \(nodes.count) here: \(nodes.joined(separator: ", "))"
    case .ownWitness(let witness):
      "the witness \(witness) is this machine itself, which it always reaches"
    case .countedWitness(let witness):
      "the host of \(witness) has a vote already: each host counts once, as a node of the pool or as a witness"
    case .unknownCure:
      "--fence refills a node before it opens it, and how this release of the extension reads its copies is not known, "
        + "so nothing can be refilled"
    case .fewMembers(let nodes, let witnesses):
      "a fence needs \(Lease.fewestMembers) members, and there are \(nodes + witnesses): "
        + "\(nodes) \(nodes == 1 ? "node" : "nodes"), \(witnesses) \(witnesses == 1 ? "witness" : "witnesses"). Two that "
        + "lose each other cannot tell which of them is cut off, and no majority is left to decide it"
    }
  }

  public var remedy: String {
    switch reason {
    case .noOwnNode: "run this guard where memcached runs, or name the node in save_path by an address of its host"
    case .noAddressYet: "start it again when the name and the address are there, as systemd does by itself"
    case .unknownCure:
      "look the release up and state it: --extension-release, or mcpool.extension_release in the configuration"
    case .severalOwnNodes:
      "nodes of one host fail together: keep one of them in save_path, or let --exec do what --fence would"
    case .ownWitness, .countedWitness: "name a service on another machine, best a web server: --witness web1:443"
    case .fewMembers:
      "add --witness HOST:PORT, any service on another machine. Best are the web hosts (--witness web1:443): the nodes "
        + "that they reach are the ones that must go on"
    }
  }
}
