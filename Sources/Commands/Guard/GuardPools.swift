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
        mcpool guard -p shop --yes --exec 'logger -t mcpool "$MCPOOL_EVENT $MCPOOL_NODE"'
        mcpool guard -p shop --yes --fence 'mcpool-permit close' --unfence 'mcpool-permit open' --witness web1:443

      Asks every node each --interval, and prints a line for everything that becomes of one. While a node is away
      the sessions that belong there are noted from their other copies; at its first good answer they are mended as
      recover does it, and once more when no worker of PHP avoids the node any more (then it has settled). Without
      --yes it reports only, and writes nothing to any server.

      What it knows is kept below $XDG_STATE_HOME/mcpool/guard, so it may be killed at any time: the next one goes on
      where it was. Several guards of a pool agree through items on the nodes, and one of them acts. With --once it
      looks once, does what is due, and ends: with 0 when all nodes are well, 1 when one is away or not yet settled,
      69 when none answers. SIGTERM ends it after the act in hand, with 0; SIGHUP makes it read the configuration anew.

      The command of --exec runs for one event after the other, for 30 seconds at most, and nothing waits for it. It gets
      MCPOOL_EVENT, MCPOOL_POOL, MCPOOL_NODE, MCPOOL_MESSAGE, and MCPOOL_RETURN where a node came back.

      With --fence, on a memcached host, that host's node is closed to the web servers as soon as its memcached is
      silent or began anew, or when it has reached no majority of the pool's nodes and the witnesses, or none of the
      witnesses, for five seconds (five rounds, if that is longer). It is opened when it has again what the other nodes have. A permit
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

  @Option(
    help: ArgumentHelp(
      "Run this for each event: facts in $MCPOOL_*, the event as JSON on standard input.", valueName: "command"))
  var exec: String?

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
    let events = EventSink(EventLines(output, surroundings), exec.map { Hook(command: $0, limit: .seconds(30)) })
    defer { events.finish() }
    let pools = try await load(surroundings)
    let status =
      once
      ? await lookOnce(try await guards(pools, surroundings, events), events)
      : try await watch(pools, surroundings, events)
    await events.drained()
    return status
  }

  /// Until it is asked to end. SIGHUP makes it read the configuration anew; where that is wrong it goes on with what it has.
  private func watch(
    _ pools: [LoadedPool], _ surroundings: Surroundings, _ events: EventSink
  ) async throws -> ExitStatus {
    let notice = ServiceNotice(environment: surroundings.environment)
    surroundings.rereads.heed()
    var pools = pools
    while true {
      let loops = GuardLoops(try await guards(pools, surroundings, events), pause, notice, events)
      notice.tell(
        .ready, .status("watching \(pools.map(\.live.nodes.count).reduce(0, +)) nodes of \(pools.count) pools"))
      let next = await loops.run {
        guard surroundings.rereads.take() else { return nil as [LoadedPool]? }
        notice.tell(.reloading)
        do {
          let loaded = try await load(surroundings)
          try await checkFences(of: loaded, surroundings, events)
          return loaded
        } catch {
          for line in Failure(explaining: error).lines { surroundings.tell(line) }
          surroundings.tell("the configuration is left as it was read before")
          notice.tell(.ready)
          return nil
        }
      }
      guard let next else { break }
      pools = next
    }
    notice.tell(.stopping)
    return .fine
  }

  private func load(_ surroundings: Surroundings) async throws -> [LoadedPool] {
    var pools: [LoadedPool] = []
    for options in try pool.each {
      let loaded = try await options.loadLive(rulesNeeded: true, output, surroundings)
      if yes, !loaded.isExplicit, !surroundings.terminal.canAsk {
        throw Failure(
          .refused, "--yes without a terminal needs an option that names the pool",
          remedy: "add --php, -p, --ini or --save-path")
      }
      pools.append(loaded)
    }
    return pools
  }

  /// What would keep the guards of these pools from beginning, while the present ones still run.
  private func checkFences(
    of pools: [LoadedPool], _ surroundings: Surroundings, _ events: EventSink
  ) async throws {
    var seen: Set<String> = []
    for loaded in pools {
      let (sessions, files) = try self.sessions(of: loaded, surroundings)
      guard seen.insert(files.path).inserted else {
        throw Failure(.usage, "two of the pools are the same sessions on the same nodes", remedy: "name each once")
      }
      _ = try await fence.node(
        of: sessions, name: loaded.name, files: files, interval: pause, timeout: try timeout(of: loaded), output,
        surroundings, events)
    }
  }

  private func sessions(
    of loaded: LoadedPool, _ surroundings: Surroundings
  ) throws(Failure) -> (SessionPool, GuardFiles) {
    guard let php = loaded.php, let configuration = loaded.configuration else {
      throw Failure(.usage, "the pool has no rules of a PHP extension", remedy: "use --php, -p, --ini or --save-path")
    }
    let sessions = SessionPool(live: loaded.live, php: php, configuration: configuration, source: loaded.source)
    return (sessions, GuardFiles(environment: surroundings.environment, pool: sessions))
  }

  private func timeout(of loaded: LoadedPool) throws -> Duration {
    guard let configuration = loaded.configuration else { return .seconds(1) }
    return try pool.access.waiting(OwnKeys(configuration: configuration))
  }

  private func guards(
    _ pools: [LoadedPool], _ surroundings: Surroundings, _ events: EventSink
  ) async throws -> [(PoolGuard, FencedNode?)] {
    var guards: [(PoolGuard, FencedNode?)] = []
    for loaded in pools { guards.append(try await poolGuard(loaded, surroundings, events)) }
    return guards
  }

  private func poolGuard(
    _ loaded: LoadedPool, _ surroundings: Surroundings, _ events: EventSink
  ) async throws -> (PoolGuard, FencedNode?) {
    let (sessions, files) = try self.sessions(of: loaded, surroundings)
    do {
      let watched = PoolGuard(
        sessions, name: loaded.name, acts: yes, hold: try GuardHold(files),
        log: AuditLog(environment: surroundings.environment))
      let node = try await fence.node(
        of: sessions, name: loaded.name, files: files, interval: pause,
        timeout: try timeout(of: loaded), output, surroundings, events)
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

  private func lookOnce(_ guards: [(PoolGuard, FencedNode?)], _ events: EventSink) async -> ExitStatus {
    var states: [NodeState] = []
    var areSettled = true
    for (guarded, _) in guards {
      var watched = guarded
      await watched.round(closely: true) { events.tell($0) }
      // One missing answer may be this machine's fault.
      if watched.hasSuspects {
        try? await Task.sleep(for: pause)
        await watched.round(closely: true) { events.tell($0) }
      }
      states += watched.nodeStates
      areSettled = areSettled && watched.isSettled
      watched.close()
    }
    let status = ExitStatus(states)
    return status == .fine && !areSettled ? .no : status
  }

  private var pause: Duration { interval?.duration ?? .seconds(1) }
}
