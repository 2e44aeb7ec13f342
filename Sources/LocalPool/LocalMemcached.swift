import FoundationEssentials
import Glibc
public import MemcacheClient
import Subprocess
import SystemPackage

/// A real memcached on 127.0.0.1, on a port that the kernel chose, started by this process.
public struct LocalMemcached: Hashable, Sendable {
  public let port: UInt16
  public let processIdentifier: Int32

  public var address: ServerAddress { .tcp(host: "127.0.0.1", port: port) }
  public var name: String { "127.0.0.1:\(port)" }

  /// Ends it; its memory is gone and connections are refused from now on.
  public func stop() {
    kill(processIdentifier, SIGTERM)
    kill(processIdentifier, SIGCONT)
  }

  /// Ends it and waits until nothing listens any more where it was.
  public func stopAndWait() async throws {
    stop()
    while isListening { try await Task.sleep(for: .milliseconds(2)) }
  }

  private var isListening: Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return withUnsafeBytes(of: &address) { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) { connect(descriptor, $0.baseAddress, socklen_t(bytes.count)) == 0 }
    }
  }

  /// Stops it in its tracks: it accepts connections and answers nothing.
  public func freeze() { kill(processIdentifier, SIGSTOP) }

  public func thaw() { kill(processIdentifier, SIGCONT) }
}

/// Why a server could not be started here.
public struct LocalPoolError: Error, Hashable, Sendable {
  public var summary: String
  public var remedy: String
}

/// Runs `body` with a memcached that ends with it, whether it throws or not, and with this process, should that die.
/// `arguments` are added to memcached's own, e.g. `["-m", "64"]`.
public func withMemcached<Result: Sendable>(
  _ arguments: [String] = [], _ body: @Sendable (LocalMemcached) async throws -> Result
) async throws -> Result {
  let folder = try TemporaryFolder()
  defer { folder.remove() }
  let portFile = folder.path + "/port"
  // As root it becomes nobody before memcached starts: one that changes its user itself would outlive this process.
  let user = getuid() == 0 ? ["--reuid", "nobody", "--regid", "nogroup", "--clear-groups"] : []
  let command = user + ["--pdeathsig", "KILL", "memcached"] + LocalMemcached.arguments + arguments
  do {
    let ended = try await run(
      .name("setpriv"), arguments: Arguments(command),
      environment: .inherit.updating(["MEMCACHED_PORT_FILENAME": portFile]),
      input: .none, output: .discarded, error: .discarded
    ) { execution in
      let pid = Int32(execution.processIdentifier.value)
      defer { LocalMemcached(port: 0, processIdentifier: pid).stop() }
      let port = try await LocalMemcached.port(in: portFile) { !LocalMemcached.hasEnded(pid) }
      return try await body(LocalMemcached(port: port, processIdentifier: pid))
    }
    return ended.closureResult
  } catch let error as SubprocessError where error.code == .executableNotFound {
    throw LocalPoolError(summary: "there is no setpriv here", remedy: "apt-get install util-linux")
  }
}

/// As many of them, in order.
public func withMemcacheds<Result: Sendable>(
  _ count: Int, _ arguments: [String] = [], _ body: @Sendable ([LocalMemcached]) async throws -> Result
) async throws -> Result {
  try await nested(count, arguments, [], body)
}

private func nested<Result: Sendable>(
  _ count: Int, _ arguments: [String], _ running: [LocalMemcached],
  _ body: @Sendable ([LocalMemcached]) async throws -> Result
) async throws -> Result {
  if count == 0 { return try await body(running) }
  return try await withMemcached(arguments) { server in
    try await nested(count - 1, arguments, running + [server], body)
  }
}

extension LocalMemcached {
  /// A memcached that outlives this process. Ended with `stop()`.
  public static func startDetached(in folder: String, _ arguments: [String] = []) async throws -> LocalMemcached {
    let files = try TemporaryFolder(in: folder)
    defer { files.remove() }
    let portFile = files.path + "/port"
    let pidFile = files.path + "/pid"
    let user = getuid() == 0 ? ["-u", "nobody"] : []  // memcached refuses to run as root unless told whom to become
    let started: ExecutionResult<Void, DiscardedOutput, StringOutput<UTF8>>
    do {
      started = try await run(
        .name("memcached"), arguments: Arguments(Self.arguments + user + ["-d", "-P", pidFile] + arguments),
        environment: .inherit.updating(["MEMCACHED_PORT_FILENAME": portFile]),
        output: .discarded, error: .string(limit: 4096))
    } catch let error as SubprocessError where error.code == .executableNotFound {
      throw LocalPoolError(summary: "there is no memcached here", remedy: "apt-get install memcached")
    }
    guard started.terminationStatus.isSuccess else {
      throw LocalPoolError(
        summary: "memcached did not start: \(started.standardError)", remedy: "run: memcached -vv")
    }
    let port = try await port(in: portFile) { true }
    let pid = try await poll { (try? String(contentsOfFile: pidFile, encoding: .utf8)).flatMap(wholeLine) }
    guard let pid = pid.flatMap({ Int32($0) }) else {
      throw LocalPoolError(summary: "memcached wrote no process id into \(pidFile)", remedy: "run: memcached -vv")
    }
    return LocalMemcached(port: port, processIdentifier: pid)
  }

  /// A child of this process that ended counts as long as nobody asked for its status.
  fileprivate static func hasEnded(_ child: Int32) -> Bool {
    var status = siginfo_t()
    return waitid(P_PID, id_t(child), &status, WEXITED | WNOHANG | WNOWAIT) == 0 && status.si_signo != 0
  }

  fileprivate static let arguments = ["-l", "127.0.0.1", "-p", "-1", "-U", "0", "-m", "64", "-t", "2"]

  /// Waits for the line `TCP INET: 12345`, which memcached writes once it listens.
  fileprivate static func port(in file: String, while alive: () -> Bool) async throws -> UInt16 {
    let line = try await poll(while: alive) {
      (try? String(contentsOfFile: file, encoding: .utf8)).flatMap(wholeLine)
    }
    guard let port = line?.split(separator: " ").last.flatMap({ UInt16($0) }) else {
      throw LocalPoolError(
        summary: "memcached did not say where it listens", remedy: "is it installed? apt-get install memcached")
    }
    return port
  }

  private static func poll(while alive: () -> Bool = { true }, _ read: () -> String?) async throws -> String? {
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
