/// Bytes of a session as text that a terminal may see: nothing in it can steer the terminal or turn the direction of
/// writing, and every byte can be told from the text.
enum Escaped {
  /// `"Alice"`: backslashes, quotes and what is harmful are escaped, bytes that are no UTF-8 become `\xNN`.
  static func quoted(_ bytes: ArraySlice<UInt8>) -> String {
    var text = "\""
    write(bytes, quote: true, to: &text)
    return text + "\""
  }

  /// Without quotes, for names of classes and properties.
  static func bare(_ bytes: ArraySlice<UInt8>) -> String {
    var text = ""
    write(bytes, quote: false, to: &text)
    return text
  }

  /// A name as it is when it cannot be taken for anything else, otherwise in quotes.
  static func name(_ bytes: ArraySlice<UInt8>) -> String {
    let isPlain =
      bytes.first.map { !(0x30...0x39).contains($0) && $0 != UInt8(ascii: "-") } ?? false
      && bytes.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
      }
    return isPlain ? bare(bytes) : quoted(bytes)
  }

  /// Letters, digits and `-._~,` stay; every other byte becomes `%XX`.
  static func percent(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      switch byte {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: ","):
        text.append(byte)
      default: text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0x0f)]]
      }
    }
    return text
  }

  private static func write(_ bytes: ArraySlice<UInt8>, quote: Bool, to text: inout String) {
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      if (0x20...0x7e).contains(byte) {
        if quote, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { text += "\\" }
        text.unicodeScalars.append(Unicode.Scalar(byte))
        index += 1
      } else if byte >= 0x80, let (scalar, length) = UTF8Scan.scalar(in: bytes, at: index), !isHarmful(scalar) {
        text.unicodeScalars.append(scalar)
        index += length
      } else {
        text += short(byte)
        index += 1
      }
    }
  }

  private static func short(_ byte: UInt8) -> String {
    switch byte {
    case 0x0a: return "\\n"
    case 0x0d: return "\\r"
    case 0x09: return "\\t"
    default:
      let digits = String(byte, radix: 16)
      return "\\x" + (digits.utf8.count == 1 ? "0" + digits : digits)
    }
  }

  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: true
    default: false
    }
  }
}
