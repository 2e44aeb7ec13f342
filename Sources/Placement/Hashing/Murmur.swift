/// libhashkit's MurmurHash2 and MurmurHash3 (x86, 32 bits), both seeded with 0xdeadbeef times the length of the key.
///
/// Words are read in little-endian order. Checked against libhashkit 1.1.4.
enum Murmur {
  static func murmur2(_ key: Span<UInt8>) -> UInt32 {
    let multiplier: UInt32 = 0x5bd1_e995
    var hash = seed(key) ^ UInt32(truncatingIfNeeded: key.count)
    let words = key.count / 4
    for word in 0..<words {
      var piece = littleEndianWord(key, at: word * 4) &* multiplier
      piece ^= piece >> 24
      hash = hash &* multiplier ^ piece &* multiplier
    }
    if key.count % 4 > 0 {
      hash ^= littleEndianTail(key, from: words * 4)
      hash &*= multiplier
    }
    hash ^= hash >> 13
    hash &*= multiplier
    return hash ^ hash >> 15
  }

  static func murmur3(_ key: Span<UInt8>) -> UInt32 {
    var hash = seed(key)
    let words = key.count / 4
    for word in 0..<words {
      hash ^= scrambled(littleEndianWord(key, at: word * 4))
      hash = hash << 13 | hash >> 19
      hash = hash &* 5 &+ 0xe654_6b64
    }
    if key.count % 4 > 0 { hash ^= scrambled(littleEndianTail(key, from: words * 4)) }
    hash ^= UInt32(truncatingIfNeeded: key.count)
    hash ^= hash >> 16
    hash &*= 0x85eb_ca6b
    hash ^= hash >> 13
    hash &*= 0xc2b2_ae35
    return hash ^ hash >> 16
  }

  private static func seed(_ key: Span<UInt8>) -> UInt32 {
    0xdead_beef &* UInt32(truncatingIfNeeded: key.count)
  }

  private static func scrambled(_ word: UInt32) -> UInt32 {
    var piece = word &* 0xcc9e_2d51
    piece = piece << 15 | piece >> 17
    return piece &* 0x1b87_3593
  }
}

/// Four bytes of a key as a little-endian number.
func littleEndianWord(_ key: Span<UInt8>, at offset: Int) -> UInt32 {
  UInt32(key[offset]) | UInt32(key[offset + 1]) << 8 | UInt32(key[offset + 2]) << 16 | UInt32(key[offset + 3]) << 24
}

/// The last bytes of a key, at most four of them, as a little-endian number.
func littleEndianTail(_ key: Span<UInt8>, from offset: Int) -> UInt32 {
  var word: UInt32 = 0
  for index in offset..<min(offset + 4, key.count) { word |= UInt32(key[index]) << UInt32((index - offset) * 8) }
  return word
}
