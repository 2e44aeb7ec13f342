extension Timeline {
  /// The same with a guard that acts at each node's first answer, and once more when what was written past the node
  /// meanwhile is all there is to come (docs/recovery.md, "What is promised").
  /// - Parameter secondPass: how long after the return that is; nil: never.
  public func guarded(secondPass: Duration?) -> Timeline {
    var conditions = [SimulatedWorld.Condition](repeating: .up, count: servers.count)
    var since: [Int: Duration] = [:]
    var woven: [Step] = []
    func act(on server: Int) {
      woven.append(Step(event: .node(.guard, server: server), text: "guard:\(servers[server].name)"))
    }
    for step in steps {
      woven.append(step)
      switch step.event {
      case .sleep(let time):
        for (server, passed) in since.sorted(by: { $0.key < $1.key }) {
          since[server] = passed + time
          guard let secondPass, passed + time > secondPass else { continue }
          since[server] = nil
          act(on: server)
        }
      case .node(let event, let server):
        let returns = [.start, .join, .thaw, .unhole, .flush].contains(event)
        conditions[server] = conditions[server].after(event) ?? conditions[server]
        since[server] = nil
        guard returns, conditions[server] == .up else { continue }
        since[server] = .zero
        act(on: server)
      case .write, .visit, .abort, .pool, .snap: continue
      }
    }
    return with(woven)
  }
}
