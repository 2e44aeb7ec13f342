/// The first 24 bytes of an answer in the binary protocol.
struct BinaryHeader {
  static let byteCount = 24

  var opcode: UInt8
  var status: BinaryStatus
  var opaque: UInt32
  var cas: UInt64
  var extrasBytes: Int
  var keyBytes: Int
  /// Extras, key and value together.
  var bodyBytes: Int

  var valueBytes: Int { bodyBytes - extrasBytes - keyBytes }
  /// Whether this answers the request.
  func answers(_ request: BinaryRequest) -> Bool { opcode == request.opcode && opaque == request.opaque }
}

/// One answer that has come as a whole.
struct BinaryPacket {
  var header: BinaryHeader
  /// Where its key and its value stand.
  var key: Range<Int>
  var value: Range<Int>
  /// Where the next one begins.
  var next: Int
}

extension Span<UInt8> {
  /// The header that begins at `start`; nil when it has not come as a whole.
  ///
  /// - Throws: `.refused` or `.foreign` as soon as the first byte shows that this is no binary answer: a server at its
  ///   connection limit says so in text. `.excessive` when the lengths contradict each other, or the value is longer
  ///   than `limit` or the key than any key.
  func binaryHeader(at start: Int, valueUpTo limit: Int) throws(ReplyError) -> BinaryHeader? {
    guard start < count else { return nil }
    guard self[start] == 0x81 else {
      guard let line = try line(at: start) else { return nil }
      throw textAnswer(line.content)
    }
    guard count - start >= BinaryHeader.byteCount else { return nil }
    let header = BinaryHeader(
      opcode: self[start + 1],
      status: BinaryStatus(rawValue: bigEndian(at: start + 6)),
      opaque: bigEndian(at: start + 12),
      cas: bigEndian(at: start + 16),
      extrasBytes: Int(self[start + 4]),
      keyBytes: Int(bigEndian(at: start + 2) as UInt16),
      bodyBytes: Int(bigEndian(at: start + 8) as UInt32))
    guard header.extrasBytes + header.keyBytes <= header.bodyBytes else {
      throw .excessive("an answer whose key is longer than the whole")
    }
    guard header.keyBytes <= Limits.keyBytes else { throw .excessive("a key of \(header.keyBytes) bytes") }
    guard header.valueBytes <= limit else { throw .excessive("a value of \(header.valueBytes) bytes") }
    return header
  }

  /// The answer that begins at `start`; nil when it has not come as a whole. Throws as `binaryHeader` does.
  func binaryPacket(at start: Int, valueUpTo limit: Int) throws(ReplyError) -> BinaryPacket? {
    guard let header = try binaryHeader(at: start, valueUpTo: limit) else { return nil }
    let key = start + BinaryHeader.byteCount + header.extrasBytes
    let end = start + BinaryHeader.byteCount + header.bodyBytes
    guard end <= count else { return nil }
    return BinaryPacket(
      header: header, key: key..<key + header.keyBytes, value: key + header.keyBytes..<end, next: end)
  }

  func bigEndian<Number: FixedWidthInteger & UnsignedInteger>(at start: Int) -> Number {
    var number: Number = 0
    for position in start..<start + MemoryLayout<Number>.size { number = number << 8 | Number(self[position]) }
    return number
  }

  private func textAnswer(_ range: Range<Int>) -> ReplyError {
    let error = unexpected(range)
    guard case .refused(let reply) = error, !reply.isConnectionLimit, !reply.isAuthenticationRequired else {
      return error
    }
    return .foreign(.textOnly(reply.line))
  }
}

extension ReplyError {
  /// The other side answers what nobody asked, so that nothing it says can be told apart.
  static let unasked = ReplyError.excessive("an answer to something that was not asked")
}
