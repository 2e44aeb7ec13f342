/// JSON written straight to bytes, for bulk output; spells strings as the reports' encoder does.
enum JSONBytes {
  /// Appends a string with its quotes.
  static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    defer { bytes.append(UInt8(ascii: "\"")) }
    if appendPlain(text, to: &bytes) { return }
    var rest = text.utf8.makeIterator()
    while let byte = rest.next() {
      switch byte {
      case UInt8(ascii: "\""): bytes += "\\\"".utf8
      case UInt8(ascii: "\\"): bytes += "\\\\".utf8
      case 0x08: bytes += "\\b".utf8
      case 0x09: bytes += "\\t".utf8
      case 0x0a: bytes += "\\n".utf8
      case 0x0c: bytes += "\\f".utf8
      case 0x0d: bytes += "\\r".utf8
      case 0x00...0x1f: bytes += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
      case 0x7f: bytes += "\\u007f".utf8
      case 0xc2:
        // Two bytes, of which U+0080 to U+009F are control characters.
        let second = rest.next() ?? 0
        if second < 0xa0 { bytes += "\\u00\(String(second, radix: 16))".utf8 } else { bytes += [byte, second] }
      default: bytes.append(byte)
      }
    }
  }

  /// Appends a text that needs no escape as it is; false when it needs one.
  private static func appendPlain(_ text: String, to bytes: inout [UInt8]) -> Bool {
    var text = text
    return text.withUTF8 { buffer in
      guard isPlain(buffer) else { return false }
      bytes.append(contentsOf: buffer)
      return true
    }
  }

  /// Whether a text in UTF-8 stands in a string as it is.
  static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    for byte in text where byte < 0x20 || byte == 0x22 || byte == 0x5c || byte == 0x7f || byte == 0xc2 { return false }
    return true
  }
}
