/// MD5 (RFC 1321), for rings and the places of keys; never for secrets.
enum MD5 {
  /// The digest as four little-endian words, in order: libmemcached cuts it so for the points of a weighted ring.
  static func digest(_ message: Span<UInt8>) -> InlineArray<4, UInt32> {
    var rounds = MD5Rounds<UInt32>()
    var offset = 0
    while message.count - offset >= 64 {
      let start = offset
      rounds.absorb(InlineArray { littleEndianWord(message, at: start + $0 * 4) })
      offset += 64
    }
    var block = padded(message, from: offset)
    if message.count - offset >= 56 {
      rounds.absorb(block)
      block = InlineArray(repeating: 0)
    }
    block[14] = UInt32(truncatingIfNeeded: message.count << 3)
    block[15] = UInt32(truncatingIfNeeded: message.count >> 29)
    rounds.absorb(block)
    return [rounds.a, rounds.b, rounds.c, rounds.d]
  }

  /// The last bytes of a message, fewer than 64, and the bit that ends it.
  private static func padded(_ message: Span<UInt8>, from offset: Int) -> InlineArray<16, UInt32> {
    let rest = message.count - offset
    return InlineArray { word in
      let begin = word * 4
      var value: UInt32 = begin < rest ? littleEndianTail(message, from: offset + begin) : 0
      if begin <= rest, rest < begin + 4 { value |= 0x80 << UInt32((rest - begin) * 8) }
      return value
    }
  }
}
