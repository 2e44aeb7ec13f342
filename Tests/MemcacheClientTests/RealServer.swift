import FoundationEssentials
import Glibc
import MemcacheClient

/// A memcached on a loopback port that the kernel picks, for as long as the body runs.
struct RealServer: Sendable {
  let address: ServerAddress
  let pid: pid_t

  static func run<Value: Sendable>(
    _ options: [String] = [], _ body: (RealServer) async throws -> Value
  ) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(path: "memcached-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o777])
    defer { try? FileManager.default.removeItem(at: folder) }
    chmod(folder.path(), 0o777)
    let portFile = folder.appending(path: "port")
    let user = getuid() == 0 ? ["-u", "nobody"] : []
    let pid = try spawn(
      ["memcached", "-l", "127.0.0.1", "-p", "-1"] + user + options,
      ["MEMCACHED_PORT_FILENAME=\(portFile.path())"])
    defer {
      kill(pid, SIGKILL)
      waitpid(pid, nil, 0)
    }
    return try await body(RealServer(address: .tcp(host: "127.0.0.1", port: try await port(in: portFile)), pid: pid))
  }

  /// Waits for the complete line `TCP INET: 40123`.
  private static func port(in file: URL) async throws -> UInt16 {
    let end = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < end {
      if let text = try? String(contentsOf: file, encoding: .utf8), text.hasSuffix("\n"),
        let port = text.dropLast().split(separator: " ").last.flatMap({ UInt16($0) })
      {
        return port
      }
      await Task.yield()
    }
    throw CocoaError(.fileReadNoSuchFile)
  }

  private static func spawn(_ arguments: [String], _ environment: [String]) throws -> pid_t {
    var argv = arguments.map { strdup($0) } + [nil]
    var envp = environment.map { strdup($0) } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    // Descriptors of the tests that run beside this one would count against the server's connection limit.
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor in 3..<1024 as Range<Int32> { posix_spawn_file_actions_addclose(&actions, descriptor) }
    var pid = pid_t()
    let code = posix_spawnp(&pid, arguments[0], &actions, nil, &argv, &envp)
    guard code == 0 else { throw CocoaError(.executableLoad) }
    return pid
  }
}
