import Glibc
import LocalPool
import Testing

@testable import Commands

@Suite("What a service tells systemd", .timeLimit(.minutes(5))) struct ServiceNoticeTests {
  @Test(arguments: [false, true])
  func reachesTheSocketThatSystemdNames(_ isAbstract: Bool) async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = (isAbstract ? "@" : "") + folder.path + "/notify"
    let receiver = try NotifySocket(path)
    let notice = ServiceNotice(environment: ["NOTIFY_SOCKET": path])

    notice.tell(.ready, .status("3 nodes up\nREADY=0"))
    #expect(try await receiver.next() == ["READY=1", "STATUS=3 nodes up READY=0"])
    notice.tell(.stopping)
    #expect(try await receiver.next() == ["STOPPING=1"])

    let before = NotifySocket.monotonicMicroseconds()
    notice.tell(.reloading)
    let reloading = try #require(try await receiver.next())
    #expect(reloading.count == 2 && reloading.first == "RELOADING=1")
    let stamp = try #require(reloading.last?.split(separator: "=").last.flatMap { Int($0) })
    #expect(reloading.last?.hasPrefix("MONOTONIC_USEC=") == true)
    #expect((before...NotifySocket.monotonicMicroseconds()).contains(stamp))
  }

  @Test(arguments: [
    ["WATCHDOG_USEC": "30000000"], ["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "\(getpid())"],
  ])
  func halfOfTheWatchdogsTime(_ environment: [String: String]) {
    let notice = ServiceNotice(environment: environment.merging(["NOTIFY_SOCKET": "@nobody"]) { $1 })
    #expect(notice.heartbeat == .seconds(15))
  }

  @Test(arguments: [
    ["NOTIFY_SOCKET": "@nobody"], ["WATCHDOG_USEC": "30000000"],
    ["NOTIFY_SOCKET": "@nobody", "WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"],
    ["NOTIFY_SOCKET": "@nobody", "WATCHDOG_USEC": "0"], ["NOTIFY_SOCKET": "@nobody", "WATCHDOG_USEC": "soon"],
  ])
  func nobodyWatches(_ environment: [String: String]) {
    let notice = ServiceNotice(environment: environment)
    #expect(notice.heartbeat == nil)
  }

  /// No systemd, no socket there, a path longer than sockets have, a family that is not ours.
  @Test(arguments: ["", "/nonexistent/notify", "/" + String(repeating: "x", count: 200), "vsock:2:1234"])
  func noSocketIsNoFailure(_ socket: String) {
    ServiceNotice(environment: ["NOTIFY_SOCKET": socket]).tell(.ready)
  }

  @Test func hangupsAreOneRequestOnceSomebodyHeedsThem() {
    let requests = RereadRequests()
    #expect(!requests.ask() && !requests.take())
    requests.heed()
    #expect(!requests.take())
    #expect(requests.ask() && requests.ask())
    #expect(requests.take() && !requests.take())
  }
}

/// systemd's end of the conversation.
private final class NotifySocket: Sendable {
  private let descriptor: Int32

  init(_ path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { bytes in
      bytes.copyBytes(from: path.utf8)
      if path.hasPrefix("@") { bytes[0] = 0 }
    }
    let size = socklen_t(2 + path.utf8.count)
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
    }
    try #require(bound == 0)
  }

  deinit { close(descriptor) }

  /// The lines of the next notice; nil when none comes within the limit.
  func next(within limit: Duration = .seconds(60)) async throws -> [String]? {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let end = ContinuousClock.now + limit
    repeat {
      let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
      if count > 0 {
        return String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n").map(String.init)
      }
      try await Task.sleep(for: .milliseconds(2))
    } while .now < end
    return nil
  }

  static func monotonicMicroseconds() -> Int {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return now.tv_sec * 1_000_000 + now.tv_nsec / 1000
  }
}
