import PHPConfiguration

extension Memcache {
  /// What is dangerous about a pool, worked out exactly: PHP would die, loop or never save, or nodes stay unused.
  struct Dangers {
    let servers: [Server]
    let strategy: HashStrategy
    let function: HashFunction
    let setting: Setting
    let rules: ReleaseRules
    let redundancy: Int

    /// The most ring points that are worked out: about a second of work for us, minutes for PHP, in every request.
    private static let mostPoints = 1 << 26

    private var totalWeight: Int { servers.reduce(0) { $0 + $1.node.weight } }
    private var copies: Int { min(rules.copies(redundancy: redundancy), servers.count) }

    /// Pools whose ring PHP cannot build, or on which it can never talk to a node.
    func refuseCrashes(memoryLimit: Int) throws(PoolError) {
      for server in servers where server.node.transport == .unix { try refuseSocket(server) }
      guard servers.contains(where: { $0.node.weight > 0 }) else {
        throw errorWithoutWeight
      }
      let bytes = totalWeight * (strategy == .consistent ? ConsistentRing.pointsPerWeight * 16 : 8)
      if bytes >= memoryLimit || totalWeight > Int(Int32.max) {
        throw error(
          .crashes, "MC215", "the weights add up to \(totalWeight)",
          effect: "PHP needs \(bytes) bytes for the ring in every request and dies at its memory_limit",
          cure: "write weights as small numbers: 1, 2, 4")
      }
      if strategy == .consistent, totalWeight * ConsistentRing.pointsPerWeight > Self.mostPoints {
        throw error(
          .unknown, "MC215", "the weights add up to \(totalWeight)",
          effect: "PHP computes and sorts \(ConsistentRing.pointsPerWeight) points for each unit of weight in every "
            + "request, which takes minutes", cure: "write weights as small numbers: 1, 2, 4")
      }
    }

    private var errorWithoutWeight: PoolError {
      let (kind, effect): (PoolError.Kind, String) =
        if servers.count > 1, strategy == .standard {
          (.crashes, "PHP dies of a division by zero")
        } else if rules.locks, copies > 1 {
          (.hangs, "PHP wants \(copies) copies of each session and loops without end in the write")
        } else {
          (.refused, "no session is ever saved: every write fails")
        }
      return error(
        kind, "MC105", "no server has a weight above 0", effect: effect, cure: "give each socket a weight of 1 or more")
    }

    /// Sockets are the entries whose weight and timeout PHP does not check.
    private func refuseSocket(_ server: Server) throws(PoolError) {
      if server.node.weight < 0 {
        throw error(
          .crashes, "MC105", "\(server.node.name) has a weight of \(server.node.weight)",
          effect: "PHP asks for more memory than there is, or uses a ring that it has not filled, and dies",
          cure: "give the socket a weight of 1 or more")
      }
      if server.timeout < 0 {
        throw error(
          .hangs, nil, "\(server.node.name) has a timeout of \(server.timeout)",
          effect: "PHP waits without end for the first reply", cure: "give it a timeout above 0")
      }
    }

    /// A prefix that leaves no room for an id, or none for itself.
    func refuseLongPrefix(_ prefix: [UInt8], at location: SourceLocation?) throws(PoolError) {
      let overruns = prefix.count > Keys.longest
      guard overruns || rules.locks && prefix.count >= Keys.longest - Keys.lockSuffix.count else { return }
      var error = PoolError(
        kind: overruns ? .crashes : .refused, code: "MC107",
        message: "the prefix before session ids has \(prefix.count) bytes",
        effect: overruns
          ? "PHP writes behind the end of a buffer"
          : "no session is ever saved: the lock's key is too long for the server",
        cure: "keep prefix and id within 245 bytes", location: location ?? setting.location)
      error.nodes = servers.map(\.node)
      throw error
    }

    /// Pools on which the write looks for ever for one more distinct server.
    func refuseLoops(reachable: Set<Int>) throws(PoolError) {
      guard rules.locks, reachable.count < copies else { return }
      let unreached = servers.indices.filter { !reachable.contains($0) }
      let names = unreached.map { servers[$0].node.name }.joined(separator: ", ")
      throw error(
        .hangs, code(of: unreached), reason(of: unreached, names: names),
        effect:
          "PHP wants \(copies) copies of each session and loops without end in the write, for no key leads to more "
          + "than \(reachable.count) of the servers",
        cure: "name each server once with a small weight, or set memcache.session_redundancy = "
          + "\(rules.generation == .oneCopyLess ? reachable.count + 1 : reachable.count)")
    }

    private func isTwin(_ index: Int) -> Bool {
      servers[..<index].contains { $0.host == servers[index].host && $0.node.port == servers[index].node.port }
    }

    private func code(of unreached: [Int]) -> String {
      if unreached.contains(where: { servers[$0].node.weight <= 0 }) { return "MC105" }
      return unreached.contains(where: isTwin) ? "MC103" : "MC104"
    }

    private func reason(of unreached: [Int], names: String) -> String {
      switch code(of: unreached) {
      case "MC105": "no key leads to \(names): a weight of 0"
      case "MC103": "\(names) is named twice"
      default: "no key leads to \(names): the weights are too unequal or too large"
      }
    }

    func error(
      _ kind: PoolError.Kind, _ code: String?, _ message: String, effect: String, cure: String
    ) -> PoolError {
      var error = PoolError(
        kind: kind, code: code, message: "\(setting.name): \(message)", effect: effect, cure: cure,
        location: setting.location)
      error.nodes = servers.map(\.node)
      return error
    }
  }
}

extension Memcache.Dangers {
  /// What is worth knowing about a pool that works.
  func remarks(placement: Memcache.Sessions, idLength: Int) -> [Diagnostic] {
    var remarks: [Diagnostic] = []
    let reachable = placement.ring.reachable
    for index in servers.indices where isTwin(index) {
      remarks.append(
        remark(
          "MC103", "\(servers[index].node.name) is named more than once",
          // On one ring the points of equal names are equal: a later entry has more of them only by its weight.
          effect: !reachable.contains(index)
            ? "the later entry gets no sessions of its own"
            : copies > 1
              ? "both copies of a session can be on this one server" : "it gets the sessions of two servers",
          cure: "name each server once; give it a weight instead"))
    }
    for index in servers.indices where !reachable.contains(index) && !isTwin(index) {
      let node = servers[index].node
      let isSize = strategy == .standard && totalWeight > 0x7fff
      remarks.append(
        remark(
          node.weight == 0 ? "MC105" : isSize ? "MC215" : "MC104", "no key leads to \(node.name)",
          effect: node.weight == 0
            ? "a weight of 0 gives the socket no part of the ring, so it never holds a session"
            : isSize
              ? "the weights add up to \(totalWeight) slots, of which keys reach 32767 only; it never holds a session"
              : "its share of the points is so small that it owns no bucket; it never holds a session",
          cure: "write weights as small numbers of about the same size"))
    }
    if strategy == .standard, totalWeight > 0x7fff, !remarks.contains(where: { $0.code == "MC215" }) {
      remarks.append(
        remark(
          "MC215", "the weights add up to \(totalWeight)",
          effect: "keys reach 32767 slots only, so the shares are not those of the weights",
          cure: "write weights as small numbers: 1, 2, 4"))
    }
    let longest = placement.keys.longestID
    if idLength > longest {
      remarks.append(
        remark(
          "MC107", "the prefix leaves \(longest) bytes for the id, and PHP makes ids of \(idLength)",
          effect: "no session is ever saved", cure: "shorten the prefix", severity: .critical))
    }
    return remarks
  }

  private func remark(
    _ code: String, _ message: String, effect: String, cure: String, severity: Diagnostic.Severity = .warning
  ) -> Diagnostic {
    Diagnostic(
      code: code, severity: severity, message: "\(setting.name): \(message)", effect: effect, cure: cure,
      location: setting.location)
  }
}
