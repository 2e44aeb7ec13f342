import PHPConfiguration

extension Memcached.Rules {
  /// What the combination of directives does to users, each at the line of the directive that decides it.
  func remarks(_ configuration: Configuration) -> [Diagnostic] {
    func at(_ names: String...) -> SourceLocation {
      let setting = names.lazy.compactMap { configuration[$0] }.first ?? configuration["session.save_path"]
      return setting?.location ?? SourceLocation(source: "default", line: 0)
    }
    var found: [Diagnostic] = []
    if mixesAnswers {
      found.append(
        Diagnostic(
          code: "MC101", severity: .critical,
          message: "persistent connections, replicas, the binary protocol and locking together",
          effect: "on a healthy pool users get the sessions of other users, because answers shift in the connection",
          cure: "switch one off: memcached.sess_persistent = Off or memcached.sess_number_of_replicas = 0",
          location: at("memcached.sess_persistent", "memcached.sess_number_of_replicas")))
    }
    if configuredReplicas > 0, !isBinary {
      found.append(
        Diagnostic(
          code: "MC220", severity: .warning, message: "replicas without the binary protocol",
          effect: "no copy is made, and no warning is given",
          cure: "set memcached.sess_binary_protocol = On, or number_of_replicas = 0",
          location: at("memcached.sess_number_of_replicas")))
    }
    if removesFailedServers, failureLimit > 1 {
      found.append(
        Diagnostic(
          code: "MC225", severity: .warning, message: "failed servers are to be removed after \(failureLimit) failures",
          effect: "one request hardly ever meets so many, so nothing is removed",
          cure: "set memcached.sess_server_failure_limit = 1 (and mind that users then move to another node)",
          location: at("memcached.sess_remove_failed_servers", "memcached.sess_remove_failed")))
    }
    if removesFailedServers, isPersistent {
      found.append(
        Diagnostic(
          code: "MC226", severity: .warning, message: "failed servers are removed, and connections persist",
          effect: "a node that comes back fails with SERVER IS MARKED DEAD for the life of each worker",
          cure: "set memcached.sess_persistent = Off, or restart the workers when a node is back",
          location: at("memcached.sess_remove_failed_servers", "memcached.sess_remove_failed")))
    }
    if locks.areTaken, locks.lifetime == nil {
      found.append(
        Diagnostic(
          code: "MC227", severity: .warning, message: "locks never expire",
          effect: "a request that dies blocks its session for ever",
          cure: "set memcached.sess_lock_expire to some seconds more than the longest request",
          location: at("memcached.sess_lock_expire", "max_execution_time")))
    }
    return found + weightRemarks(at: at("session.save_path"))
  }

  private func weightRemarks(at location: SourceLocation) -> [Diagnostic] {
    let nodes = placement.nodes
    guard Set(nodes.map(\.weight)).count > 1 else { return [] }
    guard placement.distribution.isWeighted else {
      return [
        Diagnostic(
          code: "MC230", severity: .warning, message: "session.save_path has weights",
          effect: "this kind of hashing ignores them",
          cure: "set memcached.sess_consistent_hash_type = ketama_weighted on all web hosts at once: sessions move",
          location: location)
      ]
    }
    return zip(nodes, placement.shares).filter { $1 == 0 }.map { node, _ in
      Diagnostic(
        code: "MC230", severity: .warning, message: "the weight \(node.weight) of \(node.name) is too small a part",
        effect: "the node has no point in the ring and gets no sessions",
        cure: "give each node at least a fortieth of the average weight", location: location)
    }
  }
}
