extension SimulatedWorld.Condition {
  /// What an event makes of a server in this condition; nil: it does not happen to one.
  public func after(_ event: Timeline.NodeEvent) -> SimulatedWorld.Condition? {
    switch (self, event) {
    case (_, .stop): .stopped
    case (.up, .cut): .cut
    case (.up, .freeze): .frozen
    case (.up, .hole): .hole
    case (.stopped, .start), (.cut, .join), (.frozen, .thaw), (.hole, .unhole): .up
    case (.up, .flush), (.cut, .flush), (.hole, .flush), (.up, .guard): self
    default: nil
    }
  }

  /// For a sentence about a node: "it is …".
  var words: String {
    switch self {
    case .up: "up"
    case .stopped: "stopped"
    case .cut: "cut off"
    case .hole: "silent, with its host"
    case .frozen: "hanging"
    }
  }

  /// The events that do something in this condition.
  var possible: [Timeline.NodeEvent] { Timeline.NodeEvent.allCases.filter { after($0) != nil } }
}

extension Timeline {
  /// - Throws: for an event that does not happen to a node as it is then: it would be played as nothing, and read as safe.
  static func check(_ steps: [Step], _ servers: [TimelineServer]) throws(EventError) {
    var conditions = [SimulatedWorld.Condition](repeating: .up, count: servers.count)
    for step in steps {
      guard case .node(let event, let server) = step.event else { continue }
      guard let next = conditions[server].after(event) else {
        let letter = servers[server].letter
        let possible = conditions[server].possible.map { "\($0.rawValue):\(letter)" }.joined(separator: ", ")
        throw EventError(
          "\(step.text) does nothing: \(servers[server].name) is \(conditions[server].words) then",
          cure: event == .start && conditions[server] == .up
            ? "a restart is stop:\(letter) start:\(letter)" : "what can happen to it then: \(possible)")
      }
      conditions[server] = next
    }
  }
}
