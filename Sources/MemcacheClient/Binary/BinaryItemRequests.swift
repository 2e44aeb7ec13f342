import MemcacheProtocol

/// A `getk`, then many `getkq` in batches, each closed by a `noop`, so many on their way that the server never waits for
/// us. The first key goes alone: a server that wants a login closes behind its first answer, and with further requests
/// unread that would be a reset, in which the answer is lost.
struct BinaryItemRequests: RequestFeed {
  private let keys: [[UInt8]]
  private let opaque: UInt32
  private var sent = 0

  init(_ keys: [[UInt8]], opaque: UInt32) {
    self.keys = keys
    self.opaque = opaque
  }

  mutating func next(answered: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    if sent == 0, let first = keys.first {
      BinaryRequest(.get(key: first), opaque: opaque).encode(into: &bytes)
      sent = 1
      return bytes
    }
    let end = min(sent + Limits.keysInBatch, keys.count)
    guard answered > 0, sent < end, end - answered <= 2 * Limits.keysInBatch else { return nil }
    bytes.reserveCapacity((end - sent) * 80)
    for number in sent..<end {
      BinaryRequest(.getQuietly(key: keys[number]), opaque: opaque(of: number)).encode(into: &bytes)
    }
    BinaryRequest(.noOperation, opaque: opaque(of: end)).encode(into: &bytes)
    sent = end
    return bytes
  }

  private func opaque(of number: Int) -> UInt32 { opaque &+ UInt32(truncatingIfNeeded: number) }
}
