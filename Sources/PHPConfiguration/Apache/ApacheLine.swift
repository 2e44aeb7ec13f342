/// One line of an Apache configuration, as Apache cuts it into arguments.
///
/// From Apache's documented syntax: a backslash at the line end joins the next line, `#` begins a comment in the first
/// column only, an argument with blanks stands in quotes, `\"` and `\\` inside lose the backslash.
struct ApacheLine {
  /// The line on which it begins, from 1.
  var number: Int
  var bytes: [UInt8]

  static func lines(of text: [UInt8]) -> [ApacheLine] {
    var lines: [ApacheLine] = []
    var joined: ApacheLine?
    for (index, piece) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      var bytes = Array(piece.last == UInt8(ascii: "\r") ? piece.dropLast() : piece)
      let continues = bytes.last == UInt8(ascii: "\\")
      if continues { bytes.removeLast() }
      let line = ApacheLine(number: joined?.number ?? index + 1, bytes: (joined?.bytes ?? []) + bytes)
      joined = continues ? line : nil
      if !continues { lines.append(line) }
    }
    return lines + (joined.map { [$0] } ?? [])
  }

  /// The first word and what follows it; nil for an empty line or a comment.
  var command: (name: [UInt8], rest: ArraySlice<UInt8>)? {
    var rest = bytes.drop(while: Self.isBlank)
    guard let first = rest.first, first != UInt8(ascii: "#") else { return nil }
    return (Self.word(&rest), rest)
  }

  /// Takes the next argument off; empty at the end of the line.
  static func word(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
    rest = rest.drop(while: isBlank)
    var word: [UInt8] = []
    let quote = rest.first.flatMap { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") ? $0 : nil }
    if quote != nil { rest = rest.dropFirst() }
    while let byte = rest.first, quote == nil ? !isBlank(byte) : byte != quote {
      let next = rest.dropFirst().first
      if byte == UInt8(ascii: "\\"), let next, next == UInt8(ascii: "\\") || next == quote { rest = rest.dropFirst() }
      word.append(rest.first ?? byte)
      rest = rest.dropFirst()
    }
    if quote != nil { rest = rest.dropFirst() }
    rest = rest.drop(while: isBlank)
    return word
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
