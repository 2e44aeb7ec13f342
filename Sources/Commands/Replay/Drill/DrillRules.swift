import Replay

extension Timeline {
  /// What real servers cannot be made to play.
  func refuseForDrill() throws(Failure) {
    var states = [DrillState](repeating: .up, count: servers.count)
    for step in steps {
      guard case .node(let event, let server) = step.event else { continue }
      guard event != .guard else {
        throw Failure(
          .usage, "\(step.text): a drill has no guard",
          remedy: "play it without --drill; docs/recovery.md has drills of it")
      }
      if event == .hole, servers[server].names.contains(where: { $0.contains("/") }) {
        throw Failure(
          .usage, "\(step.text): a unix socket answers or refuses", remedy: "play cut:\(servers[server].letter) instead"
        )
      }
      guard let next = states[server].after(event) else {
        throw Failure(
          .usage, "\(step.text): the node is \(states[server].rawValue) then, and a drill cannot play that",
          remedy: "bring it back first, by \(states[server].return.rawValue):\(servers[server].letter)")
      }
      states[server] = next
    }
  }
}

/// What a server of a drill is at a time.
enum DrillState: String, Sendable {
  case up
  case stopped, cut, frozen
  case hole = "silent"

  /// Nil: real servers do not get there.
  func after(_ event: Timeline.NodeEvent) -> DrillState? {
    switch (self, event) {
    case (_, .stop): .stopped
    case (.up, .start), (.up, .join), (.up, .thaw), (.up, .unhole): .up
    case (.up, .cut), (.cut, .cut): .cut
    case (.up, .freeze), (.frozen, .freeze): .frozen
    case (.up, .hole), (.hole, .hole): .hole
    case (.stopped, .start), (.cut, .join), (.frozen, .thaw), (.hole, .unhole): .up
    case (.up, .flush), (.stopped, .flush), (.cut, .flush), (.hole, .flush): self
    default: nil
    }
  }

  /// What brings it back.
  var `return`: Timeline.NodeEvent {
    switch self {
    case .up, .stopped: .start
    case .cut: .join
    case .frozen: .thaw
    case .hole: .unhole
    }
  }
}
