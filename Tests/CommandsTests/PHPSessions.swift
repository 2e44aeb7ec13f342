import ArgumentParser
import FoundationEssentials
import Glibc
import LocalPool
import Logging
import MemcacheClient
import Operations
import Presentation

@testable import Commands

/// A pool of real memcacheds, with a php.ini and a PHP that keeps its sessions there.
struct PHPSessions: Sendable {
  let servers: [LocalMemcached]
  let folder: String
  var ini: String { folder + "/php.ini" }
  /// So that each pool has an audit log of its own.
  var environment: [String: String] { ["XDG_STATE_HOME": folder] }

  static func run<Value: Sendable>(
    _ handler: String, nodes: Int = 3, arguments: [String] = [], _ directives: [String] = [],
    _ body: @Sendable (PHPSessions) async throws -> Value
  ) async throws -> Value {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    return try await withMemcacheds(nodes, arguments) { servers in
      let sessions = PHPSessions(servers: servers, folder: folder.path)
      try sessions.write(handler, directives)
      return try await body(sessions)
    }
  }

  private func write(_ handler: String, _ directives: [String]) throws {
    let own =
      handler == "memcache"
      ? ["mcpool.extension_release = 8.0", "memcache.session_redundancy = 2", "memcache.lock_timeout = 60"]
      : [
        "mcpool.extension_release = 3.2.0", "memcached.sess_number_of_replicas = 1", "memcached.sess_lock_expire = 60",
      ]
    let path = servers.map { handler == "memcache" ? "tcp://\($0.name)" : $0.name }.joined(separator: ",")
    let lines = ["session.save_handler = \(handler)", "session.save_path = \"\(path)\""] + own + directives
    try lines.joined(separator: "\n").write(toFile: ini, atomically: false, encoding: .utf8)
    try Self.script.write(toFile: folder + "/page.php", atomically: false, encoding: .utf8)
  }

  /// Opens the session and counts its visits. With a name it says in the file of that name who it is, and keeps the
  /// session open until there is a file NAME.go, or its time is over.
  private static let script = """
    <?php
    session_id($argv[1]);
    if (!session_start()) { echo 'refused'; exit; }
    $_SESSION['visits'] = ($_SESSION['visits'] ?? 0) + 1;
    if (isset($argv[2])) {
      file_put_contents($argv[2] . '.new', getmypid());
      rename($argv[2] . '.new', $argv[2]);
      for ($i = 0; $i < 12000 && !file_exists($argv[2] . '.go'); $i++) usleep(5000);
    }
    echo $_SESSION['visits'];
    """

  /// What a page view prints: the number of visits.
  func visit(_ id: String) async throws -> String {
    try await LocalPHP.run(script: folder + "/page.php", ini: ini, [id]).output
  }

  /// Runs the body while a page has the session open; `end` kills its PHP in the middle of it.
  func whileOpen(_ id: String, _ body: (_ end: () -> Void) async throws -> Void) async throws {
    let name = folder + "/page"
    async let page = LocalPHP.run(script: folder + "/page.php", ini: ini, [id, name])
    let pid = try await eventually { (try? String(contentsOfFile: name, encoding: .utf8)).flatMap { Int32($0) } }
    do {
      try await body { kill(pid, SIGKILL) }
    } catch {
      kill(pid, SIGKILL)
      throw error
    }
    _ = FileManager.default.createFile(atPath: name + ".go", contents: nil)
    _ = try await page
    try FileManager.default.removeItem(atPath: name)
    try FileManager.default.removeItem(atPath: name + ".go")
  }

  /// A command on this pool.
  func mcpool(_ words: [String], input: [UInt8] = [], answer: String? = nil) async -> CommandRun {
    let nouns = words[0] == "session" ? 2 : 1
    return await CommandRun(
      words.prefix(nouns) + ["--ini", ini, "--timeout", "30s"] + words.dropFirst(nouns), input: input,
      environment: environment, answer: answer)
  }

  /// The pool as commands load it.
  func pool() async throws -> SessionPool {
    let nowhere = ByteSink { _ in }
    let surroundings = Surroundings(
      environment: environment, terminal: Terminal(width: nil, colour: false, canAsk: false), output: nowhere,
      errors: nowhere, input: ByteSource { _, _ in 0 }, ask: { _ in nil }, askSecret: { _ in nil })
    let options = try PoolOptions.parse(["--ini", ini, "--timeout", "30s"])
    return try await options.loadSessions(OutputOptions.parse([]), surroundings).pool
  }

  func withClient<Value: Sendable>(
    _ server: LocalMemcached, _ work: (any NodeClient) async throws -> Value
  ) async throws -> Value {
    let client = try await SocketDialer(timeout: .seconds(30), logger: Logger(label: "test")).connect(
      to: server.address)
    defer { client.close() }
    return try await work(client)
  }

  var auditLog: AuditLog { AuditLog(environment: environment) }
}

/// Waits until there is something.
func eventually<Value>(_ look: () async throws -> Value?) async throws -> Value {
  while true {
    if let value = try await look() { return value }
    try await Task.sleep(for: .milliseconds(5))
  }
}
