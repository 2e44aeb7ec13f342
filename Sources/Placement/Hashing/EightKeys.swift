/// Eight short keys side by side: lane i of word j holds the bytes 4j to 4j+3 of key i, little-endian, zero behind the end.
/// One value is filled again and again.
struct EightKeys {
  /// MD5 pads a key of so many bytes within one block.
  static let longestKey = 55

  /// A hash may work in here.
  var words = InlineArray<16, EightWords>(repeating: .zero)
  private(set) var counts = EightWords.zero
  private(set) var shortest = 0
  private(set) var longest = 0
  /// Every byte is from `,` to `z`, and none is `<`, `>` or the backslash: the ids that PHP makes are such, and none that
  /// it replaces.
  private(set) var arePlain = false

  /// Takes the keys of eight ranges. False, with nothing usable, when a key is too long, or so near the end of the text
  /// that whole words would pass it.
  @inline(__always) mutating func fill(_ text: RawSpan, _ ranges: Span<Range<Int>>, from first: Int) -> Bool {
    var starts = InlineArray<8, Int>(repeating: 0)
    var last = 0
    shortest = .max
    longest = 0
    for lane in 0..<8 {
      let range = ranges[first &+ lane]
      let count = range.upperBound &- range.lowerBound
      starts[lane] = range.lowerBound
      counts[lane] = UInt32(truncatingIfNeeded: count)
      shortest = min(shortest, count)
      longest = max(longest, count)
      last = max(last, range.lowerBound)
    }
    guard longest <= Self.longestKey, last &+ longest &+ 3 <= text.byteCount else { return false }
    var strange = EightWords.zero
    for index in 0..<shortest / 4 {
      let word = Self.word(text, starts, at: index * 4)
      strange |= Self.strangeness(word)
      words[index] = word
    }
    for index in (shortest / 4)..<((longest + 3) / 4) {
      let mask = mask(at: index * 4)
      let word = Self.word(text, starts, at: index * 4) & mask
      strange |= Self.strangeness(word | EightWords(repeating: 0x6161_6161) & ~mask)
      words[index] = word
    }
    for index in ((longest + 3) / 4)..<16 { words[index] = .zero }
    let halves = strange.lowHalf | strange.highHalf
    arePlain = (halves[0] | halves[1] | halves[2] | halves[3]) & 0x8080_8080 == 0
    return true
  }

  @inline(__always) private static func word(
    _ text: RawSpan, _ starts: borrowing InlineArray<8, Int>, at offset: Int
  ) -> EightWords {
    // `fill` has checked that the words of the last lane end within the text.
    EightWords(
      text.unsafeLoadUnaligned(fromUncheckedByteOffset: starts[0] &+ offset, as: UInt32.self),
      text.unsafeLoadUnaligned(fromUncheckedByteOffset: starts[1] &+ offset, as: UInt32.self),
      text.unsafeLoadUnaligned(fromUncheckedByteOffset: starts[2] &+ offset, as: UInt32.self),
      text.unsafeLoadUnaligned(fromUncheckedByteOffset: starts[3] &+ offset, as: UInt32.self),
      text.unsafeLoadUnaligned(fromUncheckedByteOffset: starts[4] &+ offset, as: UInt32.self),
      text.unsafeLoadUnaligned(fromUncheckedByteOffset: starts[5] &+ offset, as: UInt32.self),
      text.unsafeLoadUnaligned(fromUncheckedByteOffset: starts[6] &+ offset, as: UInt32.self),
      text.unsafeLoadUnaligned(fromUncheckedByteOffset: starts[7] &+ offset, as: UInt32.self))
  }

  /// Ones for the bytes of each key that are left at an offset, four at most.
  @inline(__always) private func mask(at offset: Int) -> EightWords {
    if shortest == longest { return EightWords(repeating: Self.mask(ofBytes: longest &- offset)) }
    var mask = EightWords.zero
    for lane in 0..<8 { mask[lane] = Self.mask(ofBytes: Int(counts[lane]) &- offset) }
    return mask
  }

  @inline(__always) private static func mask(ofBytes count: Int) -> UInt32 {
    count >= 4 ? .max : count <= 0 ? 0 : 1 &<< UInt32(truncatingIfNeeded: count &* 8) &- 1
  }

  /// The top bit of each byte that is no plain one; the other bits mean nothing.
  @inline(__always) private static func strangeness(_ word: EightWords) -> EightWords {
    let top = EightWords(repeating: 0x8080_8080)
    let low = word & ~top
    let aboveLast = low &+ EightWords(repeating: 0x0505_0505)
    let notBelowFirst = (low | top) &- EightWords(repeating: 0x2c2c_2c2c)
    let notAngle = ((low | EightWords(repeating: 0x0202_0202)) ^ EightWords(repeating: 0x3e3e_3e3e)) &+ ~top
    let notBackslash = (low ^ EightWords(repeating: 0x5c5c_5c5c)) &+ ~top
    return word | aboveLast | ~(notBelowFirst & notAngle & notBackslash)
  }
}
