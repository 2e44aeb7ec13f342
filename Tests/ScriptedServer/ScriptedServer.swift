import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A loopback server that plays the same script to each client, on a port that the kernel picks: for all that a real
/// server does only when it breaks.
public struct ScriptedServer: Sendable {
  public enum Step: Sendable {
    /// Goes on when the client has sent so many further lines.
    case lines(Int)
    /// Goes on when the client has sent so many further bytes: for requests that have no line ends.
    case bytes(Int)
    /// Goes on with these steps when the first thing that the client sends begins so, else closes.
    case whenSent(String, [Step])
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

  /// What a server needs to speak TLS.
  public struct TLS: Sendable {
    public enum Version: Sendable { case v11, v12, v13 }

    let context: NIOSSLContext

    /// - Parameters:
    ///   - certificate: path of a PEM file, as is `key`.
    ///   - newest: of TLS that it speaks.
    ///   - clients: path of a PEM file with the authority that must have signed the client's certificate.
    public init(certificate: String, key: String, newest: Version = .v13, clients: String? = nil) throws {
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
        privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
      configuration.maximumTLSVersion =
        switch newest {
        case .v11: .tlsv11
        case .v12: .tlsv12
        case .v13: .tlsv13
        }
      if let clients {
        configuration.trustRoots = .file(clients)
        configuration.certificateVerification = .noHostnameVerification
      }
      context = try NIOSSLContext(configuration: configuration)
    }
  }

  public let port: UInt16
  private let journal: Journal

  /// Serves for as long as the body runs. A script that is over leaves the client connected, in silence.
  public static func run<Value: Sendable>(
    _ script: [Step], tls: TLS? = nil, _ body: (ScriptedServer) async throws -> Value
  ) async throws -> Value {
    let journal = Journal()
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: 4096)
      .childChannelInitializer { channel in
        journal.add(channel)
        return channel.eventLoop.makeCompletedFuture {
          if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls.context)) }
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

  /// How many bytes of ours have left for clients, as far as the system's buffers.
  public var taken: Int { journal.taken }

  /// Comes back when a client has sent something.
  public func clientHasAsked() async throws { try await journal.asked.futureResult.get() }

  /// Comes back when a client has closed its connection.
  public func clientHasClosed() async throws { try await journal.closed.futureResult.get() }
}
