import ArgumentParser
import MemcacheClient
import Operations

/// How a guard closes its own machine's node, and who says when.
struct FenceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "On a memcached host: close its node to the web servers with this command while it may hold old sessions.",
      valueName: "command"))
  var fence: String?

  @Option(
    help: ArgumentHelp(
      "Open it with this command for $MCPOOL_PERMIT_MS milliseconds; run again and again while it may stay open.",
      valueName: "command"))
  var unfence: String?

  @Option(
    help: ArgumentHelp(
      "A service on a further host, best a web server, that votes on whether this machine is cut off; one of them must be "
        + "reached for the node to be open. Repeatable.",
      valueName: "host:port"))
  var witness: [String] = []

  func validate() throws {
    if (fence == nil) != (unfence == nil) { throw ValidationError("--fence and --unfence go together") }
    if fence == nil, !witness.isEmpty { throw ValidationError("--witness is for --fence and --unfence") }
  }

  /// Nil: nothing is fenced.
  ///
  /// - Parameters:
  ///   - files: of the pool's guard.
  ///   - interval: between two rounds.
  func node(
    of pool: SessionPool, name: String, files: GuardFiles, interval: Duration, timeout: Duration,
    _ output: OutputOptions, _ surroundings: Surroundings, _ events: EventSink
  ) async throws -> FencedNode? {
    guard let fence, let unfence else { return nil }
    let witnesses = try witness.map { text throws(Failure) in
      guard let address = ServerAddress(text), text.contains(":") else {
        throw Failure(.usage, "--witness '\(text)' is no HOST:PORT", remedy: "--witness web1:443")
      }
      return address
    }
    guard let here = OwnAddresses.current() else {
      throw Failure(
        .no, "this machine does not tell its addresses", remedy: "a sandbox may forbid netlink: allow AF_NETLINK")
    }
    let voters: Fence
    do throws(FenceRefusal) {
      if let refusal = pool.fenceRefusal { throw refusal }
      voters = try await Fence(pool.live.nodes, witnesses: witnesses, here: here, timeout: timeout)
    } catch {
      throw Failure(error.mayPass ? .noNode : .usage, error.summary, remedy: error.remedy)
    }
    let duration = Lease.duration(interval: interval, timeout: timeout)
    let limit = Lease.commandLimit(duration: duration)
    let (close, open) = (Hook(command: fence, limit: limit), Hook(command: unfence, limit: limit))
    return FencedNode(
      pool, name: name, fence: voters, duration: duration, files: files,
      witnessDialer: SocketDialer(timeout: timeout, logger: output.logger(surroundings)), report: { events.tell($0) }
    ) { step in
      var facts = ["MCPOOL_POOL": name, "MCPOOL_NODE": voters.own.name]
      switch step {
      case .close:
        facts["MCPOOL_EVENT"] = "fence"
        return await close.run(facts: facts).failure
      case .open(let until):
        facts["MCPOOL_EVENT"] = "unfence"
        // The command may take its time before the permit begins.
        let left = (until - .now - limit).components
        let milliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000
        // It is over already.
        guard milliseconds > 0 else { return "its permit had ended before it began" }
        facts["MCPOOL_PERMIT_MS"] = String(milliseconds)
        return await open.run(facts: facts).failure
      }
    }
  }
}

extension Hook.Result {
  /// For people; nil: it did what it should.
  var failure: String? {
    let words: String
    switch end {
    case .exited(0): return nil
    case .exited(let status): words = "it ended with \(status)"
    case .signaled(let signal): words = "it was ended by signal \(signal)"
    case .timedOut: words = "it took too long and was killed"
    case .notStarted(let reason): words = "it could not be started (\(reason))"
    }
    return output.isEmpty ? words : "\(words): \(output)"
  }
}
