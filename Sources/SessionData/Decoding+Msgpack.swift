/// MessagePack as php-msgpack writes it (`msgpack.php_only`, its default), which holds plain MessagePack too.
///
/// Checked against php-msgpack 2.2.0. A map whose first key is nil is something of PHP: what stands behind that key is
/// the name of a class, or 1 (this array or object is referenced), 2 (the same array as number …), 3 (a class and its
/// own data), 4 (the same object), 5 (a reference to the same object), 6 (an enum case). Arrays and objects get the
/// next number, from 1, and so does a repeated object but not a repeated reference. The extension's own reader counts
/// the latter as well, and so takes wrong values behind a repeated reference: this follows what was written.
extension Decoding {
  mutating func readMsgpack() throws(DecodingFault) {
    while true {
      try readMsgpackValue()
      while let frame = frames.last, frame.remaining == 0 { close() }
      guard let frame = frames.last else {
        guard isAtEnd else { throw fault("the end of the data") }
        return
      }
      frames[frames.count - 1].remaining -= 1
      if frame.isList {
        key = .index(frame.next)
        frames[frames.count - 1].next += 1
      } else {
        try readMsgpackKey()
      }
    }
  }

  private mutating func readMsgpackKey() throws(DecodingFault) {
    let start = position
    let type = try bigEndian(1, "a key")
    switch try msgpackScalar(UInt8(type)) {
    case .int(let number): key = .index(number)
    case .string(let name): key = isInObject ? propertyKey(name) : .name(name)
    default: throw fault("a key (an integer or a string)", at: start)
    }
  }

  private mutating func readMsgpackValue() throws(DecodingFault) {
    let start = position
    let type = UInt8(try bigEndian(1, "a value"))
    switch type {
    case 0x80...0x8f: try openMap(Int(type & 0x0f), from: start)
    case 0xde, 0xdf: try openMap(Int(try bigEndian(type == 0xde ? 2 : 4, "the number of elements")), from: start)
    case 0x90...0x9f: try openList(Int(type & 0x0f), from: start)
    case 0xdc, 0xdd: try openList(Int(try bigEndian(type == 0xdc ? 2 : 4, "the number of elements")), from: start)
    default:
      guard let value = try msgpackScalar(type) else { throw fault("a value of MessagePack", at: start) }
      try leaf(value, from: start)
    }
  }

  private mutating func openList(_ count: Int, from start: Int) throws(DecodingFault) {
    slots.append(try open(.array(count: 0), from: start, elements: count, isList: true))
  }

  /// Reads what belongs to PHP in front of the elements, and the elements later.
  private mutating func openMap(_ count: Int, from start: Int) throws(DecodingFault) {
    var remaining = count
    // An empty array is written as a list.
    var value = count == 0 ? SessionTree.Value.object(of: keep([]), count: 0) : .array(count: 0)
    while remaining > 0, byte == 0xc0 {
      position += 1
      remaining -= 1
      let place = position
      let type = UInt8(try bigEndian(1, "what a nil key tells"))
      switch type {
      case 0x01: continue
      case 0x02, 0x04, 0x05:
        return try readMsgpackPointer(type, remaining, from: start)
      case 0x03, 0x06:
        return try readMsgpackNamed(isEnum: type == 0x06, remaining, from: start)
      case 0x80...0x8f, 0x90...0x9f, 0xdc...0xdf:
        // What `__serialize` gave: the elements of this array are the object's, and nothing comes behind it.
        guard case .object = value, remaining == 0 else { throw fault("the name of a class", at: place) }
        return try openState(type, of: value, from: start)
      default:
        guard case .string(let name)? = try msgpackScalar(type) else {
          throw fault("the name of a class or a number from 1 to 6", at: place)
        }
        value = .object(of: name, count: 0)
      }
    }
    slots.append(try open(value, from: start, elements: remaining))
  }

  private mutating func openState(_ type: UInt8, of object: SessionTree.Value, from start: Int) throws(DecodingFault) {
    let count =
      switch type {
      case 0x80...0x9f: Int(type & 0x0f)
      default: Int(try bigEndian(type & 1 == 0 ? 2 : 4, "the number of elements"))
      }
    let isList = type == 0xdc || type == 0xdd || (0x90...0x9f).contains(type)
    let node = try open(object, from: start, elements: count, isList: isList)
    slots += [node, node]
  }

  private mutating func readMsgpackPointer(_ type: UInt8, _ remaining: Int, from start: Int) throws(DecodingFault) {
    guard remaining == 1, byte == 0x00 else { throw fault("the number of an earlier array or object") }
    position += 1
    let place = position
    guard case .int(let number)? = try msgpackScalar(UInt8(try bigEndian(1, "a number"))), number > 0 else {
      throw fault("the number of an earlier array or object", at: place)
    }
    let node = try pointer(to: Int(number) - 1, isAlias: type != 0x04, from: start)
    if type == 0x04 { slots.append(node) }
  }

  private mutating func readMsgpackNamed(isEnum: Bool, _ remaining: Int, from start: Int) throws(DecodingFault) {
    let what = isEnum ? "an enum and its case" : "a class and its own data"
    let place = position
    guard remaining == 1, case .string(let name)? = try msgpackScalar(UInt8(try bigEndian(1, what))),
      case .string(let data)? = try msgpackScalar(UInt8(try bigEndian(1, what)))
    else { throw fault(what, at: place) }
    slots.append(try leaf(isEnum ? .enumCase(of: name, data) : .custom(of: name, data: data), from: start))
  }

  /// What is no array and no map; nil for these and for the one byte that MessagePack does not use.
  private mutating func msgpackScalar(_ type: UInt8) throws(DecodingFault) -> SessionTree.Value? {
    switch type {
    case 0x00...0x7f: return .int(Int64(type))
    case 0xe0...0xff: return .int(Int64(Int8(bitPattern: type)))
    case 0xc0: return .null
    case 0xc2, 0xc3: return .bool(type == 0xc3)
    case 0xa0...0xbf: return .string(try text(Int(type & 0x1f), "a string"))
    case 0xc4, 0xc5, 0xc6: return .string(try sized(1 << Int(type - 0xc4), "a string"))
    case 0xd9, 0xda, 0xdb: return .string(try sized(1 << Int(type - 0xd9), "a string"))
    case 0xca: return .double(Double(Float(bitPattern: UInt32(try bigEndian(4, "a floating-point number")))))
    case 0xcb: return .double(Double(bitPattern: try bigEndian(8, "a floating-point number")))
    case 0xcc, 0xcd, 0xce, 0xcf:
      let number = try bigEndian(1 << Int(type - 0xcc), "an integer")
      // PHP has no such integer: its extension makes a string of it.
      return Int64(exactly: number).map { .int($0) } ?? .string(keep(Array(String(number).utf8)))
    case 0xd0: return .int(Int64(Int8(truncatingIfNeeded: try bigEndian(1, "an integer"))))
    case 0xd1: return .int(Int64(Int16(truncatingIfNeeded: try bigEndian(2, "an integer"))))
    case 0xd2: return .int(Int64(Int32(truncatingIfNeeded: try bigEndian(4, "an integer"))))
    case 0xd3: return .int(Int64(bitPattern: try bigEndian(8, "an integer")))
    case 0xd4...0xd8: return .custom(of: keep([]), data: try text(1 + (1 << Int(type - 0xd4)), "an extension type"))
    case 0xc7, 0xc8, 0xc9:
      let count = try bigEndian(1 << Int(type - 0xc7), "the length of an extension type")
      return .custom(of: keep([]), data: try text(1 + Int(count), "an extension type"))
    default: return nil
    }
  }

  private mutating func sized(_ bytes: Int, _ what: String) throws(DecodingFault) -> SessionTree.Text {
    try text(Int(try bigEndian(bytes, "the length of \(what)")), what)
  }
}
