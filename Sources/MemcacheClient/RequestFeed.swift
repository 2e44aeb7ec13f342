import MemcacheProtocol

/// One thing to send, whatever the protocol. Its description is for logs and messages: no value, no password, and of a
/// key only its beginning.
protocol Request: Sendable, CustomStringConvertible {
  /// Appends it as it goes over the wire.
  func encode(into bytes: inout [UInt8])
}

extension Command: Request {}

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

/// Many `mg`, of which so many are on their way that the server never waits for us, and no more, so that neither side
/// holds more than a batch or two in its buffers.
struct MetaGetRequests: RequestFeed {
  static let batch = 512
  static let unanswered = 2 * batch

  private let keys: [[UInt8]]
  private let fields: ItemFields
  private var sent = 0

  init(_ keys: [[UInt8]], _ fields: ItemFields) {
    self.keys = keys
    self.fields = fields
  }

  mutating func next(answered: Int) -> [UInt8]? {
    let end = min(sent + Self.batch, keys.count)
    guard sent < end, end - answered <= Self.unanswered else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity((end - sent) * 80)
    for key in keys[sent..<end] { Command.metaGet(key: key, fields).encode(into: &bytes) }
    sent = end
    return bytes
  }
}
