import NIOCore
import NIOPosix
import Synchronization

/// A loopback server that plays the same script to each client, on a port that the kernel picks: for all that a real
/// server does only when it breaks.
public struct ScriptedServer: Sendable {
  public enum Step: Sendable {
    /// Goes on when the client has sent so many further lines.
    case lines(Int)
    case send([UInt8])
    /// One write for each byte.
    case sendEachByte([UInt8])
    case pause(Duration)
    /// Sends the bytes again and again as long as the client takes them.
    case flood([UInt8])
    case close
    /// Closes so that the client gets a reset.
    case reset

    public static func send(_ text: String) -> Step { .send(Array(text.utf8)) }
    public static func sendEachByte(_ text: String) -> Step { .sendEachByte(Array(text.utf8)) }
    public static func flood(_ text: String) -> Step { .flood(Array(text.utf8)) }
  }

  public let port: UInt16
  private let journal: Journal

  /// Serves for as long as the body runs. A script that is over leaves the client connected, in silence.
  public static func run<Value: Sendable>(
    _ script: [Step], _ body: (ScriptedServer) async throws -> Value
  ) async throws -> Value {
    let journal = Journal()
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        journal.add(channel)
        return channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(ScriptHandler(script, journal))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    do {
      let value = try await body(ScriptedServer(port: UInt16(listener.localAddress?.port ?? 0), journal: journal))
      try await journal.close(listener)
      return value
    } catch {
      try await journal.close(listener)
      throw error
    }
  }

  /// Runs the body with a port where nothing listens: the client's end of an open connection, which no other server
  /// gets meanwhile.
  public static func runRefusing<Value: Sendable>(_ body: (UInt16) async throws -> Value) async throws -> Value {
    try await run([]) { server in
      let client = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connect(host: "127.0.0.1", port: Int(server.port)).get()
      let result: Result<Value, any Error>
      do {
        result = .success(try await body(UInt16(client.localAddress?.port ?? 0)))
      } catch {
        result = .failure(error)
      }
      try await client.close()
      return try result.get()
    }
  }

  /// Runs the body with a port that takes no further connections and refuses none either.
  public static func runFull<Value: Sendable>(_ body: (UInt16) async throws -> Value) async throws -> Value {
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: 0)
      .serverChannelOption(.autoRead, value: false)
      .bind(host: "127.0.0.1", port: 0).get()
    let address = listener.localAddress
    var waiting: [any Channel] = []
    // The kernel queues one or two connections beyond the backlog; the first that hangs shows that the queue is full.
    while let address, waiting.count < 16,
      let channel = try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connectTimeout(.milliseconds(500)).connect(to: address).get()
    {
      waiting.append(channel)
    }
    let result: Result<Value, any Error>
    do {
      result = .success(try await body(UInt16(address?.port ?? 0)))
    } catch {
      result = .failure(error)
    }
    for channel in waiting + [listener] { try? await channel.close() }
    return try result.get()
  }

  /// Everything that clients have sent so far.
  public var received: [UInt8] { journal.received }

  /// Comes back when a client has sent something.
  public func clientHasAsked() async throws { try await journal.asked.futureResult.get() }

  /// Comes back when a client has closed its connection.
  public func clientHasClosed() async throws { try await journal.closed.futureResult.get() }
}

/// What happened on all connections of one server.
final class Journal: Sendable {
  let asked = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: Void.self)
  let closed = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: Void.self)
  private let state = Mutex<(received: [UInt8], channels: [any Channel])>(([], []))

  var received: [UInt8] { state.withLock { $0.received } }

  func add(_ channel: any Channel) { state.withLock { $0.channels.append(channel) } }

  func note(_ bytes: [UInt8]) {
    state.withLock { $0.received += bytes }
    asked.succeed()
  }

  func close(_ listener: any Channel) async throws {
    try await listener.close()
    for channel in state.withLock({ $0.channels }) { try? await channel.close() }
    asked.succeed()
    closed.succeed()
  }
}
