/// The status word of an answer in the binary protocol.
public struct BinaryStatus: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let success = BinaryStatus(rawValue: 0x00)
  public static let notFound = BinaryStatus(rawValue: 0x01)
  public static let keyExists = BinaryStatus(rawValue: 0x02)
  public static let tooLarge = BinaryStatus(rawValue: 0x03)
  public static let notANumber = BinaryStatus(rawValue: 0x06)
  /// Not logged in, or not to be had with this login. 1.6.18 also says so to a flush that `-F` forbids.
  public static let authenticationError = BinaryStatus(rawValue: 0x20)
  public static let unknownCommand = BinaryStatus(rawValue: 0x81)
  public static let outOfMemory = BinaryStatus(rawValue: 0x82)

  /// What it stands for; nil for a word that memcached does not use.
  var meaning: String? {
    switch rawValue {
    case 0x01: "not found"
    case 0x02: "key exists"
    case 0x03: "too large"
    case 0x04: "invalid arguments"
    case 0x05: "not stored"
    case 0x06: "not a number"
    case 0x20: "authentication error"
    case 0x21: "authentication to be continued"
    case 0x81: "unknown command"
    case 0x82: "out of memory"
    case 0x83: "not supported"
    case 0x84: "internal error"
    case 0x85: "busy"
    case 0x86: "temporary failure"
    default: nil
    }
  }

  var kind: ErrorReply.Kind {
    switch rawValue {
    case 0x04, 0x06, 0x20, 0x21: .client
    case 0x03, 0x82, 0x84, 0x86: .server
    case 0x85: .busy
    default: .error
    }
  }
}

extension BinaryStatus: CustomStringConvertible {
  /// `0x03 too large`
  public var description: String {
    let digits = String(rawValue, radix: 16)
    let number = rawValue < 16 ? "0x0\(digits)" : "0x\(digits)"
    return meaning.map { "\(number) \($0)" } ?? number
  }
}

extension ErrorReply {
  /// - Parameter text: what the server said beside the status word.
  init(_ status: BinaryStatus, text: some Collection<UInt8>) {
    kind = status.kind
    self.status = status
    line = text.isEmpty ? "\(status)" : "\(status) (\(text.printable()))"
  }

  /// What a server with `-F` means by its answer to a flush in binary, when it answers other requests on the same
  /// connection: 1.6.18 gives it the status word of somebody who is not logged in.
  public static let flushForbidden = ErrorReply(.authenticationError, text: "flush not allowed".utf8)
}
