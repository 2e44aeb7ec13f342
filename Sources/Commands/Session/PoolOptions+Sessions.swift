import ArgumentParser
import Operations

extension PoolOptions {
  /// For a command that needs to know which items are sessions: bare nodes do not say.
  func validateRules(for command: String) throws {
    if server.isEmpty { return }
    throw ValidationError(
      "\(command) needs the rules of a PHP extension: use --handler memcache|memcached with --save-path instead of --server"
    )
  }

  /// The pool that the options name with its rules, ready to be asked. Remarks on it go to standard error.
  func loadSessions(
    _ output: OutputOptions, _ surroundings: Surroundings
  ) async throws -> (pool: SessionPool, isExplicit: Bool) {
    let loaded = try await loadLive(rulesNeeded: true, output, surroundings)
    guard let php = loaded.php, let configuration = loaded.configuration else {
      throw Failure(.usage, "the pool has no rules of a PHP extension", remedy: "use --php, -p, --ini or --save-path")
    }
    let pool = SessionPool(live: loaded.live, php: php, configuration: configuration, source: loaded.source)
    return (pool, loaded.isExplicit)
  }
}
