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
    let alphabet = alphabet
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let rest = bytes.count - start
      let word =
        Int(bytes[start]) << 16 | (rest > 1 ? Int(bytes[start + 1]) << 8 : 0) | (rest > 2 ? Int(bytes[start + 2]) : 0)
      text.append(alphabet[word >> 18])
      text.append(alphabet[word >> 12 & 63])
      text.append(rest > 1 ? alphabet[word >> 6 & 63] : padding)
      text.append(rest > 2 ? alphabet[word & 63] : padding)
    }
    return text
  }

  /// Nil for what the encoder would not write.
  static func decoded(_ text: [UInt8]) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    guard let last = text.last else { return [] }
    let padded = last != padding ? 0 : text[text.count - 2] == padding ? 2 : 1
    let values = values
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    for start in stride(from: 0, to: text.count, by: 4) {
      let letters = start + 4 == text.count ? 4 - padded : 4
      var word = 0
      for position in 0..<letters {
        let value = values[Int(text[start + position])]
        guard value != 0xff else { return nil }
        word |= Int(value) << (18 - 6 * position)
      }
      // Bits that no byte takes are none.
      guard word & ((1 << (32 - 8 * letters)) - 1) == 0 else { return nil }
      for position in 0..<letters - 1 { bytes.append(UInt8(truncatingIfNeeded: word >> (16 - 8 * position))) }
    }
    return bytes
  }
}
