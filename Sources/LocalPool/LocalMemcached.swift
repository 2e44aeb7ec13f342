import FoundationEssentials
import Glibc
public import MemcacheClient
import Subprocess
import SystemPackage

/// A real memcached on this machine's loopback or on a unix socket, started by this process.
public struct LocalMemcached: Hashable, Sendable {
  public let address: ServerAddress
  public let processIdentifier: Int32

  /// `HOST:PORT`, or the path of the socket.
  public var name: String { address.description }
  /// The kernel chose it; 0 for a unix socket.
  public var port: UInt16 {
    switch address {
    case .tcp(_, let port): port
    case .unix: 0
    }
  }

  /// Ends it; its memory is gone and connections are refused from now on.
  public func stop() { Self.end(processIdentifier) }

  fileprivate static func end(_ process: Int32) {
    kill(process, SIGTERM)
    kill(process, SIGCONT)
  }

  /// Ends it and waits until nothing listens any more where it was.
  public func stopAndWait() async throws {
    stop()
    while address.isListening { try await Task.sleep(for: .milliseconds(2)) }
  }

  /// Ends a child of this process so that one with the same memory file (`-e`) begins with its items. memcached takes no
  /// file that was left within the same second.
  public func saveAndWait() async throws {
    kill(processIdentifier, SIGUSR1)
    while !Self.hasEnded(processIdentifier) { try await Task.sleep(for: .milliseconds(2)) }
    let ended = time(nil)
    while time(nil) == ended { try await Task.sleep(for: .milliseconds(20)) }
  }

  /// Stops it in its tracks: it accepts connections and answers nothing.
  public func freeze() { kill(processIdentifier, SIGSTOP) }

  /// The same, and waits until it stands still.
  public func freezeAndWait() async throws {
    freeze()
    while !isStopped { try await Task.sleep(for: .milliseconds(1)) }
  }

  /// As the kernel says: `T` behind the name of the program.
  private var isStopped: Bool {
    guard let text = try? String(contentsOfFile: "/proc/\(processIdentifier)/stat", encoding: .utf8) else {
      return true
    }
    return text.split(separator: ")").last?.split(separator: " ").first == "T"
  }

  public func thaw() { kill(processIdentifier, SIGCONT) }
}

/// Why a server could not be started here.
public struct LocalPoolError: Error, Hashable, Sendable {
  public var summary: String
  public var remedy: String

  static let noMemcached = LocalPoolError(
    summary: "there is no memcached here", remedy: "apt-get install memcached")
}

/// Runs `body` with a memcached that ends with it, whether it throws or not, and with this process, should that die.
/// `arguments` are added to memcached's own, e.g. `["-m", "64"]`.
public func withMemcached<Result: Sendable>(
  _ arguments: [String] = [], over transport: LocalTransport = .ipv4,
  asking authentication: LocalAuthentication = .none,
  _ body: @Sendable (LocalMemcached) async throws -> Result
) async throws -> Result {
  let folder = try TemporaryFolder()
  defer { folder.remove() }
  // As root it becomes nobody before memcached starts: one that changes its user itself would outlive this process.
  let user = getuid() == 0 ? ["--reuid", "nobody", "--regid", "nogroup", "--clear-groups"] : []
  let login = try await authentication.prepare(in: folder.path)
  let command =
    user + ["--pdeathsig", "KILL", "memcached"] + LocalMemcached.arguments + transport.arguments(in: folder.path)
    + login.arguments + arguments
  do {
    let ended = try await run(
      .name("setpriv"), arguments: Arguments(command),
      environment: .inherit.updating([LocalMemcached.portFileVariable: folder.path + "/port"])
        .updating(login.environment),
      input: .none, output: .discarded, error: .discarded
    ) { execution in
      let pid = Int32(execution.processIdentifier.value)
      defer { LocalMemcached.end(pid) }
      let address = try await LocalMemcached.address(transport, in: folder.path) { !LocalMemcached.hasEnded(pid) }
      return try await body(LocalMemcached(address: address, processIdentifier: pid))
    }
    return ended.closureResult
  } catch let error as SubprocessError where error.code == .executableNotFound {
    throw LocalPoolError(summary: "there is no setpriv here", remedy: "apt-get install util-linux")
  }
}

/// As many of them, in order.
public func withMemcacheds<Result: Sendable>(
  _ count: Int, _ arguments: [String] = [], over transport: LocalTransport = .ipv4,
  asking authentication: LocalAuthentication = .none, _ body: @Sendable ([LocalMemcached]) async throws -> Result
) async throws -> Result {
  @Sendable func nested(_ running: [LocalMemcached]) async throws -> Result {
    if running.count == count { return try await body(running) }
    return try await withMemcached(arguments, over: transport, asking: authentication) { server in
      try await nested(running + [server])
    }
  }
  return try await nested([])
}

extension LocalMemcached {
  /// Throws where this machine has none.
  public static func checkInstalled() async throws {
    do {
      _ = try await run(.name("memcached"), arguments: ["-V"], output: .discarded, error: .discarded)
    } catch let error as SubprocessError where error.code == .executableNotFound {
      throw LocalPoolError.noMemcached
    }
  }

  /// A memcached that outlives this process. Ended with `stop()`.
  public static func startDetached(in folder: String, _ arguments: [String] = []) async throws -> LocalMemcached {
    let files = try TemporaryFolder(in: folder)
    defer { files.remove() }
    let pidFile = files.path + "/pid"
    let user = getuid() == 0 ? ["-u", "nobody"] : []  // memcached refuses to run as root unless told whom to become
    let started: ExecutionResult<Void, DiscardedOutput, StringOutput<UTF8>>
    do {
      started = try await run(
        .name("memcached"),
        arguments: Arguments(
          Self.arguments + LocalTransport.ipv4.arguments(in: files.path) + user + ["-d", "-P", pidFile] + arguments),
        environment: .inherit.updating([Self.portFileVariable: files.path + "/port"]),
        output: .discarded, error: .string(limit: 4096))
    } catch let error as SubprocessError where error.code == .executableNotFound {
      throw LocalPoolError.noMemcached
    }
    guard started.terminationStatus.isSuccess else {
      throw LocalPoolError(
        summary: "memcached did not start: \(started.standardError)", remedy: "run: memcached -vv")
    }
    let address = try await address(.ipv4, in: files.path) { true }
    let pid = try await poll { (try? String(contentsOfFile: pidFile, encoding: .utf8)).flatMap(wholeLine) }
    guard let pid = pid.flatMap({ Int32($0) }) else {
      throw LocalPoolError(summary: "memcached wrote no process id into \(pidFile)", remedy: "run: memcached -vv")
    }
    return LocalMemcached(address: address, processIdentifier: pid)
  }

  /// A child of this process that ended counts as long as nobody asked for its status.
  fileprivate static func hasEnded(_ child: Int32) -> Bool {
    var status = siginfo_t()
    return waitid(P_PID, id_t(child), &status, WEXITED | WNOHANG | WNOWAIT) == 0 && status.si_signo != 0
  }

  fileprivate static let arguments = ["-U", "0", "-m", "64", "-t", "2"]
  fileprivate static let portFileVariable: Environment.Key = "MEMCACHED_PORT_FILENAME"

  /// Waits until it listens.
  fileprivate static func address(
    _ transport: LocalTransport, in folder: String, while alive: () -> Bool
  ) async throws -> ServerAddress {
    let host =
      switch transport {
      case .ipv4, .tls: "127.0.0.1"
      case .ipv6: "::1"
      case .unix: ""
      }
    let address = try await poll(while: alive) {
      if case .unix = transport {
        let address = ServerAddress.unix(path: LocalTransport.socket(in: folder))
        return address.isListening ? address : nil
      }
      // The line is written once it listens: TCP INET: 12345
      let line = (try? String(contentsOfFile: folder + "/port", encoding: .utf8)).flatMap(wholeLine)
      return line?.split(separator: " ").last.flatMap { UInt16($0) }.map { .tcp(host: host, port: $0) }
    }
    guard let address else {
      throw LocalPoolError(
        summary: "memcached did not say where it listens", remedy: "is it installed? apt-get install memcached")
    }
    return address
  }

  private static func poll<Value>(while alive: () -> Bool = { true }, _ read: () -> Value?) async throws -> Value? {
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end, alive() {
      if let line = read() { return line }
      try await Task.sleep(for: .milliseconds(2))
    }
    return read()
  }

  private static func wholeLine(_ text: String) -> String? {
    text.firstIndex(of: "\n").map { String(text[..<$0]) }
  }
}
