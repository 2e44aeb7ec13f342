extension JSONBytes {
  static func append(_ text: String?, to bytes: inout [UInt8]) {
    if let text { append(text, to: &bytes) } else { bytes += "null".utf8 }
  }

  static func append(_ truth: Bool?, to bytes: inout [UInt8]) {
    switch truth {
    case true?: bytes += "true".utf8
    case false?: bytes += "false".utf8
    case nil: bytes += "null".utf8
    }
  }

  static func append(_ number: (some FixedWidthInteger)?, to bytes: inout [UInt8]) {
    guard let number else { return bytes += "null".utf8 }
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    var rest = number.magnitude
    let start = bytes.count
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
      rest = quotient
    } while rest > 0
    bytes[start...].reverse()
  }
}

/// The braces, commas and names of an object that is written straight to bytes. Names need no escape.
struct JSONObject {
  private var isEmpty = true

  init(_ bytes: inout [UInt8]) { bytes.append(UInt8(ascii: "{")) }

  mutating func name(_ name: StaticString, _ bytes: inout [UInt8]) {
    if !isEmpty { bytes.append(UInt8(ascii: ",")) }
    isEmpty = false
    bytes.append(UInt8(ascii: "\""))
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  func end(_ bytes: inout [UInt8]) { bytes.append(UInt8(ascii: "}")) }
}
