import Glibc

/// What a service tells systemd (sd_notify(3)), over the datagram socket that $NOTIFY_SOCKET names. Where there is none
/// nothing is told; where a notice does not go out at once it is left: no service may wait for its supervisor.
struct ServiceNotice: Sendable {
  enum State: Hashable, Sendable {
    case ready
    /// One line for `systemctl status`.
    case status(String)
    /// Follow with `ready` when that is done.
    case reloading
    case stopping
    /// It lives; to be told each `heartbeat`.
    case watchdog
  }

  /// How often `watchdog` must be told: half of what systemd waits for. Nil: it does not watch this process.
  let heartbeat: Duration?
  private let socket: String?

  init(environment: [String: String]) {
    // @ stands for the zero byte of an abstract socket.
    socket = environment["NOTIFY_SOCKET"].flatMap { $0.hasPrefix("/") || $0.hasPrefix("@") ? $0 : nil }
    let isWatched = environment["WATCHDOG_PID"].map { $0 == String(getpid()) } ?? true
    let limit = environment["WATCHDOG_USEC"].flatMap { Int64($0) } ?? 0
    heartbeat = socket != nil && isWatched && limit > 0 ? .microseconds(limit / 2) : nil
  }

  func tell(_ states: State...) {
    guard let socket, var address = Self.address(socket) else { return }
    let text = states.map(Self.line).joined(separator: "\n")
    let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let size = socklen_t(MemoryLayout<sa_family_t>.size + socket.utf8.count)
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        _ = sendto(
          descriptor, text, text.utf8.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL), pointer, size)
      }
    }
  }

  private static func line(_ state: State) -> String {
    switch state {
    case .ready: return "READY=1"
    // A line end would begin another notice.
    case .status(let text): return "STATUS=" + text.replacing("\n", with: " ")
    case .reloading:
      var now = timespec()
      clock_gettime(CLOCK_MONOTONIC, &now)
      return "RELOADING=1\nMONOTONIC_USEC=\(now.tv_sec * 1_000_000 + now.tv_nsec / 1000)"
    case .stopping: return "STOPPING=1"
    case .watchdog: return "WATCHDOG=1"
    }
  }

  private static func address(_ socket: String) -> sockaddr_un? {
    var address = sockaddr_un()
    guard socket.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { path in
      path.copyBytes(from: socket.utf8)
      if socket.hasPrefix("@") { path[0] = 0 }
    }
    return address
  }
}
