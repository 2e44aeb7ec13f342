/// A well-formed refusal of one command.
public struct ErrorReply: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable {
    /// `ERROR`, with or without a text: an unknown command, a wrong number of arguments, a switched-off command.
    case error
    /// `CLIENT_ERROR text`
    case client
    /// `SERVER_ERROR text`
    case server
    /// `BUSY text`: another client's crawler request is running.
    case busy
    /// `BADCLASS text`: the server does not know such a listing.
    case badClass
    /// `WATCHER_TOO_MANY text`, `WATCHER_FAILED text`: others watch already (memcached has room for 20), or it has no
    /// memory for it.
    case watchers
  }

  public let kind: Kind
  /// The whole line, printable; of a binary answer its status word, what that stands for, and the server's words.
  public let line: String
  /// Nil in the text protocol.
  let status: BinaryStatus?

  public var description: String { line }

  /// Nil when the line is none of memcached's errors.
  init?(_ line: some Collection<UInt8>) {
    let word = String(decoding: line.prefix { $0 != 0x20 }.prefix(20), as: UTF8.self)
    switch word {
    case "ERROR", "ERROR:": kind = .error
    case "CLIENT_ERROR": kind = .client
    case "SERVER_ERROR": kind = .server
    case "BUSY": kind = .busy
    case "BADCLASS": kind = .badClass
    case "WATCHER_TOO_MANY", "WATCHER_FAILED": kind = .watchers
    default: return nil
    }
    self.line = line.printable()
    status = nil
  }

  /// What a server at its connection limit says instead of any answer before it closes.
  public var isConnectionLimit: Bool { line == "ERROR Too many open connections" }
  /// What a server started with `-Y`, or with `-S` in binary, answers before the login.
  public var isAuthenticationRequired: Bool {
    line == "CLIENT_ERROR unauthenticated" || status == .authenticationError
  }
  /// What the binary protocol answers to `stat` for a group that it does not know.
  public var isUnknownGroup: Bool { status == .notFound }
  /// The server has no such command.
  public var isUnknownCommand: Bool { line == "ERROR" || status == .unknownCommand }
}

/// Why an answer cannot be read on; the connection is of no use afterwards.
public enum ReplyError: Error, Hashable, Sendable {
  /// An error line in the middle of a batch: what comes after it cannot be told apart.
  case refused(ErrorReply)
  /// Not memcached's language.
  case foreign(Stranger)
  /// The server goes beyond `Limits`; what it sent, in words.
  case excessive(String)
}

/// What seems to listen instead of a memcached that speaks the protocol in use.
public enum Stranger: Hashable, Sendable {
  /// A TLS alert: the port expects TLS.
  case tls
  case http, ssh, smtp
  /// It answers the binary protocol in text; what it said.
  case textOnly(String)
  /// Something in front of memcacheds, which speaks their language.
  case proxy(Proxy)
  /// The beginning of what it said, printable.
  case unknown(String)

  init(line: some Collection<UInt8>) {
    let start = String(decoding: line.prefix(5), as: UTF8.self)
    if line.starts(with: [0x15, 0x03]) {
      self = .tls
    } else if start.hasPrefix("HTTP/") || start.hasPrefix("<") {
      self = .http
    } else if start.hasPrefix("SSH-") {
      self = .ssh
    } else if start.hasPrefix("220 ") || start.hasPrefix("220-") || start.hasPrefix("500 ") || start.hasPrefix("502 ") {
      self = .smtp
    } else {
      self = .unknown(line.printable())
    }
  }
}
