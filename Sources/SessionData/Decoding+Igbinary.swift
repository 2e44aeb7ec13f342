/// igbinary, version 2 of its format (and 1, which differs only in what writers did).
///
/// Checked against igbinary 3.2.13. Numbers are big-endian. Every array, object, enum case and referenced scalar gets
/// the next number, from 0; every string that is not empty (keys and names of classes too) gets one of its own count.
/// The array in which an object's properties stand has no number.
extension Decoding {
  mutating func readIgbinary() throws(DecodingFault) {
    let version = try bigEndian(4, "the version of igbinary")
    guard version == 1 || version == 2 else { throw fault("version 1 or 2 of igbinary", at: 0) }
    var strings: [SessionTree.Text] = []
    while true {
      try readIgbinaryValue(&strings)
      var hasElement = false
      while !hasElement {
        while let frame = frames.last, frame.remaining == 0 { close() }
        guard !frames.isEmpty else {
          guard isAtEnd else { throw fault("the end of the data") }
          return
        }
        frames[frames.count - 1].remaining -= 1
        hasElement = try readIgbinaryKey(&strings)
      }
    }
  }

  /// False when the element was left out by a writer whose object changed meanwhile.
  private mutating func readIgbinaryKey(_ strings: inout [SessionTree.Text]) throws(DecodingFault) -> Bool {
    let start = position
    let type = try bigEndian(1, "a key")
    if type == 0x00 { return false }
    if let number = try igbinaryInteger(type) {
      key = .index(number)
    } else if let name = try igbinaryString(type, &strings) {
      key = isInObject ? propertyKey(name) : .name(name)
    } else {
      throw fault("a key (an integer or a string)", at: start)
    }
    return true
  }

  private mutating func readIgbinaryValue(_ strings: inout [SessionTree.Text]) throws(DecodingFault) {
    let start = position
    var type = try bigEndian(1, "a value")
    let isReferenced = type == 0x25
    if isReferenced { type = try bigEndian(1, "a referenced value") }
    let scalar: SessionTree.Value
    switch type {
    case 0x00: scalar = .null
    case 0x04: scalar = .bool(false)
    case 0x05: scalar = .bool(true)
    case 0x0c: scalar = .double(Double(bitPattern: try bigEndian(8, "a floating-point number")))
    case 0x14, 0x15, 0x16:
      let count = try igbinaryCount(type - 0x14, "the number of elements")
      slots.append(try open(.array(count: 0), from: start, elements: count))
      return
    case 0x17...0x1c:
      return try readIgbinaryObject(type, from: start, &strings)
    case 0x01, 0x02, 0x03, 0x22, 0x23, 0x24:
      let isObject = type >= 0x22
      let number = try bigEndian(1 << Int(isObject ? type - 0x22 : type - 0x01), "the number of an earlier value")
      // An array that is merely not copied yet is written like a referenced one, without the mark.
      _ = try pointer(to: Int(number), isAlias: isReferenced, from: start)
      return
    default:
      if let number = try igbinaryInteger(type) {
        scalar = .int(number)
      } else if let text = try igbinaryString(type, &strings) {
        scalar = .string(text)
      } else {
        throw fault("a value of igbinary", at: isReferenced ? start + 1 : start)
      }
    }
    let node = try leaf(scalar, from: start)
    if isReferenced { slots.append(node) }
  }

  private mutating func readIgbinaryObject(_ type: UInt64, from start: Int, _ strings: inout [SessionTree.Text])
    throws(DecodingFault)
  {
    // 17 to 19: the name of the class as in 11 to 13; 1a to 1c: as in 0e to 10.
    let name = try igbinaryString(type <= 0x19 ? type - 0x17 + 0x11 : type - 0x1a + 0x0e, &strings)
    guard let name else { throw fault("the name of a class") }
    let body = position
    let content = try bigEndian(1, "an object's properties")
    switch content {
    case 0x14, 0x15, 0x16:
      let count = try igbinaryCount(content - 0x14, "the number of properties")
      slots.append(try open(.object(of: name, count: 0), from: start, elements: count))
    case 0x1d, 0x1e, 0x1f:
      let count = try igbinaryCount(content - 0x1d, "the length of the object's own data")
      let data = try text(count, "an object's own data")
      slots.append(try leaf(.custom(of: name, data: data), from: start))
    case 0x27:
      let place = position
      let type = try bigEndian(1, "the name of an enum case")
      guard let enumCase = try igbinaryString(type, &strings) else {
        throw fault("the name of an enum case", at: place)
      }
      slots.append(try leaf(.enumCase(of: name, enumCase), from: start))
    default:
      throw fault("an object's properties, its own data or an enum case", at: body)
    }
  }

  private mutating func igbinaryCount(_ size: UInt64, _ what: String) throws(DecodingFault) -> Int {
    Int(try bigEndian(1 << Int(size), what))
  }

  /// A size and a sign; nil when the type is no integer.
  private mutating func igbinaryInteger(_ type: UInt64) throws(DecodingFault) -> Int64? {
    let start = position
    let bytes: Int
    switch type {
    case 0x06, 0x07: bytes = 1
    case 0x08, 0x09: bytes = 2
    case 0x0a, 0x0b: bytes = 4
    case 0x20, 0x21: bytes = 8
    default: return nil
    }
    let size = try bigEndian(bytes, "an integer")
    // The even types are positive.
    if type & 1 == 0 {
      guard let number = Int64(exactly: size) else { throw fault("an integer that fits into 64 bits", at: start) }
      return number
    }
    guard size <= 1 << 63 else { throw fault("an integer that fits into 64 bits", at: start) }
    return Int64(truncatingIfNeeded: 0 &- size)
  }

  /// A string or the number of an earlier one; nil when the type is neither.
  private mutating func igbinaryString(_ type: UInt64, _ strings: inout [SessionTree.Text]) throws(DecodingFault)
    -> SessionTree.Text?
  {
    let start = position
    switch type {
    case 0x0d: return SessionTree.Text(start: UInt32(start), length: 0)
    case 0x0e, 0x0f, 0x10:
      let number = try bigEndian(1 << Int(type - 0x0e), "the number of an earlier string")
      guard number < strings.count else {
        throw fault("the number of one of the \(strings.count) strings before", at: start)
      }
      return strings[Int(number)]
    case 0x11, 0x12, 0x13, 0x26:
      let count = try bigEndian(type == 0x26 ? 8 : 1 << Int(type - 0x11), "the length of a string")
      let string = try text(Int(clamping: count), "a string")
      strings.append(string)
      return string
    default: return nil
    }
  }
}
