import MemcacheProtocol

/// Why a unix socket cannot be reached, before anything was said.
public enum SocketFault: Hashable, Sendable {
  case missing
  /// There is something else under this path.
  case noSocket
  /// This user may not write to it, or not enter its folder.
  case forbidden
  /// The path has so many bytes, more than the system's addresses hold.
  case longPath(bytes: Int)
}

extension SocketFault {
  var reason: String {
    switch self {
    case .missing: "there is no such socket"
    case .noSocket: "the path names something that is no socket to connect to"
    case .forbidden: "no permission to use the socket"
    case .longPath(let bytes):
      "the path has \(bytes) bytes, and sockets have at most \(Limits.socketPathBytes)"
    }
  }

  func remedy(_ path: String) -> String {
    switch self {
    case .missing:
      "is memcached running with -s \(path)? Look with ls -l \(path); a service or a container may have a /tmp of its own"
    case .noSocket: "look with ls -l \(path), and compare with memcached's -s"
    case .forbidden:
      "look with ls -l \(path): run as a member of the socket's group (PHP's user must be one too), or start memcached "
        + "with a wider mask, e.g. -a 0770"
    case .longPath: "start memcached with a shorter -s, and write that in save_path"
    }
  }
}
