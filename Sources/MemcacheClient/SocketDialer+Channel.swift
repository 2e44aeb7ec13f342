import Glibc
import Logging
import MemcacheProtocol
import NIOCore
import NIOPosix
import Synchronization

extension SocketDialer {
  /// A connection to one address, its TLS handshake included. Ends when the task is cancelled.
  func open(_ address: SocketAddress, node: String, tls: ServerIdentity?) async throws(NodeFailure) -> Connection {
    while true {
      let attempt = Attempt()
      let result = await withTaskCancellationHandler {
        start(attempt, address, node: node, tls: tls)
        return await attempt.answer.wait()
      } onCancel: {
        attempt.cancel()
      }
      switch result {
      case .success(let connection):
        logger.trace("connected to \(address)", metadata: ["node": "\(node)"])
        return connection
      case .failure(.busySocket):
        // A unix socket whose queue is full does not let one wait in line as TCP does.
        do {
          try await Task.sleep(for: Limits.busySocketPause)
        } catch {
          throw NodeFailure(node: node, .cancelled(.connection))
        }
      case .failure(.cause(let cause)): throw NodeFailure(node: node, cause)
      }
    }
  }

  private func start(_ attempt: Attempt, _ address: SocketAddress, node: String, tls: ServerIdentity?) {
    var bootstrap = ClientBootstrap(group: Self.eventLoops).connectTimeout(.hours(24))  // ours is the deadline
    if address.protocol != .unix {
      bootstrap = bootstrap.channelOption(.socketOption(.tcp_nodelay), value: 1)
    }
    bootstrap
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let handler = ExchangeHandler()
          let connection = Connection(
            node: node, isOverTLS: tls != nil, channel: channel,
            handler: NIOLoopBound(handler, eventLoop: channel.eventLoop), timeout: timeout,
            listingTimeout: listingTimeout, logger: logger)
          guard attempt.has(connection) else { throw CancellationError() }
          let pipeline = channel.pipeline.syncOperations
          if let tls {
            let handshake = TLSHandshake(on: channel.eventLoop)
            attempt.await(handshake.outcome.futureResult)
            do {
              try handshake.begin(tls.tls, host: tls.host, in: pipeline)
            } catch {
              handshake.end(.tls(.closed))
              throw error
            }
          }
          try pipeline.addHandler(handler)
        }
      }
      .connect(to: address)
      .whenComplete { outcome in
        switch outcome {
        case .success: attempt.isConnected()
        case .failure(let error): attempt.fail(.init(connecting: error, to: address))
        }
      }
  }
}

/// One way to one address, until it stands or not.
private final class Attempt: Sendable {
  enum Failure: Error {
    case cause(NodeFailure.Cause)
    /// Try again.
    case busySocket
  }

  let answer = FirstAnswer<Result<Connection, Failure>>()
  private let state = Mutex<(connection: Connection?, handshake: EventLoopFuture<Void>?, isConnected: Bool)>(
    (nil, nil, false))

  /// False when nobody waits for it any more.
  func has(_ connection: Connection) -> Bool {
    state.withLock { $0.connection = connection }
    return !answer.isAnswered
  }

  func await(_ handshake: EventLoopFuture<Void>) { state.withLock { $0.handshake = handshake } }

  func isConnected() {
    let (connection, handshake) = state.withLock { state in
      state.isConnected = true
      return (state.connection, state.handshake)
    }
    guard let connection else { return fail(.cause(.unreachable("the socket was not set up"))) }
    guard let handshake else { return succeed(connection) }
    handshake.whenComplete { outcome in
      switch outcome {
      case .success: self.succeed(connection)
      case .failure(let error): self.fail(.cause(error as? NodeFailure.Cause ?? .tls(.other("\(error)"))))
      }
    }
  }

  func fail(_ failure: Failure) { answer.answer(.failure(failure)) }

  func cancel() {
    let (connection, phase) = state.withLock { state in
      (state.connection, state.isConnected ? NodeFailure.Phase.handshake : .connection)
    }
    fail(.cause(.cancelled(phase)))
    connection?.close()
  }

  private func succeed(_ connection: Connection) {
    if !answer.answer(.success(connection)) { connection.close() }
  }
}

extension Attempt.Failure {
  init(connecting error: any Error, to address: SocketAddress) {
    let path = address.protocol == .unix ? address.pathname : nil
    self =
      switch (error, path) {
      case (let error as IOError, _?) where error.errnoCode == EAGAIN: .busySocket
      case (let error as IOError, let path?): .cause(.init(code: error.errnoCode, socket: path))
      case (let error as IOError, nil): .cause(.init(code: error.errnoCode))
      case (let cause as NodeFailure.Cause, _): .cause(cause)
      default: .cause(.unreachable("\(error)"))
      }
  }
}

extension NodeFailure.Cause {
  fileprivate init(code: CInt) {
    switch code {
    case ECONNREFUSED: self = .refused
    case ECONNRESET: self = .reset(withinReply: false)
    case EMFILE, ENFILE: self = .noDescriptor(String(cString: strerror(code)))
    default: self = .unreachable(String(cString: strerror(code)))
    }
  }

  fileprivate init(code: CInt, socket path: String) {
    switch code {
    case ENOENT, ENOTDIR: self = .socket(.missing)
    case EACCES, EPERM: self = .socket(.forbidden)
    case EPROTOTYPE, ENOTSOCK: self = .socket(.noSocket)
    case ECONNREFUSED:
      // Files that are no sockets refuse as well.
      var facts = stat()
      let isSocket = stat(path, &facts) != 0 || facts.st_mode & S_IFMT == S_IFSOCK
      self = isSocket ? .refused : .socket(.noSocket)
    default: self.init(code: code)
    }
  }
}
