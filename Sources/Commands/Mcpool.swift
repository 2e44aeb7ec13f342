public import ArgumentParser
import Dispatch
import Glibc
import Operations
import Presentation

/// The command line: parses, runs one command, and ends the process with its exit code.
public struct Mcpool: AsyncParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "mcpool", abstract: "Work on the memcached pools in which PHP keeps its sessions.",
    discussion: """
      A pool is what PHP would build from its php.ini: name it with --php, --ini, -p or --save-path.

      Exit codes are listed by mcpool help exit-codes.
      """,
    version: version, subcommands: [ExitCodes.self],
    groupedSubcommands: [
      CommandGroup(name: "Look", subcommands: [Stats.self, Ping.self, Hot.self, CheckPools.self, ServeMetrics.self]),
      CommandGroup(name: "Sessions", subcommands: [Locate.self, Session.self]),
      CommandGroup(name: "Pool life", subcommands: [Flush.self, Recover.self, GuardPools.self]),
      CommandGroup(name: "Configuration", subcommands: [Config.self, ReplayEvents.self]),
      CommandGroup(name: "Try", subcommands: [Demo.self]),
    ])

  public static let version = "0.1.0"

  public init() {}

  /// Runs the command that the process was started with and ends the process.
  public static func start() async {
    let surroundings = Surroundings.process()
    signal(SIGPIPE, SIG_IGN)
    let work = Task { await run(rawArguments, in: surroundings) }
    let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      interruption(number) {
        if number == SIGHUP, surroundings.rereads.ask() { return false }
        work.cancel()
        return true
      }
    }
    let status = await work.value
    for source in sources { source.cancel() }
    Terminal.restore()
    Glibc.exit(status)
  }

  /// Runs one command line; everything that a command can throw becomes its exit code and a message.
  static func run(_ arguments: [[UInt8]], in surroundings: Surroundings) async -> Int32 {
    do {
      let words = try arguments.map { word throws(Failure) in
        guard let text = String(validating: word, as: UTF8.self) else {
          throw Failure(
            .usage, "the argument '\(printable(word))' is no UTF-8",
            remedy: "write ids with --ids-encoding percent or base64, or give them on standard input")
        }
        return text
      }
      var surroundings = surroundings
      surroundings.words = words
      if let unknown = UnknownCommand(in: words) { throw Failure(unknown) }
      var command = try parsed(words)
      if let command = command as? any PoolCommand {
        return try await command.run(in: surroundings).rawValue
      }
      try command.run()
      return ExitStatus.fine.rawValue
    } catch {
      // A shell that asks for completions has no use for messages between the user's keystrokes.
      if arguments.first == Array("---completion".utf8), exitCode(for: error) != .success {
        return ExitStatus.no.rawValue
      }
      if arguments.first == Array("check".utf8), exitCode(for: error) != .success {
        return CheckPools.end(error, surroundings)
      }
      return end(error, surroundings)
    }
  }

  /// A command that does its work is parsed by itself: from the root, ArgumentParser builds the options of each command
  /// on the way, by reflection, which is a tenth of what `stats` of three nodes takes. Whatever is not plainly a command
  /// with its options (mistakes, help, version) is the root's to answer.
  private static func parsed(_ words: [String]) throws -> any ParsableCommand {
    var command: any ParsableCommand.Type = Mcpool.self
    var rest = words[...]
    while let word = rest.first, let next = command.configuration.subcommands.first(where: { $0._commandName == word })
    {
      command = next
      rest = rest.dropFirst()
    }
    if let parsed = try? command.parseAsRoot(Array(rest)) as? any PoolCommand { return parsed }
    return try parseAsRoot(words)
  }

  private static func end(_ error: any Error, _ surroundings: Surroundings) -> Int32 {
    switch error {
    case is ByteSink.Closed:
      return ExitStatus.fine.rawValue
    case is CancellationError:
      surroundings.tell("interrupted; what was printed is not all")
      return ExitStatus.interrupted.rawValue
    case let failure as Failure:
      failure.tell(surroundings)
      return failure.status.rawValue
    case let failure as ScratchFailure:
      Failure(failure).tell(surroundings)
      return Failure(failure).status.rawValue
    default:
      let status = exitCode(for: error).rawValue
      let sink = status == 0 ? surroundings.output : surroundings.errors
      sink.writeText(fullMessage(for: error, columns: surroundings.terminal.width ?? 100) + "\n")
      return status
    }
  }

  /// The process's arguments as bytes: what is no UTF-8 must be seen, not repaired.
  private static var rawArguments: [[UInt8]] {
    (1..<Int(CommandLine.argc)).compactMap { index in
      CommandLine.unsafeArgv[index].map { pointer in
        Array(UnsafeBufferPointer(start: pointer, count: strlen(pointer))).map { UInt8(bitPattern: $0) }
      }
    }
  }

  /// The first signal (Ctrl-C, kill, a closed terminal) asks the work to stop, the second one ends the process.
  ///
  /// - Parameter stop: false when the signal meant something else this time.
  private static func interruption(_ number: Int32, _ stop: @escaping @Sendable () -> Bool) -> any DispatchSourceSignal
  {
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler {
      if stop() { signal(number, SIG_DFL) }
    }
    source.resume()
    return source
  }
}
