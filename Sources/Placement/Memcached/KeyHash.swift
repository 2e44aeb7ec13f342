extension Memcached {
  /// The hash functions of libmemcached 1.1.4, by the numbers of `Memcached::OPT_HASH`. All answer 32 bits.
  ///
  /// PHP has constants for 0 to 8 and accepts 9 and 10 as well. Sessions use `oneAtATime` and, with `ketama_weighted`,
  /// `md5`; applications choose.
  public enum KeyHash: Int, Sendable, CaseIterable {
    case oneAtATime = 0
    case md5 = 1
    case crc = 2
    case fnv1x64 = 3
    case fnv1ax64 = 4
    case fnv1x32 = 5
    case fnv1ax32 = 6
    case hsieh = 7
    case murmur = 8
    case jenkins = 9
    case murmur3 = 10

    public func hash(_ key: Span<UInt8>) -> UInt32 {
      switch self {
      case .oneAtATime:
        var hash = OneAtATime()
        hash.update(key)
        return hash.value
      case .md5: return MD5.digest(key)[0]
      case .crc: return libmemcachedCRC(key)
      case .fnv1x64: return LibmemcachedFNV.fnv1x64(key)
      case .fnv1ax64: return LibmemcachedFNV.fnv1ax64(key)
      case .fnv1x32: return LibmemcachedFNV.fnv1x32(key)
      case .fnv1ax32: return LibmemcachedFNV.fnv1ax32(key)
      case .hsieh: return hsiehSuperFast(key)
      case .murmur: return Murmur.murmur2(key)
      case .jenkins: return jenkinsLookup3(key)
      case .murmur3: return Murmur.murmur3(key)
      }
    }

    /// How many values the function can take: 2^32, but 2^15 for `crc`.
    var valueCount: UInt64 { self == .crc ? 1 << 15 : 1 << 32 }
  }
}
