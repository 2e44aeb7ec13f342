/// The four FNV hashes of libhashkit, each with a habit of its own. Checked against libhashkit 1.1.4.
///
/// Bytes are signed `char`s on x86-64 (see `OneAtATime`): those of 0x80 and above differ from textbook FNV.
enum LibmemcachedFNV {
  private static let offset32: UInt32 = 0x811c_9dc5
  private static let prime32: UInt32 = 0x0100_0193
  private static let offset64: UInt64 = 0xcbf2_9ce4_8422_2325
  private static let prime64: UInt64 = 0x0000_0100_0000_01b3

  static func fnv1x32(_ key: Span<UInt8>) -> UInt32 {
    var hash = offset32
    for index in key.indices {
      hash &*= prime32
      hash ^= signExtended(key[index])
    }
    return hash
  }

  static func fnv1ax32(_ key: Span<UInt8>) -> UInt32 {
    var hash = offset32
    for index in key.indices {
      hash ^= signExtended(key[index])
      hash &*= prime32
    }
    return hash
  }

  /// 64 bits wide inside; the lower half is the answer.
  static func fnv1x64(_ key: Span<UInt8>) -> UInt32 {
    var hash = offset64
    for index in key.indices {
      hash &*= prime64
      hash ^= UInt64(bitPattern: Int64(Int8(bitPattern: key[index])))
    }
    return UInt32(truncatingIfNeeded: hash)
  }

  /// Named 64, computed in 32 bits throughout: offset and prime lose their upper halves.
  static func fnv1ax64(_ key: Span<UInt8>) -> UInt32 {
    var hash = UInt32(truncatingIfNeeded: offset64)
    for index in key.indices {
      hash ^= signExtended(key[index])
      hash &*= UInt32(truncatingIfNeeded: prime64)
    }
    return hash
  }
}
