import Replay

extension Timeline {
  /// What real servers cannot be made to play.
  func refuseForDrill() throws(Failure) {
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
    }
  }
}
