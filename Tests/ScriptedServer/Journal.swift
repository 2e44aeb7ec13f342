import NIOCore
import NIOPosix
import Synchronization

/// What happened on all connections of one server.
final class Journal: Sendable {
  private struct State {
    var received: [UInt8] = []
    var taken = 0
    var channels: [ObjectIdentifier: any Channel] = [:]
  }

  let asked = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: Void.self)
  let closed = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: Void.self)
  private let state = Mutex(State())

  var received: [UInt8] { state.withLock { $0.received } }
  var taken: Int { state.withLock { $0.taken } }

  func add(_ channel: any Channel) {
    state.withLock { $0.channels[ObjectIdentifier(channel)] = channel }
  }

  func remove(_ channel: any Channel) {
    _ = state.withLock { $0.channels.removeValue(forKey: ObjectIdentifier(channel)) }
    closed.succeed()
  }

  func note(_ bytes: [UInt8]) {
    state.withLock { $0.received += bytes }
    asked.succeed()
  }

  func noteTaken(_ count: Int) { state.withLock { $0.taken += count } }

  func close(_ listener: any Channel) async throws {
    try await listener.close()
    for channel in state.withLock({ $0.channels.values.map { $0 } }) { try? await channel.close() }
    asked.succeed()
    closed.succeed()
  }
}
