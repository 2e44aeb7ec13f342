extension Memcache {
  /// `memcache.hash_function`
  public enum HashFunction: String, Sendable, CaseIterable { case crc32, fnv }

  /// `memcache.hash_strategy`
  public enum HashStrategy: String, Sendable, CaseIterable { case consistent, standard }

  /// A hash that is fed in pieces and copied where keys part: `key-0`, `key-1` share the work for `key-`.
  enum KeyHash: Sendable {
    case crc32(CRC32)
    case fnv(PeclFNV1a)

    init(_ function: HashFunction) {
      switch function {
      case .crc32: self = .crc32(CRC32())
      case .fnv: self = .fnv(PeclFNV1a())
      }
    }

    @inline(__always)
    var value: UInt32 {
      switch self {
      case .crc32(let crc): crc.value
      case .fnv(let fnv): fnv.value
      }
    }

    @inline(__always)
    mutating func feed(_ byte: UInt8) {
      switch self {
      case .crc32(var crc):
        crc.feed(byte)
        self = .crc32(crc)
      case .fnv(var fnv):
        fnv.feed(byte)
        self = .fnv(fnv)
      }
    }

    mutating func feed(_ bytes: Span<UInt8>) {
      switch self {
      case .crc32(var crc):
        crc.feed(bytes)
        self = .crc32(crc)
      case .fnv(var fnv):
        fnv.feed(bytes)
        self = .fnv(fnv)
      }
    }

    /// The digits of a number, without leading zeros.
    @inline(__always)
    mutating func feed(decimal number: UInt32) {
      if number < 10 {
        feed(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number))
      } else {
        feedLong(number)
      }
    }

    private mutating func feedLong(_ number: UInt32) {
      var power: UInt32 = 10
      while number / power >= 10 { power *= 10 }
      while power > 0 {
        feed(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / power % 10))
        power /= 10
      }
    }
  }
}
