/// UTF-8 as PHP and Unicode define it: nothing overlong, no surrogates, nothing beyond U+10FFFF.
enum UTF8Scan {
  /// The character that begins at `index`, and how many bytes it takes; nil when none does.
  static func scalar(in bytes: ArraySlice<UInt8>, at index: Int) -> (scalar: Unicode.Scalar, length: Int)? {
    let first = bytes[index]
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let length: Int
    var code: UInt32
    switch first {
    case 0xc2...0xdf: (length, code) = (2, UInt32(first & 0x1f))
    case 0xe0...0xef: (length, code) = (3, UInt32(first & 0x0f))
    case 0xf0...0xf4: (length, code) = (4, UInt32(first & 0x07))
    default: return nil
    }
    guard bytes.endIndex - index >= length else { return nil }
    for byte in bytes[(index + 1)..<(index + length)] {
      guard byte & 0xc0 == 0x80 else { return nil }
      code = code << 6 | UInt32(byte & 0x3f)
    }
    let smallest: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
    guard code >= smallest, let scalar = Unicode.Scalar(code) else { return nil }
    return (scalar, length)
  }

  /// Where the first byte stands that belongs to no character; nil when all do.
  static func firstInvalid(in bytes: ArraySlice<UInt8>) -> Int? {
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if bytes[index] < 0x80 {
        index += 1
      } else if let (_, length) = scalar(in: bytes, at: index) {
        index += length
      } else {
        return index
      }
    }
    return nil
  }
}
