import MemcacheProtocol

/// One thing to send, whatever the protocol. Its description is for logs and messages: no value, no password, and of a
/// key only its beginning.
protocol Request: Sendable, CustomStringConvertible {
  /// Appends it as it goes over the wire.
  func encode(into bytes: inout [UInt8])
}

extension Command: Request {}
extension BinaryRequest: Request {}

/// The request side of an exchange, in pieces.
protocol RequestFeed: Sendable {
  /// The next bytes to send, nil when nothing is to be sent now. Asked whenever answers have come.
  mutating func next(answered: Int) -> [UInt8]?
}

struct OneRequest: RequestFeed {
  private var bytes: [UInt8]?

  init(_ request: some Request) {
    var bytes: [UInt8] = []
    request.encode(into: &bytes)
    self.bytes = bytes
  }

  mutating func next(answered: Int) -> [UInt8]? {
    defer { bytes = nil }
    return bytes
  }
}
