import Placement

extension Pool {
  /// What PHP does with a session that its owner, up again, no longer has.
  var missRule: MissRule {
    switch rules {
    case .memcache(let rules): rules.release.missIsFinal || placement.copyCount == 1 ? .isFinal : .readsNext
    case .memcached: .isFinal
    }
  }

  /// The same in words for whoever decides about a flush.
  var flushConsequence: String {
    let release = "\(handler.rawValue) \(release.value)"
    if placement.copyCount == 1 {
      return "\(release), one copy of each session: whoever has his session on a flushed node is logged out"
    }
    switch (handler, missRule) {
    case (.memcache, .readsNext):
      return
        "\(release) reads the next copy when a node has none, and its next page view fills the node again: a user is logged out only where there is no other copy"
    case (.memcache, .isFinal):
      return
        "\(release) takes a miss on a node that is up for a new session: whoever has a flushed node as his first is logged out, and his next page view destroys the good copy on the other node"
    case (.memcached, _):
      return
        "\(release) reads replicas only while the first node cannot be reached: whoever has a flushed node as his first is logged out, and his next page view overwrites the replicas"
    }
  }
}
