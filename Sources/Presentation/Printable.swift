/// Text from servers, sessions and files, made safe for a terminal: control characters, bytes that are no UTF-8, and
/// characters that turn the direction of writing become `\xNN`. Anything else stays as it is.
public func printable(_ bytes: some Sequence<UInt8>) -> String {
  var rest = Array(bytes)[...]
  var result = ""
  while let first = rest.first {
    // One character is at most four bytes; what does not decode alone is shown byte by byte.
    let scalar = (1...4).lazy
      .filter { $0 <= rest.count }
      .compactMap { length in String(validating: rest.prefix(length), as: UTF8.self)?.unicodeScalars.first }
      .first
    if let scalar, !isHarmful(scalar) {
      result.unicodeScalars.append(scalar)
      rest.removeFirst(UTF8.width(scalar))
    } else {
      result += escape(first)
      rest.removeFirst()
    }
  }
  return result
}

public func printable(_ text: String) -> String { printable(text.utf8) }

private func escape(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16)
  return "\\x" + (digits.count == 1 ? "0" + digits : digits)
}

private func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: true
  default: false
  }
}
