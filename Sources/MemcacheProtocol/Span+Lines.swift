/// One line of an answer within the read buffer.
struct Line {
  /// Where the line stands, without CR and LF.
  var content: Range<Int>
  /// Where the next one begins.
  var next: Int
}

extension Span<UInt8> {
  /// The line that begins at `start`; nil when its end has not come yet.
  ///
  /// memcached ends metadump lines with LF, all others with CRLF; both are taken everywhere.
  ///
  /// - Throws: `.foreign` as soon as the first byte shows that no text line comes (a TLS alert has no line end to wait
  ///   for), `.excessive` when the line has no end within `Limits.lineBytes`.
  func line(at start: Int) throws(ReplyError) -> Line? {
    guard start < count else { return nil }
    guard (0x20...0x7e).contains(self[start]) else {
      if self[start] == 0x15 && start + 1 == count { return nil }
      throw .foreign(Stranger(line: bytes(start..<Swift.min(count, start + Limits.quotedBytes))))
    }
    let end = lineFeed(from: start)
    guard end - start <= Limits.lineBytes else { throw .excessive("a line of more than \(Limits.lineBytes) bytes") }
    guard end < count else { return nil }
    let content = end > start && self[end - 1] == 0x0d ? end - 1 : end
    return Line(content: start..<content, next: end + 1)
  }

  /// Where the next LF stands; `count` when none has come. Eight bytes a step, for byte by byte it is a third of the work
  /// on a listing: LF becomes zero, and only for a zero does a borrow reach a high bit that was clear.
  private func lineFeed(from start: Int) -> Int {
    var position = start
    while position + 8 <= count {
      let word = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt64.self).littleEndian
      let folded = word ^ 0x0a0a_0a0a_0a0a_0a0a
      let found = (folded &- 0x0101_0101_0101_0101) & ~folded & 0x8080_8080_8080_8080
      // Bits above the lowest one may be a borrow's.
      if found != 0 { return position + found.trailingZeroBitCount / 8 }
      position += 8
    }
    while position < count && self[position] != 0x0a { position += 1 }
    return position
  }

  func bytes(_ range: Range<Int>) -> [UInt8] {
    extracting(range).withUnsafeBufferPointer { Array($0) }
  }

  func text(_ range: Range<Int>) -> String {
    extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }

  func has(_ word: StaticString, at range: Range<Int>) -> Bool {
    guard range.count == word.utf8CodeUnitCount else { return false }
    return starts(range, with: word)
  }

  func starts(_ range: Range<Int>, with word: StaticString) -> Bool {
    guard range.count >= word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { word in
      for position in 0..<word.count where self[range.lowerBound + position] != word[position] { return false }
      return true
    }
  }

  /// Reads an unsigned decimal number at `position` and moves behind it; nil without a digit or beyond 64 bits.
  func unsigned(at position: inout Int, upTo end: Int) -> UInt64? {
    let start = position
    var value: UInt64 = 0
    // So many digits always fit.
    let sure = Swift.min(end, start + 19)
    while position < sure {
      let digit = self[position] &- 0x30
      guard digit < 10 else { return position == start ? nil : value }
      value = value &* 10 &+ UInt64(digit)
      position += 1
    }
    while position < end {
      let digit = self[position] &- 0x30
      guard digit < 10 else { break }
      let (product, over) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
      if over || carry { return nil }
      value = sum
      position += 1
    }
    return position == start ? nil : value
  }

  /// Like `unsigned`, with a sign in front.
  func signed(at position: inout Int, upTo end: Int) -> Int64? {
    let negative = position < end && self[position] == 0x2d
    if negative { position += 1 }
    guard let size = unsigned(at: &position, upTo: end), let value = Int64(exactly: size) else { return nil }
    return negative ? -value : value
  }

  /// Moves to the next blank, or to the end.
  func skipWord(at position: inout Int, upTo end: Int) {
    while position < end && self[position] != 0x20 { position += 1 }
  }

  /// What a line is that none of the expected ones is.
  func unexpected(_ range: Range<Int>) -> ReplyError {
    let line = bytes(range)
    return ErrorReply(line).map(ReplyError.refused) ?? .foreign(Stranger(line: line))
  }
}
