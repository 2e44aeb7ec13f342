import Operations

/// Where events go: onto standard output at once, and one after the other through the operator's command, for which no
/// guard waits.
struct EventSink: Sendable {
  private let lines: EventLines
  private let queue: AsyncStream<GuardEvent>.Continuation?
  private let pump: Task<Void, Never>?

  /// A command that is slower than events come misses the oldest ones.
  private static let most = 1000
  /// How long the end of the guard waits for it.
  private static let patience = Duration.seconds(5)

  init(_ lines: EventLines, _ hook: Hook?) {
    self.lines = lines
    guard let hook else {
      (queue, pump) = (nil, nil)
      return
    }
    let (events, queue) = AsyncStream.makeStream(of: GuardEvent.self, bufferingPolicy: .bufferingNewest(Self.most))
    self.queue = queue
    pump = Task {
      for await event in events {
        if Task.isCancelled { break }
        let result = await hook.run(facts: event.facts, json: Array((lines.json(event) + "\n").utf8))
        if let failure = result.failure { lines.tell("--exec, for \(event.event.rawValue): \(failure)") }
      }
    }
  }

  func tell(_ event: GuardEvent) {
    lines.write(event)
    queue?.yield(event)
  }

  func finish() { queue?.finish() }

  /// Returns when the command has run for all that was told, or for what it came to in the time.
  func drained() async {
    finish()
    guard let pump else { return }
    let end = Task {
      try? await Task.sleep(for: Self.patience)
      pump.cancel()
    }
    await pump.value
    end.cancel()
  }
}

extension GuardEvent {
  /// As variables of a command's environment.
  fileprivate var facts: [String: String] {
    var facts = ["MCPOOL_EVENT": event.rawValue, "MCPOOL_POOL": pool, "MCPOOL_MESSAGE": message]
    facts["MCPOOL_NODE"] = node
    facts["MCPOOL_RETURN"] = returned?.rawValue
    return facts
  }
}
