extension Span<UInt8> {
  /// Appends a key as listings and watch lines spell it, its percent encoding undone, and moves to the blank behind it.
  /// False where a `%` is followed by no two hexadecimal digits.
  func appendDecoded(to key: inout [UInt8], at position: inout Int, upTo end: Int) -> Bool {
    while position < end && self[position] != 0x20 {
      let plain = position
      while position < end && self[position] != 0x20 && self[position] != UInt8(ascii: "%") { position += 1 }
      extracting(plain..<position).withUnsafeBufferPointer { key.append(contentsOf: $0) }
      guard position < end, self[position] == UInt8(ascii: "%") else { continue }
      guard position + 2 < end, let high = self[position + 1].hexDigit, let low = self[position + 2].hexDigit else {
        return false
      }
      key.append(high << 4 | low)
      position += 3
    }
    return true
  }
}

extension UInt8 {
  /// The value of a hexadecimal digit, nil for any other byte.
  fileprivate var hexDigit: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46: self - 0x37
    case 0x61...0x66: self - 0x57
    default: nil
    }
  }
}
