import FoundationEssentials
import LocalPool
import Subprocess
import SystemPackage

/// Real PHP on a php.ini of a few lines, within a limit of processor time.
struct LivePHP: Sendable {
  let folder: String

  struct Ended: Sendable {
    var output: String
    var errors: String
    /// By which it was ended.
    var signal: Int32?
  }

  /// What one page saw of its session.
  struct Page: Decodable {
    /// What session_start() said.
    var started: Bool
    /// What the session held before.
    var was: String?
  }

  /// Within the body there is a folder for its files.
  static func with(_ body: @Sendable (LivePHP) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try await body(LivePHP(folder: folder.path))
  }

  func run(_ script: String, ini: String, _ arguments: [String] = [], serverName: String? = nil) async throws -> Ended {
    try ini.write(toFile: folder + "/php.ini", atomically: false, encoding: .utf8)
    try ("<?php\n" + script).write(toFile: folder + "/page.php", atomically: false, encoding: .utf8)
    var environment = Environment.inherit
    if let serverName { environment = environment.updating(["SERVER_NAME": serverName]) }
    let ended = try await Subprocess.run(
      .name("prlimit"),
      arguments: Arguments(
        [
          "--cpu=2", "--core=0", "--as=4000000000", "php", "-c", folder + "/php.ini", "-d", "display_errors=stderr",
          folder + "/page.php",
        ] + arguments),
      environment: environment, output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
    var signal: Int32?
    if case .signaled(let number) = ended.terminationStatus { signal = number }
    return Ended(output: ended.standardOutput, errors: ended.standardError, signal: signal)
  }

  /// One page: looks at its session, and puts a value in where one is given.
  func visit(_ id: String, ini: String, value: String? = nil, serverName: String? = nil) async throws -> (
    page: Page?, ended: Ended
  ) {
    let ended = try await run(Self.page, ini: ini, [id] + (value.map { [$0] } ?? []), serverName: serverName)
    return (try? JSONDecoder().decode(Page.self, from: Data(ended.output.utf8)), ended)
  }

  /// Whether what one page stores another one finds.
  func keeps(_ id: String, ini: String) async throws -> Bool {
    let value = "v-\(id.suffix(8))"
    _ = try await visit(id, ini: ini, value: value)
    return try await visit(id, ini: ini).page?.was == value
  }

  /// How many of these keep what is stored.
  func kept(_ ids: [String], ini: String) async throws -> Int {
    var count = 0
    for id in ids where try await keeps(id, ini: ini) { count += 1 }
    return count
  }

  /// The item of a key on one server, with its version; nil: there is none.
  func version(of key: String, on server: LocalMemcached) async throws -> String? {
    let ended = try await run(
      """
      $m = new Memcached; $m->addServer('127.0.0.1', (int)$argv[1]);
      $r = $m->get($argv[2], null, Memcached::GET_EXTENDED); echo $r ? $r['cas'] : '';
      """, ini: "", [String(server.port), key])
    return ended.output.isEmpty ? nil : ended.output
  }

  func flush(_ server: LocalMemcached) async throws {
    _ = try await run(
      "$m = new Memcached; $m->addServer('127.0.0.1', (int)$argv[1]); $m->flush();", ini: "", [String(server.port)])
  }

  private static let page = """
    ini_set('session.use_cookies', 0); ini_set('session.cache_limiter', '');
    session_id($argv[1]);
    $started = session_start();
    echo json_encode(['started' => $started, 'was' => $_SESSION['v'] ?? null]);
    if (isset($argv[2])) $_SESSION['v'] = $argv[2];
    if ($started) session_write_close();
    """
}
