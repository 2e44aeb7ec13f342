public import MemcacheProtocol

/// Why one node gave no answer, or not the one asked for.
public struct NodeFailure: Error, Hashable, Sendable {
  /// What the node was waited for.
  public enum Phase: Hashable, Sendable {
    case lookup, connection, handshake, reply, restOfReply
    /// Further lines of a listing, `Limits.itemsInListingWait` at least, or the END by which it is known to be whole.
    case endOfListing
  }

  public enum Cause: Error, Hashable, Sendable {
    /// The name has no address; the resolver's words.
    case unresolved(String)
    case refused
    /// Its unix socket cannot be connected to.
    case socket(SocketFault)
    /// The network knows no way to it; the system's words.
    case unreachable(String)
    /// This process, or this machine, may open no further file, and connections are files; the system's words.
    case noDescriptor(String)
    /// The limit was over.
    case late(Phase, after: Duration)
    /// The caller stopped waiting.
    case cancelled(Phase)
    /// The connection ended before a reply, or within one.
    case reset(withinReply: Bool)
    case authenticationRequired
    /// It does not take this user and password; its words.
    case authenticationFailed(String)
    /// Nothing was sent: the login cannot be said in this protocol; why.
    case unusableLogin(String)
    case tls(TLSFault)
    /// It takes no login with a password in plain text: the ways that it offers instead; nil: it takes none at all.
    case loginUnavailable(offered: [String]?)
    /// Nothing came within the limit to what was sent in the binary protocol.
    case silentToBinary(after: Duration)
    case full
    case foreign(Stranger)
    /// It sent an answer before anything was asked; the beginning of that.
    case unasked(String)
    /// It sent more than any memcached would; in words.
    case excessive(String)
    /// The node works, and declined this command.
    case declined(command: String, ErrorReply)
    /// Nothing was sent: the command cannot be said in memcached's protocol; why.
    case unsayable(String)
  }

  /// The node as messages name it: its address, unless the caller puts the name of the ring there.
  public let node: String
  /// Where it is reached instead of where its name says, through a tunnel for one; nil: where its name says.
  public private(set) var elsewhere: String?
  public let cause: Cause
  /// TLS was spoken, which then is not what the node misses.
  public let isOverTLS: Bool
  /// False: nothing of the request has left this machine. True says only that it may have.
  public let wasSent: Bool

  public init(node: String, _ cause: Cause, overTLS: Bool = false, wasSent: Bool = true) {
    self.node = node
    self.cause = cause
    isOverTLS = overTLS
    self.wasSent = wasSent
  }

  /// The same node and way, with what is known better.
  func becoming(_ cause: Cause) -> NodeFailure {
    NodeFailure(node: node, cause, overTLS: isOverTLS, wasSent: wasSent)
  }

  /// The same, of which it is known that nothing of the request has left this machine.
  public var unsent: NodeFailure {
    var failure = NodeFailure(node: node, cause, overTLS: isOverTLS, wasSent: false)
    failure.elsewhere = elsewhere
    return failure
  }

  /// Whether what was asked for may have been done, or will be when the node goes on: it was sent, and what came is no
  /// answer to it.
  public var leavesOpen: Bool {
    switch state {
    case .up, .full, .authRequired, .authFailed: false
    default: wasSent
    }
  }

  /// The same under the node's name in the ring.
  ///
  /// - Parameter address: where it was reached, if not where its name says.
  public func named(_ name: String, reachedAt address: ServerAddress?) -> NodeFailure {
    var failure = NodeFailure(node: name, cause, overTLS: isOverTLS, wasSent: wasSent)
    failure.elsewhere = address?.description
    return failure
  }

  /// `up` when the node works and only this command was declined.
  public var state: NodeState {
    switch cause {
    case .unresolved: .unresolved
    case .refused: .refused
    case .socket(.longPath): .unresolved
    case .socket: .refused
    case .unreachable, .noDescriptor: .timeout
    case .late(let phase, _), .cancelled(let phase):
      switch phase {
      case .lookup: .unresolved
      case .connection: .timeout
      case .handshake, .reply, .restOfReply, .endOfListing: .mute
      }
    case .silentToBinary: .mute
    case .reset: .reset
    case .authenticationRequired: .authRequired
    case .authenticationFailed, .unusableLogin, .loginUnavailable: .authFailed
    case .tls: .tls
    case .full: .full
    case .foreign(.tls): .tls
    case .foreign, .unasked, .excessive: .notMemcached
    case .declined, .unsayable: .up
    }
  }
}

extension NodeFailure.Cause {
  /// A refusal of memcached, some of which speak of the node and not of the command.
  init(refusal: ErrorReply, of command: any CustomStringConvertible) {
    self =
      if refusal.isConnectionLimit {
        .full
      } else if refusal.isAuthenticationRequired {
        .authenticationRequired
      } else {
        .declined(command: command.description, refusal)
      }
  }
}
