import NIOCore
import Synchronization

/// Who is connected, so that there are never too many, and that all can be told when it is over.
final class ConnectionRegistry: Sendable {
  private struct Client {
    let channel: any Channel
    /// Since when it has not asked anything; nil while it waits for an answer, or reads one.
    var silentSince: NIODeadline?
  }

  private let clients = Mutex<[ObjectIdentifier: Client]>([:])
  private let most: Int

  init(most: Int) { self.most = most }

  /// False where there is no room: all others wait for answers. Else the one that has been silent for longest goes.
  func add(_ channel: any Channel) -> Bool {
    let (hasRoom, leaving) = clients.withLock { clients -> (Bool, (any Channel)?) in
      var leaving: (any Channel)?
      if clients.count >= most {
        let silent = clients.values.compactMap { client in client.silentSince.map { (client, $0) } }
        guard let longest = silent.min(by: { $0.1 < $1.1 })?.0 else { return (false, nil) }
        clients[ObjectIdentifier(longest.channel)] = nil
        leaving = longest.channel
      }
      clients[ObjectIdentifier(channel)] = Client(channel: channel, silentSince: .now())
      return (true, leaving)
    }
    leaving?.close(promise: nil)
    if hasRoom { channel.closeFuture.whenComplete { _ in self.remove(channel) } }
    return hasRoom
  }

  private func remove(_ channel: any Channel) { clients.withLock { $0[ObjectIdentifier(channel)] = nil } }

  func note(_ channel: any Channel, isSilent: Bool) {
    clients.withLock { $0[ObjectIdentifier(channel)]?.silentSince = isSilent ? .now() : nil }
  }

  /// Lets each finish the answer in hand.
  ///
  /// - Parameter limit: for all of them; who is still there then has to go.
  func end(within limit: Duration) async {
    let channels = clients.withLock { $0.values.map(\.channel) }
    for channel in channels { channel.pipeline.fireUserInboundEventTriggered(ConnectionHandler.Farewell()) }
    let alarm = channels.first?.eventLoop.scheduleTask(in: TimeAmount(limit)) {
      for channel in channels { channel.close(promise: nil) }
    }
    for channel in channels { try? await channel.closeFuture.get() }
    alarm?.cancel()
  }
}
