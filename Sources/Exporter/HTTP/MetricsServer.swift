import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

/// Serves the metrics over HTTP/1.
public struct MetricsServer: Sendable {
  /// One thread is plenty, and one event loop makes a client's events come one after the other with all others'.
  private static let eventLoops = MultiThreadedEventLoopGroup(numberOfThreads: 1)

  private let site: Site
  private let limits: ServerLimits

  public init(_ source: MetricsSource, limits: ServerLimits = ServerLimits()) {
    site = Site(source: source, limits: limits)
    self.limits = limits
  }

  /// Serves until the task is cancelled; returns once the answers in hand are out.
  ///
  /// - Parameter listening: is told where clients can connect from now on, with the port that the system picked.
  public func run(
    at address: ListenAddress, listening: @Sendable (ListenAddress) -> Void
  ) async throws(ListenFailure) {
    let registry = ConnectionRegistry(most: limits.connections)
    let listener = try await bound(to: address, bootstrap(registry))
    listening(address.with(port: listener.localAddress?.port))
    await withTaskCancellationHandler {
      try? await listener.closeFuture.get()
    } onCancel: {
      listener.close(promise: nil)
    }
    if case .unix(let path) = address { unlink(path) }
    await registry.end(within: limits.longestScrape + limits.reading + limits.parting)
  }

  private func bootstrap(_ registry: ConnectionRegistry) -> ServerBootstrap {
    var sizes = NIOHTTPDecoderLimitConfiguration()
    sizes.maxHeaderFieldSize = limits.headBytes
    sizes.maxHeaderListSize = limits.headBytes
    let decoding = sizes
    return ServerBootstrap(group: Self.eventLoops)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      // A client that says that it will ask nothing more still gets its answers.
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { [site] channel in
        channel.eventLoop.makeCompletedFuture {
          guard registry.add(channel) else { throw ChannelError.inappropriateOperationForState }
          let pipeline = channel.pipeline.syncOperations
          try pipeline.configureHTTPServerPipeline(
            withErrorHandling: false, withEncoderConfiguration: .init(), withDecoderLimitConfiguration: decoding)
          try pipeline.addHandler(ConnectionHandler(site, registry))
        }
      }
  }

  private func bound(
    to address: ListenAddress, _ bootstrap: ServerBootstrap
  ) async throws(ListenFailure) -> any Channel {
    do {
      switch address {
      case .tcp(let host, let port): return try await bootstrap.bind(host: host, port: Int(port)).get()
      case .unix(let path):
        // What a server that was killed left behind may be taken away; one that lives keeps its socket.
        if let other = try? await ClientBootstrap(group: Self.eventLoops).connect(unixDomainSocketPath: path).get() {
          try? await other.close()
          throw ListenFailure(address: address, reason: .inUse)
        }
        return try await bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
      }
    } catch let failure as ListenFailure {
      throw failure
    } catch {
      throw ListenFailure(address: address, reason: .init(error))
    }
  }
}

extension ListenAddress {
  /// The same with the port that it has in fact.
  fileprivate func with(port: Int?) -> ListenAddress {
    guard case .tcp(let host, _) = self, let port = port.flatMap({ UInt16(exactly: $0) }) else { return self }
    return .tcp(host: host, port: port)
  }
}

extension ListenFailure.Reason {
  fileprivate init(_ error: any Error) {
    switch (error as? IOError)?.errnoCode {
    case EADDRINUSE: self = .inUse
    case EACCES, EPERM: self = .forbidden
    case let code?: self = .other(String(cString: strerror(code)))
    case nil: self = .other("\(error)")
    }
  }
}
