/// Bob Jenkins' one-at-a-time hash as libhashkit computes it (hash 0, `default`), 32 bits, wrapping.
///
/// Parity: the C code adds a `char`, signed on x86-64 Linux, so bytes of 0x80 and above are sign-extended first; on ARM
/// they are not. ASCII is the same everywhere. Checked against libhashkit 1.1.4.
struct OneAtATime {
  private var state: UInt32 = 0

  init() {}

  init(state: UInt32) { self.state = state }

  mutating func update(_ byte: UInt8) {
    state &+= signExtended(byte)
    state &+= state << 10
    state ^= state >> 6
  }

  mutating func update(_ bytes: Span<UInt8>) {
    for index in bytes.indices { update(bytes[index]) }
  }

  var value: UInt32 {
    var hash = state
    hash &+= hash << 3
    hash ^= hash >> 11
    hash &+= hash << 15
    return hash
  }
}

/// A byte widened as C widens a signed `char`.
func signExtended(_ byte: UInt8) -> UInt32 {
  UInt32(bitPattern: Int32(Int8(bitPattern: byte)))
}
