import Glibc

/// A port of 127.0.0.1 that answers no SYN, as if its host were gone: somebody listens there who takes no connection, and
/// whose queue is full, so that the kernel drops whoever comes next. Needs no rights; is over when it is released.
final class SilentPort: Sendable {
  private let listener: Int32
  /// They fill the queue.
  private let waiting: [Int32]

  /// Throws where the kernel answers all the same, as with `net.ipv4.tcp_abort_on_overflow`.
  init(_ port: UInt16) async throws {
    let listener = Self.socket()
    self.listener = listener
    var on: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEPORT, &on, socklen_t(MemoryLayout<Int32>.size))
    let isListening =
      Self.at(port) { bind(listener, $0, $1) } == 0 && listen(listener, 0) == 0
    var waiting: [Int32] = []
    for _ in 0..<4 {
      let client = Self.socket()
      _ = Self.at(port) { connect(client, $0, $1) }
      waiting.append(client)
    }
    self.waiting = waiting
    try await Task.sleep(for: .milliseconds(100))
    let probe = Self.socket()
    defer { close(probe) }
    _ = Self.at(port) { connect(probe, $0, $1) }
    try await Task.sleep(for: .milliseconds(100))
    var look = pollfd(fd: probe, events: Int16(POLLOUT), revents: 0)
    if !isListening || poll(&look, 1, 0) != 0 {
      throw LocalPoolError(
        summary: "this host cannot play a port that gives no answer",
        remedy: "play cut instead, or look at sysctl net.ipv4.tcp_abort_on_overflow")
    }
  }

  deinit { for descriptor in waiting + [listener] { close(descriptor) } }

  private static func socket() -> Int32 {
    Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
  }

  private static func at(_ port: UInt16, _ act: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return withUnsafeBytes(of: address) { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) { bytes in
        bytes.baseAddress.map { act($0, socklen_t(MemoryLayout<sockaddr_in>.size)) } ?? -1
      }
    }
  }
}
