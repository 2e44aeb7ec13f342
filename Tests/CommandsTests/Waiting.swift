import LocalPool
import Logging
import MemcacheClient

/// Waits until nothing listens any more where a stopped server was.
func waitUntilRefused(_ server: LocalMemcached) async throws {
  let dialer = SocketDialer(timeout: .seconds(1), logger: Logger(label: "test"))
  while true {
    do throws(NodeFailure) {
      try await dialer.connect(to: server.address).close()
    } catch {
      if error.state == .refused { return }
    }
    try await Task.sleep(for: .milliseconds(1))
  }
}

/// An environment whose state folder is a new temporary one.
func stateHome() throws -> [String: String] {
  ["HOME": "/nonexistent", "XDG_STATE_HOME": try TemporaryFolder().path]
}
