/// The 64 steps of MD5 (RFC 1321) over one 64-byte block, for one message or for several side by side.
///
/// A table of constants, written out so that the compiler sees each as an immediate.
struct MD5Rounds<Word: HashLanes> {
  var a: Word
  var b: Word
  var c: Word
  var d: Word

  /// The state in which every message begins.
  @inline(__always) init() {
    a = Word.repeated(0x6745_2301)
    b = Word.repeated(0xefcd_ab89)
    c = Word.repeated(0x98ba_dcfe)
    d = Word.repeated(0x1032_5476)
  }

  /// Takes the sixteen little-endian words of the next block in.
  @inline(__always) mutating func absorb(_ m: borrowing InlineArray<16, Word>) {
    let start = self
    a = Self.choose(a, b, c, d, m[0], 7, 0xd76a_a478)
    d = Self.choose(d, a, b, c, m[1], 12, 0xe8c7_b756)
    c = Self.choose(c, d, a, b, m[2], 17, 0x2420_70db)
    b = Self.choose(b, c, d, a, m[3], 22, 0xc1bd_ceee)
    a = Self.choose(a, b, c, d, m[4], 7, 0xf57c_0faf)
    d = Self.choose(d, a, b, c, m[5], 12, 0x4787_c62a)
    c = Self.choose(c, d, a, b, m[6], 17, 0xa830_4613)
    b = Self.choose(b, c, d, a, m[7], 22, 0xfd46_9501)
    a = Self.choose(a, b, c, d, m[8], 7, 0x6980_98d8)
    d = Self.choose(d, a, b, c, m[9], 12, 0x8b44_f7af)
    c = Self.choose(c, d, a, b, m[10], 17, 0xffff_5bb1)
    b = Self.choose(b, c, d, a, m[11], 22, 0x895c_d7be)
    a = Self.choose(a, b, c, d, m[12], 7, 0x6b90_1122)
    d = Self.choose(d, a, b, c, m[13], 12, 0xfd98_7193)
    c = Self.choose(c, d, a, b, m[14], 17, 0xa679_438e)
    b = Self.choose(b, c, d, a, m[15], 22, 0x49b4_0821)
    a = Self.select(a, b, c, d, m[1], 5, 0xf61e_2562)
    d = Self.select(d, a, b, c, m[6], 9, 0xc040_b340)
    c = Self.select(c, d, a, b, m[11], 14, 0x265e_5a51)
    b = Self.select(b, c, d, a, m[0], 20, 0xe9b6_c7aa)
    a = Self.select(a, b, c, d, m[5], 5, 0xd62f_105d)
    d = Self.select(d, a, b, c, m[10], 9, 0x0244_1453)
    c = Self.select(c, d, a, b, m[15], 14, 0xd8a1_e681)
    b = Self.select(b, c, d, a, m[4], 20, 0xe7d3_fbc8)
    a = Self.select(a, b, c, d, m[9], 5, 0x21e1_cde6)
    d = Self.select(d, a, b, c, m[14], 9, 0xc337_07d6)
    c = Self.select(c, d, a, b, m[3], 14, 0xf4d5_0d87)
    b = Self.select(b, c, d, a, m[8], 20, 0x455a_14ed)
    a = Self.select(a, b, c, d, m[13], 5, 0xa9e3_e905)
    d = Self.select(d, a, b, c, m[2], 9, 0xfcef_a3f8)
    c = Self.select(c, d, a, b, m[7], 14, 0x676f_02d9)
    b = Self.select(b, c, d, a, m[12], 20, 0x8d2a_4c8a)
    a = Self.parity(a, b, c, d, m[5], 4, 0xfffa_3942)
    d = Self.parity(d, a, b, c, m[8], 11, 0x8771_f681)
    c = Self.parity(c, d, a, b, m[11], 16, 0x6d9d_6122)
    b = Self.parity(b, c, d, a, m[14], 23, 0xfde5_380c)
    a = Self.parity(a, b, c, d, m[1], 4, 0xa4be_ea44)
    d = Self.parity(d, a, b, c, m[4], 11, 0x4bde_cfa9)
    c = Self.parity(c, d, a, b, m[7], 16, 0xf6bb_4b60)
    b = Self.parity(b, c, d, a, m[10], 23, 0xbebf_bc70)
    a = Self.parity(a, b, c, d, m[13], 4, 0x289b_7ec6)
    d = Self.parity(d, a, b, c, m[0], 11, 0xeaa1_27fa)
    c = Self.parity(c, d, a, b, m[3], 16, 0xd4ef_3085)
    b = Self.parity(b, c, d, a, m[6], 23, 0x0488_1d05)
    a = Self.parity(a, b, c, d, m[9], 4, 0xd9d4_d039)
    d = Self.parity(d, a, b, c, m[12], 11, 0xe6db_99e5)
    c = Self.parity(c, d, a, b, m[15], 16, 0x1fa2_7cf8)
    b = Self.parity(b, c, d, a, m[2], 23, 0xc4ac_5665)
    a = Self.spread(a, b, c, d, m[0], 6, 0xf429_2244)
    d = Self.spread(d, a, b, c, m[7], 10, 0x432a_ff97)
    c = Self.spread(c, d, a, b, m[14], 15, 0xab94_23a7)
    b = Self.spread(b, c, d, a, m[5], 21, 0xfc93_a039)
    a = Self.spread(a, b, c, d, m[12], 6, 0x655b_59c3)
    d = Self.spread(d, a, b, c, m[3], 10, 0x8f0c_cc92)
    c = Self.spread(c, d, a, b, m[10], 15, 0xffef_f47d)
    b = Self.spread(b, c, d, a, m[1], 21, 0x8584_5dd1)
    a = Self.spread(a, b, c, d, m[8], 6, 0x6fa8_7e4f)
    d = Self.spread(d, a, b, c, m[15], 10, 0xfe2c_e6e0)
    c = Self.spread(c, d, a, b, m[6], 15, 0xa301_4314)
    b = Self.spread(b, c, d, a, m[13], 21, 0x4e08_11a1)
    a = Self.spread(a, b, c, d, m[4], 6, 0xf753_7e82)
    d = Self.spread(d, a, b, c, m[11], 10, 0xbd3a_f235)
    c = Self.spread(c, d, a, b, m[2], 15, 0x2ad7_d2bb)
    b = Self.spread(b, c, d, a, m[9], 21, 0xeb86_d391)
    a = Word.sum(a, start.a)
    b = Word.sum(b, start.b)
    c = Word.sum(c, start.c)
    d = Word.sum(d, start.d)
  }

  /// Round 1: c where b is set, else d.
  @inline(__always) private static func choose(
    _ a: Word, _ b: Word, _ c: Word, _ d: Word, _ m: Word, _ turn: UInt32, _ constant: UInt32
  ) -> Word {
    step(a, b, Word.xor(d, Word.and(b, Word.xor(c, d))), m, turn, constant)
  }

  /// Round 2: b where d is set, else c.
  @inline(__always) private static func select(
    _ a: Word, _ b: Word, _ c: Word, _ d: Word, _ m: Word, _ turn: UInt32, _ constant: UInt32
  ) -> Word {
    step(a, b, Word.xor(c, Word.and(d, Word.xor(b, c))), m, turn, constant)
  }

  /// Round 3.
  @inline(__always) private static func parity(
    _ a: Word, _ b: Word, _ c: Word, _ d: Word, _ m: Word, _ turn: UInt32, _ constant: UInt32
  ) -> Word {
    step(a, b, Word.xor(b, Word.xor(c, d)), m, turn, constant)
  }

  /// Round 4: needs the complement of d.
  @inline(__always) private static func spread(
    _ a: Word, _ b: Word, _ c: Word, _ d: Word, _ m: Word, _ turn: UInt32, _ constant: UInt32
  ) -> Word {
    step(a, b, Word.xor(c, Word.or(b, Word.xor(d, Word.repeated(.max)))), m, turn, constant)
  }

  @inline(__always) private static func step(
    _ a: Word, _ b: Word, _ mixed: Word, _ m: Word, _ turn: UInt32, _ constant: UInt32
  ) -> Word {
    let sum = Word.sum(Word.sum(a, Word.sum(m, Word.repeated(constant))), mixed)
    return Word.sum(b, Word.rotated(sum, turn))
  }
}
