/// Base64 as RFC 4648 has it, with its padding.
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 0xff, count: 256)
    for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
    return values
  }()

  static func encoded(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let word = group.enumerated().reduce(0) { $0 | Int($1.element) << (16 - 8 * $1.offset) }
      for position in 0..<4 {
        text.append(position <= group.count ? alphabet[word >> (18 - 6 * position) & 63] : padding)
      }
    }
    return text
  }

  /// Nil for what the encoder would not write.
  static func decoded(_ text: [UInt8]) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    for start in stride(from: 0, to: text.count, by: 4) {
      let group = text[start..<start + 4]
      let letters = group.prefix { $0 != padding }
      guard letters.count >= 2, letters.count == 4 || start + 4 == text.count,
        group.dropFirst(letters.count).allSatisfy({ $0 == padding })
      else { return nil }
      var word = 0
      for (position, letter) in letters.enumerated() {
        guard values[Int(letter)] != 0xff else { return nil }
        word |= Int(values[Int(letter)]) << (18 - 6 * position)
      }
      let count = letters.count - 1
      // Bits that no byte takes are none.
      guard word & ((1 << (24 - 8 * count)) - 1) == 0 else { return nil }
      for position in 0..<count { bytes.append(UInt8(truncatingIfNeeded: word >> (16 - 8 * position))) }
    }
    return bytes
  }
}
