import ArgumentParser
import MemcacheClient
import Operations
import Presentation

/// `guard`: watches pools, and mends a node the moment it comes back.
struct GuardPools: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "guard", abstract: "Watch pools, and mend a node the moment it comes back.",
    discussion: """
      EXAMPLES
        mcpool guard -p shop
        mcpool guard -p shop -p board --yes -o jsonl
        mcpool guard --php 8.2/fpm --yes --once
        mcpool guard -p shop --yes --fence 'mcpool-permit close' --unfence 'mcpool-permit open' --witness web1:443

      Asks every node each --interval, and prints a line for everything that becomes of one. While a node is away
      the sessions that belong there are noted from their other copies; at its first good answer they are mended as
      recover does it, and once more when no worker of PHP avoids the node any more (then it has settled). Without
      --yes it reports only, and writes nothing to any server.

      What it knows is kept below $XDG_STATE_HOME/mcpool/guard, so it may be killed at any time: the next one goes on
      where it was. Several guards of a pool agree through items on the nodes, and one of them acts. With --once it
      looks once, does what is due, and ends: with 0 when all nodes are well, 1 when one is away or not yet settled,
      69 when none answers. SIGTERM ends it after the act in hand, with 0.

      With --fence, on a memcached host, that host's node is closed to the web servers as soon as its memcached is
      silent or began anew, or when it has reached no majority of the pool's nodes and the witnesses for three
      seconds (three rounds, if that is longer). It is opened when it has again what the other nodes have. A permit
      ends by itself, so a dead guard closes the node, too; packaging/fence has the commands for nftables, and says
      what is not covered. Their environment has MCPOOL_EVENT (fence, unfence), MCPOOL_POOL, MCPOOL_NODE and, to
      open, MCPOOL_PERMIT_MS.
      """)

  @Flag(name: [.customShort("y"), .long], help: "Act; without it everything is only reported.")
  var yes = false

  @Flag(help: "Look once and end, for cron.")
  var once = false

  @Option(help: ArgumentHelp("Time between two looks; 1s.", valueName: "duration"))
  var interval: DurationArgument?

  @OptionGroup(title: "Fence") var fence: FenceOptions
  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    try pool.validateRules(for: "guard")
    if fence.fence != nil, once || !yes {
      throw ValidationError("--fence acts as long as the guard runs: it goes with --yes, and not with --once")
    }
    if output.output == .csv { throw ValidationError("guard prints lines for people, or -o jsonl") }
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let lines = EventLines(output, surroundings)
    var guards: [PoolGuard] = []
    var fenced: [FencedNode] = []
    let pause = interval?.duration ?? .seconds(1)
    for options in try pool.each {
      let (watched, node) = try await poolGuard(options, pause, surroundings, lines)
      guards.append(watched)
      if let node { fenced.append(node) }
    }
    if once { return await lookOnce(guards, pause, lines) }
    let stop = LoopStop()
    let work = guards.map { watched in
      Task {
        var watched = watched
        while !stop.isSet {
          let next = ContinuousClock.now + pause
          await watched.round { lines.write($0) }
          await stop.sleep(until: next)
        }
        watched.close()
      }
    }
    let leases = fenced.map { node in
      Task {
        while !stop.isSet {
          let next = ContinuousClock.now + pause
          await node.round()
          await stop.sleep(until: next)
        }
        await node.close()
      }
    }
    // An act that is in hand is brought to its end.
    await withTaskCancellationHandler {
      for task in work + leases { await task.value }
    } onCancel: {
      stop.set()
    }
    return .fine
  }

  private func poolGuard(
    _ options: PoolOptions, _ pause: Duration, _ surroundings: Surroundings, _ lines: EventLines
  ) async throws -> (PoolGuard, FencedNode?) {
    let loaded = try await options.loadLive(rulesNeeded: true, output, surroundings)
    guard let php = loaded.php, let configuration = loaded.configuration else {
      throw Failure(.usage, "the pool has no rules of a PHP extension", remedy: "use --php, -p, --ini or --save-path")
    }
    if yes, !loaded.isExplicit, !surroundings.terminal.canAsk {
      throw Failure(
        .refused, "--yes without a terminal needs an option that names the pool",
        remedy: "add --php, -p, --ini or --save-path")
    }
    let sessions = SessionPool(live: loaded.live, php: php, configuration: configuration, source: loaded.source)
    let files = GuardFiles(environment: surroundings.environment, pool: sessions)
    do {
      let watched = PoolGuard(
        sessions, name: loaded.name, acts: yes, hold: try GuardHold(files),
        log: AuditLog(environment: surroundings.environment))
      let node = try await fence.node(
        of: sessions, name: loaded.name, files: files, interval: pause,
        timeout: try options.access.waiting(OwnKeys(configuration: configuration)), output, surroundings, lines)
      return (watched, node)
    } catch let error as GuardHold.Unavailable {
      throw Failure(
        .refused,
        error.isHeld
          ? "another guard of this machine looks after this pool (\(error.path) is locked)"
          : "what a guard must remember cannot be kept: \(error.path): \(error.reason)",
        remedy: error.isHeld
          ? "let that one do it, or end it first" : "make it writable, or name another place with XDG_STATE_HOME")
    }
  }

  private func lookOnce(_ guards: [PoolGuard], _ pause: Duration, _ lines: EventLines) async -> ExitStatus {
    var states: [NodeState] = []
    var areSettled = true
    for var watched in guards {
      await watched.round(closely: true) { lines.write($0) }
      // One missing answer may be this machine's fault.
      if watched.hasSuspects {
        try? await Task.sleep(for: pause)
        await watched.round(closely: true) { lines.write($0) }
      }
      states += watched.nodeStates
      areSettled = areSettled && watched.isSettled
      watched.close()
    }
    let status = ExitStatus(states)
    return status == .fine && !areSettled ? .no : status
  }
}
