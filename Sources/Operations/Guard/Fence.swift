public import MemcacheClient

/// Who has a vote in the lease of this machine's node: that node, the others of its pool, and the witnesses.
public struct Fence: Sendable {
  public let own: LiveNode
  public let others: [LiveNode]
  public let witnesses: [ServerAddress]

  public var members: Int { 1 + others.count + witnesses.count }

  /// Looks up where the nodes and the witnesses are; a name that has no address now is taken for another machine's.
  ///
  /// - Parameters:
  ///   - nodes: of the pool, each once.
  ///   - witnesses: any service on other machines.
  ///   - here: this machine.
  ///   - timeout: for the name lookups, which run all at once.
  public init(
    _ nodes: [LiveNode], witnesses: [ServerAddress], here: OwnAddresses, timeout: Duration
  ) async throws(FenceRefusal) {
    let homes = await Self.areHere(nodes.map(\.home) + witnesses, here, timeout)
    let own = zip(nodes, homes).filter(\.1).map(\.0)
    guard let node = own.first else {
      throw FenceRefusal(.noOwnNode(nodes: nodes.map(\.name), here: here.addresses.sorted()))
    }
    if own.count > 1 { throw FenceRefusal(.severalOwnNodes(own.map(\.name))) }
    for (index, witness) in witnesses.enumerated() {
      if homes[nodes.count + index] { throw FenceRefusal(.ownWitness(witness)) }
      if nodes.contains(where: { $0.home == witness }) || witnesses[..<index].contains(witness) {
        throw FenceRefusal(.countedWitness(witness))
      }
    }
    self.own = node
    others = nodes.filter { $0 != node }
    self.witnesses = witnesses
    if members < Lease.fewestMembers { throw FenceRefusal(.fewMembers(nodes: nodes.count, witnesses: witnesses.count)) }
  }

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

  private static func areHere(
    _ addresses: [ServerAddress], _ here: OwnAddresses, _ timeout: Duration
  ) async -> [Bool] {
    await askAll(addresses) { address throws(NodeFailure) in
      switch address {
      case .unix: true
      case .tcp(let host, _): try await addressesInNumbers(of: host, within: timeout).contains { here.contains($0) }
      }
    }
    .map { $0.value ?? false }
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

/// Why no lease can be had.
public struct FenceRefusal: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    case noOwnNode(nodes: [String], here: [String])
    case severalOwnNodes([String])
    /// A service of this machine answers also when the machine is cut off.
    case ownWitness(ServerAddress)
    /// It has a vote already.
    case countedWitness(ServerAddress)
    case fewMembers(nodes: Int, witnesses: Int)
  }

  public let reason: Reason

  init(_ reason: Reason) { self.reason = reason }

  public var summary: String {
    switch reason {
    case .noOwnNode(let nodes, let here):
      "--fence belongs on a memcached host, and no node of the pool (\(nodes.joined(separator: ", "))) has an address of "
        + "this machine (\(here.joined(separator: ", ")))"
    case .severalOwnNodes(let nodes):
      "--fence closes this machine's node, and the pool has \(nodes.count) here: \(nodes.joined(separator: ", "))"
    case .ownWitness(let witness):
      "the witness \(witness) is this machine itself, which it always reaches"
    case .countedWitness(let witness):
      "\(witness) has a vote already: each node of the pool and each witness counts once"
    case .fewMembers(let nodes, let witnesses):
      "a fence needs \(Lease.fewestMembers) members, and there are \(nodes + witnesses): "
        + "\(nodes) \(nodes == 1 ? "node" : "nodes"), \(witnesses) \(witnesses == 1 ? "witness" : "witnesses"). Two that "
        + "lose each other cannot tell which of them is cut off, and no majority is left to decide it"
    }
  }

  public var remedy: String {
    switch reason {
    case .noOwnNode: "run this guard where memcached runs, or name the node in save_path by an address of its host"
    case .severalOwnNodes:
      "nodes of one host fail together: keep one of them in save_path, or let --exec do what --fence would"
    case .ownWitness, .countedWitness: "name a service on another machine, best a web server: --witness web1:443"
    case .fewMembers:
      "add --witness HOST:PORT, any service on another machine. Best are the web hosts (--witness web1:443): the nodes "
        + "that they reach are the ones that must go on"
    }
  }
}
