// ASCII questions about bytes. PHP asks them of single bytes whatever the character set, so we do too.

extension UInt8 {
  /// Space or tab: the only blanks that the ini language knows.
  var isBlank: Bool { self == 0x20 || self == 0x09 }
  var isLineEnd: Bool { self == 0x0A || self == 0x0D }
  var isDigit: Bool { (0x30...0x39).contains(self) }
  var isLetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
  var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}

extension Sequence<UInt8> {
  var lowercased: [UInt8] { map(\.lowercased) }
}

extension Collection<UInt8> {
  func equalsIgnoringCase(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { other in
      count == other.count && zip(self, other).allSatisfy { $0.lowercased == $1.lowercased }
    }
  }

  /// Whether this begins with `text`, which is lower case, in any letter case.
  func startsIgnoringCase(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { other in prefix(other.count).lowercased.elementsEqual(other) }
  }
}

extension BidirectionalCollection<UInt8> where SubSequence: BidirectionalCollection<UInt8> {
  /// Without blanks at both ends.
  var trimmed: [UInt8] {
    guard let first = firstIndex(where: { !$0.isBlank }), let last = lastIndex(where: { !$0.isBlank }) else {
      return []
    }
    return Array(self[first...last])
  }
}

extension Collection<UInt8> {
  /// The value for messages: bytes that are no UTF-8 become U+FFFD.
  var text: String { String(decoding: self, as: UTF8.self) }
}
