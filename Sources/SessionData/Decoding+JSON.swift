/// JSON (RFC 8259) as `json_decode` takes it: a Memcached object writes it when its serializer is `json`.
///
/// Integers beyond 64 bits become floating-point numbers, as in PHP. Objects have no class.
extension Decoding {
  mutating func readJSON() throws(DecodingFault) {
    while true {
      skipBlanks()
      try readJSONValue()
      while true {
        skipBlanks()
        guard let frame = frames.last else {
          guard isAtEnd else { throw fault("the end of the data") }
          return
        }
        let isFirst = nodes.count == frame.node + 1
        if byte == (frame.isList ? UInt8(ascii: "]") : UInt8(ascii: "}")) {
          position += 1
          close()
          continue
        }
        if !isFirst {
          guard byte == UInt8(ascii: ",") else { throw fault(frame.isList ? "',' or ']'" : "',' or '}'") }
          position += 1
          skipBlanks()
        }
        break
      }
      try readJSONKey()
    }
  }

  private mutating func readJSONKey() throws(DecodingFault) {
    let last = frames.count - 1
    if frames[last].isList {
      key = .index(frames[last].next)
      frames[last].next += 1
      return
    }
    guard byte == UInt8(ascii: "\"") else { throw fault("a name in quotes") }
    key = .name(try jsonString())
    skipBlanks()
    guard byte == UInt8(ascii: ":") else { throw fault("':' behind a name") }
    position += 1
  }

  private mutating func skipBlanks() {
    while let byte, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
  }

  private mutating func readJSONValue() throws(DecodingFault) {
    let start = position
    switch byte {
    case UInt8(ascii: "{"):
      position += 1
      try open(.object(of: keep([]), count: 0), from: start, elements: 0)
    case UInt8(ascii: "["):
      position += 1
      try open(.array(count: 0), from: start, elements: 0, isList: true)
    case UInt8(ascii: "\""): try leaf(.string(try jsonString()), from: start)
    case UInt8(ascii: "t"):
      try expect(word: "true", "as a value")
      try leaf(.bool(true), from: start)
    case UInt8(ascii: "f"):
      try expect(word: "false", "as a value")
      try leaf(.bool(false), from: start)
    case UInt8(ascii: "n"):
      try expect(word: "null", "as a value")
      try leaf(.null, from: start)
    default: try leaf(try jsonNumber(), from: start)
    }
  }

  private mutating func jsonNumber() throws(DecodingFault) -> SessionTree.Value {
    let start = position
    var isInteger = true
    if byte == UInt8(ascii: "-") { position += 1 }
    let first = position
    try jsonDigits()
    if input[first] == UInt8(ascii: "0"), position > first + 1 { throw fault("a number without 0 in front", at: first) }
    if byte == UInt8(ascii: ".") {
      isInteger = false
      position += 1
      try jsonDigits()
    }
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      isInteger = false
      position += 1
      if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") { position += 1 }
      try jsonDigits()
    }
    let text = input[start..<position]
    // PHP has no negative integer zero.
    if isInteger, let number = Number.int(text), !(number == 0 && text.count > 1) { return .int(number) }
    guard let number = Number.double(text) else { throw fault("a number", at: start) }
    return .double(number)
  }

  private mutating func jsonDigits() throws(DecodingFault) {
    let start = position
    while let byte, byte &- 0x30 < 10 { position += 1 }
    if position == start { throw fault(start == 0 || frames.isEmpty ? "a value" : "a digit or a value") }
  }

  private mutating func jsonString() throws(DecodingFault) -> SessionTree.Text {
    position += 1
    let start = position
    while let byte, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
    guard byte == UInt8(ascii: "\\") else {
      defer { position += 1 }
      guard byte == UInt8(ascii: "\"") else { throw fault("the end of a string, '\"'") }
      try validate(start..<position)
      return SessionTree.Text(start: UInt32(start), length: UInt32(position - start))
    }
    let kept = extra.count
    var piece = start
    while let byte, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw fault("no control character in a string") }
      guard byte == UInt8(ascii: "\\") else {
        position += 1
        continue
      }
      try validate(piece..<position)
      extra += input[piece..<position]
      try unescape()
      piece = position
    }
    guard byte != nil else { throw fault("the end of a string, '\"'") }
    try validate(piece..<position)
    extra += input[piece..<position]
    position += 1
    return SessionTree.Text(start: UInt32(input.count + kept), length: UInt32(extra.count - kept))
  }

  private func validate(_ range: Range<Int>) throws(DecodingFault) {
    if let bad = UTF8Scan.firstInvalid(in: input[range]) { throw fault("UTF-8", at: input.position(bad)) }
  }

  private mutating func unescape() throws(DecodingFault) {
    let start = position
    position += 1
    let letter = byte
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): extra.append(letter ?? 0)
    case UInt8(ascii: "b"): extra.append(0x08)
    case UInt8(ascii: "f"): extra.append(0x0c)
    case UInt8(ascii: "n"): extra.append(0x0a)
    case UInt8(ascii: "r"): extra.append(0x0d)
    case UInt8(ascii: "t"): extra.append(0x09)
    case UInt8(ascii: "u"):
      var code = try jsonCodeUnit()
      if (0xd800...0xdbff).contains(code) {
        try expect(word: "\\u", "and the second half of a surrogate pair")
        let second = try jsonCodeUnit()
        guard (0xdc00...0xdfff).contains(second) else { throw fault("a surrogate pair", at: start) }
        code = 0x10000 + (code - 0xd800) << 10 + (second - 0xdc00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw fault("a surrogate pair", at: start) }
      extra += UTF8.encode(scalar).map(Array.init) ?? []
    default: throw fault("an escape of JSON", at: start)
    }
  }

  private mutating func jsonCodeUnit() throws(DecodingFault) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 { code = code << 4 | UInt32(try hexDigit()) }
    return code
  }
}
