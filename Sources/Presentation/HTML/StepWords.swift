import Replay

extension Timeline {
  /// What a step means, for people who do not know its word.
  func words(forStep step: Int) -> String {
    switch steps[step].event {
    case .write: "everybody opens a page that changes the session"
    case .visit: "everybody opens a page that changes nothing"
    case .abort: "everybody opens a page that never closes its session"
    case .node(let event, let server):
      "\(servers[server].letter) (\(servers[server].name)) \(event.words(holds: !isEmptied(server, before: step)))"
    case .pool: "the web servers get another configuration"
    case .sleep: "time goes by"
    case .snap: "what each node holds"
    }
  }
}

extension Timeline.NodeEvent {
  fileprivate func words(holds: Bool) -> String {
    let memory = holds ? "with what it held before" : "empty"
    return switch self {
    case .stop: "stops, its memory is gone"
    case .start: "is started, empty"
    case .cut: "cannot be reached, its memory is kept"
    case .join: "is reached again, \(memory)"
    case .freeze: "hangs: it connects and answers nothing"
    case .thaw: "goes on"
    case .hole: "is silent, as its whole host"
    case .unhole: "is there again with its host, \(memory)"
    case .flush: "is emptied"
    case .guard: "is mended by mcpool guard --yes"
    }
  }
}

/// The beginning and the end of what is too long for a line.
func shortened(_ text: String, to length: Int = 120) -> String {
  text.count <= length ? text : "\(text.prefix(length * 3 / 4))…\(text.suffix(length / 4))"
}
