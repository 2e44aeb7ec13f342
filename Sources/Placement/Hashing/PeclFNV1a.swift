/// The FNV-1a variant of pecl/memcache (`memcache.hash_function=fnv`), 32 bits, wrapping, fed in pieces.
///
/// The extension reads the key through a C `char`, which is signed on x86-64 Linux, so bytes of 0x80 and above are
/// sign-extended before the XOR. Textbook FNV-1a agrees only on ASCII. Measured with PHP 8.2 and ext/memcache 8.0.
struct PeclFNV1a: Sendable {
  var value: UInt32 = 0x811c_9dc5

  @inline(__always)
  mutating func feed(_ byte: UInt8) {
    value = (value ^ UInt32(bitPattern: Int32(Int8(bitPattern: byte)))) &* 0x0100_0193
  }

  mutating func feed(_ bytes: Span<UInt8>) {
    var hash = self
    for position in bytes.indices { hash.feed(bytes[position]) }
    self = hash
  }
}

/// The hash of a whole key as pecl/memcache computes it on x86-64.
public func peclFNV1a(_ key: Span<UInt8>) -> UInt32 {
  var hash = PeclFNV1a()
  hash.feed(key)
  return hash.value
}
