import FoundationEssentials
import Glibc
public import MemcacheClient
import Subprocess
import SystemPackage

/// Runs `body` with a twemproxy in front of the servers; it ends with the body, and with this process.
///
/// It cannot be told to let the kernel pick its ports, so it gets a loopback address that nobody else has.
public func withTwemproxy<Result: Sendable>(
  before servers: [ServerAddress], _ body: @Sendable (ServerAddress) async throws -> Result
) async throws -> Result {
  try await withTwemproxy { address in
    """
    pool:
      listen: \(address)
      hash: fnv1a_64
      distribution: ketama
      servers:
    \(servers.map { "   - \($0):1\n" }.joined())
    """
  } body: { address in
    try await body(address)
  }
}

/// The same with a file of its own.
/// - Parameter configuration: the text, for the address at which it is to listen.
public func withTwemproxy<Result: Sendable>(
  configuration: (ServerAddress) -> String, body: @Sendable (ServerAddress) async throws -> Result
) async throws -> Result {
  let folder = try TemporaryFolder()
  defer { folder.remove() }
  let host = "127.\((0..<3).map { _ in String(UInt8.random(in: 1...254)) }.joined(separator: "."))"
  let address = ServerAddress.tcp(host: host, port: 11211)
  let file = folder.path + "/nutcracker.yml"
  try configuration(address).write(toFile: file, atomically: false, encoding: .utf8)
  let ended = try await run(
    .name("setpriv"),
    arguments: [
      "--pdeathsig", "KILL", "/usr/sbin/nutcracker", "-c", file, "-a", host, "-o", folder.path + "/log", "-p",
      folder.path + "/pid",
    ],
    input: .none, output: .discarded, error: .discarded
  ) { execution in
    let pid = Int32(execution.processIdentifier.value)
    defer { kill(pid, SIGTERM) }
    let end = ContinuousClock.now + .seconds(10)
    while !address.isListening {
      guard ContinuousClock.now < end else {
        throw LocalPoolError(summary: "nutcracker does not listen on \(address)", remedy: "apt-get install nutcracker")
      }
      try await Task.sleep(for: .milliseconds(5))
    }
    return try await body(address)
  }
  return ended.closureResult
}
