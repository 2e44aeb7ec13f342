/// PHP's own formats: `serialize()`, and the session handlers `php`, `php_serialize` and `php_binary` made of it.
///
/// Checked against PHP 8.2. Every value but a reference (`R`) gets the next number, from 1; keys get none. The
/// variables of one session share the numbers.
extension Decoding {
  /// `serialize()` of anything; the handler `php_serialize` writes that of `$_SESSION`.
  mutating func readSerialized() throws(DecodingFault) {
    try readSerializedValue()
    guard isAtEnd else { throw fault("the end of the data") }
  }

  /// `name|value` again and again: the handler `php`. A name cannot have a `|`, PHP writes no such session.
  mutating func readVariables() throws(DecodingFault) {
    try open(.array(count: 0), from: 0, elements: 0)
    while !isAtEnd {
      let start = position
      guard let bar = next(UInt8(ascii: "|")) else {
        throw fault("the name of a variable and '|'")
      }
      key = .name(try text(bar - start, "a name"))
      position += 1
      try readSerializedValue()
    }
    close()
  }

  /// A byte with the length of the name, the name, the value: the handler `php_binary`.
  mutating func readBinaryVariables() throws(DecodingFault) {
    try open(.array(count: 0), from: 0, elements: 0)
    while let length = byte {
      position += 1
      // The high bit stood for a variable without a value.
      key = .name(try text(Int(length & 0x7f), "a name"))
      if length & 0x80 != 0 {
        try leaf(.null, from: position)
      } else {
        try readSerializedValue()
      }
    }
    close()
  }

  /// One value with all that is in it.
  private mutating func readSerializedValue() throws(DecodingFault) {
    let base = frames.count
    while true {
      try readOne()
      while frames.count > base, frames[frames.count - 1].remaining == 0 {
        try expect("}", "behind the last element")
        close()
      }
      guard frames.count > base else { return }
      frames[frames.count - 1].remaining -= 1
      try readKey()
    }
  }

  private mutating func readKey() throws(DecodingFault) {
    switch byte {
    case UInt8(ascii: "i"):
      position += 1
      try expect(":", "behind the type")
      key = .index(try decimal("the number of an element", signed: true))
      try expect(";", "behind the key")
    case UInt8(ascii: "s"):
      position += 1
      let name = try quoted("a key")
      try expect(";", "behind the key")
      key = isInObject ? propertyKey(name) : .name(name)
    case UInt8(ascii: "S"):
      position += 1
      let name = try escaped("a key")
      key = isInObject ? propertyKey(name) : .name(name)
    default:
      throw fault("a key (i: or s:)")
    }
  }

  private mutating func readOne() throws(DecodingFault) {
    let start = position
    guard let type = byte else { throw fault("a value") }
    position += 1
    switch type {
    case UInt8(ascii: "N"):
      try expect(";", "behind null")
      slots.append(try leaf(.null, from: start))
    case UInt8(ascii: "b"):
      try expect(":", "behind the type")
      guard let digit = byte, digit &- 0x30 < 2 else { throw fault("0 or 1") }
      position += 1
      try expect(";", "behind the value")
      slots.append(try leaf(.bool(digit == UInt8(ascii: "1")), from: start))
    case UInt8(ascii: "i"):
      try expect(":", "behind the type")
      let number = try decimal("an integer", signed: true)
      try expect(";", "behind the value")
      slots.append(try leaf(.int(number), from: start))
    case UInt8(ascii: "d"):
      try expect(":", "behind the type")
      let number = try double()
      try expect(";", "behind the value")
      slots.append(try leaf(.double(number), from: start))
    case UInt8(ascii: "s"):
      let text = try quoted("a string")
      try expect(";", "behind the string")
      slots.append(try leaf(.string(text), from: start))
    case UInt8(ascii: "S"):
      let text = try escaped("a string")
      slots.append(try leaf(.string(text), from: start))
    case UInt8(ascii: "a"):
      try expect(":", "behind the type")
      let count = try length("the number of elements")
      try expect(word: ":{", "before the elements")
      slots.append(try open(.array(count: 0), from: start, elements: count))
    case UInt8(ascii: "O"):
      let name = try quoted("the name of a class")
      try expect(":", "behind the class")
      let count = try length("the number of properties")
      try expect(word: ":{", "before the properties")
      slots.append(try open(.object(of: name, count: 0), from: start, elements: count))
    case UInt8(ascii: "C"):
      let name = try quoted("the name of a class")
      try expect(":", "behind the class")
      let count = try length("the length of the object's own data")
      try expect(word: ":{", "before the object's own data")
      let data = try text(count, "an object's own data")
      try expect("}", "behind the object's own data")
      slots.append(try leaf(.custom(of: name, data: data), from: start))
    case UInt8(ascii: "E"):
      let whole = try quoted("an enum case")
      try expect(";", "behind the enum case")
      slots.append(try leaf(try enumCase(whole, from: start), from: start))
    case UInt8(ascii: "r"), UInt8(ascii: "R"):
      try expect(":", "behind the type")
      let number = try decimal("the number of an earlier value")
      try expect(";", "behind the number")
      let isAlias = type == UInt8(ascii: "R")
      let node = try pointer(to: Int(number) - 1, isAlias: isAlias, from: start)
      if !isAlias { slots.append(node) }
    default:
      position = start
      throw fault("a value (one of N b i d s a O C E r R)")
    }
  }

  private mutating func length(_ what: @autoclosure () -> String) throws(DecodingFault) -> Int {
    Int(try decimal(what()))
  }

  /// `:LENGTH:"…"`
  private mutating func quoted(_ what: String) throws(DecodingFault) -> SessionTree.Text {
    try expect(":", "behind the type")
    let count = try length("the length of \(what)")
    if !(skip(":") && skip("\"")) { throw fault(":\" before \(what)") }
    let text = try text(count, what)
    if !skip("\"") { throw fault("\" behind \(what) of \(count) bytes") }
    return text
  }

  /// `:LENGTH:"…";` where `\XX` is a byte. PHP reads it and has not written it since version 6 was given up.
  private mutating func escaped(_ what: String) throws(DecodingFault) -> SessionTree.Text {
    try expect(":", "behind the type")
    let count = try length("the length of \(what)")
    if !(skip(":") && skip("\"")) { throw fault(":\" before \(what)") }
    var plain: [UInt8] = []
    for _ in 0..<count {
      guard let byte else { throw fault("\(what) of \(count) bytes") }
      position += 1
      if byte == UInt8(ascii: "\\") {
        plain.append(try hexDigit() << 4 | hexDigit())
      } else {
        plain.append(byte)
      }
    }
    if !(skip("\"") && skip(";")) { throw fault("\"; behind \(what) of \(count) bytes") }
    return keep(plain)
  }

  mutating func hexDigit() throws(DecodingFault) -> UInt8 {
    let digit: UInt8
    switch byte {
    case .some(let byte) where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte): digit = byte - 0x30
    case .some(let byte) where (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20):
      digit = (byte | 0x20) - 0x57
    default: throw fault("a hexadecimal digit")
    }
    position += 1
    return digit
  }

  private func enumCase(_ whole: SessionTree.Text, from start: Int) throws(DecodingFault) -> SessionTree.Value {
    let bytes = bytes(of: whole)
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { throw fault("Enum:Case", at: start) }
    let length = UInt32(colon - bytes.startIndex)
    return .enumCase(
      of: SessionTree.Text(start: whole.start, length: length),
      SessionTree.Text(start: whole.start + length + 1, length: whole.length - length - 1))
  }

  private mutating func double() throws(DecodingFault) -> Double {
    let start = position
    while let byte, byte != UInt8(ascii: ";") {
      guard byte < 0x7f && byte > 0x20, position - start < Self.longestNumber else { throw fault("a number") }
      position += 1
    }
    guard let number = Number.double(input[start..<position]) else { throw fault("a number", at: start) }
    return number
  }

  /// No exact double is longer.
  static let longestNumber = 1100
}
