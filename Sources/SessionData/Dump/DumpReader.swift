/// Reads a dump from pieces of any size, whichever its format. Nothing that it announces is believed before it comes.
///
///     var reader = DumpReader()
///     while let piece = … {
///       reader.append(piece)
///       while let session = try reader.next() { … }
///     }
///     try reader.finish()
public struct DumpReader: Sendable {
  /// Nil as long as the head of the dump has not come.
  public private(set) var header: DumpHeader?
  /// How many sessions were read.
  public private(set) var count = 0
  /// False: the dump says that nodes failed while it was made. Known at its end.
  public private(set) var isWhole = true
  private var isOver = false
  private var unread: [UInt8] = []
  private var start = 0
  /// Where to look on for the end of a line.
  private var seen = 0
  private var isBinary = false
  /// The latest line.
  private var object = FlatObject()
  /// Lines, or bytes, that are done with.
  private var place = 0
  /// Of all that is done with.
  private var sum = CRC32()

  public init() {}

  public mutating func append(_ bytes: [UInt8]) {
    if start > 1 << 16, start > unread.count / 2 {
      unread.removeFirst(start)
      seen = max(0, seen - start)
      start = 0
    }
    unread += bytes
  }

  /// The next session; nil when its end has not come yet, or the dump is over.
  public mutating func next() throws(DumpFault) -> DumpedSession? {
    if header == nil {
      guard let first = unread.first else { return nil }
      isBinary = first == DumpLimits.magic[0]
      guard try readHeader() else { return nil }
    }
    if isOver {
      if start < unread.count { throw fault("something stands behind its end") }
      return nil
    }
    guard let session = isBinary ? try record() : try line() else { return nil }
    count += 1
    return session
  }

  /// To be asked when no more bytes come.
  public func finish() throws(DumpFault) {
    if header == nil { throw fault("it is no dump of mcpool, or it is cut short") }
    if !isOver { throw fault("it is cut short after \(count) sessions: its end is missing") }
  }

  private func fault(_ reason: String) -> DumpFault {
    DumpFault(place: isBinary ? place : place + 1, isBinary: isBinary, reason: reason)
  }

  private var damage: DumpFault {
    fault("the checksum of what stands before is another: the dump was damaged or changed after it was made")
  }

  private mutating func readHeader() throws(DumpFault) -> Bool {
    if isBinary {
      let count = DumpLimits.magic.count
      guard unread.prefix(count).elementsEqual(DumpLimits.magic.prefix(unread.count)) else {
        throw fault("it is no dump of mcpool")
      }
      guard unread.count >= count + 10 else { return false }
      guard unread[count] == UInt8(DumpLimits.version) else { throw fault("a version of dump that is not known here") }
      guard (1...2).contains(unread[count + 1]) else { throw fault("sessions of an extension that is not known here") }
      let time = Int64(bitPattern: number(at: count + 2))
      guard (0...DumpLimits.seconds).contains(time) else { throw fault("a time that is none") }
      header = DumpHeader(handler: unread[count + 1] == 1 ? .memcache : .memcached, time: time)
      take(count + 10)
      return true
    }
    let begin = start
    guard try takeLine() else { return false }
    guard object.has("mcpool", "sessions") else { throw fault("it is no dump of mcpool") }
    guard object.number("version") == Int64(DumpLimits.version) else {
      throw fault("a version of dump that is not known here")
    }
    guard let name = object.string("handler"),
      let handler = DumpHeader.Handler(rawValue: String(decoding: name, as: UTF8.self))
    else { throw fault("sessions of an extension that is not known here") }
    guard let time = object.number("time"), (0...DumpLimits.seconds).contains(time) else {
      throw fault("a time that is none")
    }
    header = DumpHeader(handler: handler, time: time)
    sum.update(unread[begin..<start])
    place += 1
    return true
  }

  // MARK: Lines

  /// Reads the next line into `object`; false when the line has not come.
  private mutating func takeLine() throws(DumpFault) -> Bool {
    guard let end = unread.span.firstLineFeed(from: max(seen, start)) else {
      seen = unread.count
      if unread.count - start > DumpLimits.lineBytes { throw fault("a line longer than any session's") }
      return false
    }
    guard end - start <= DumpLimits.lineBytes else { throw fault("a line longer than any session's") }
    defer {
      start = end + 1
      seen = start
    }
    do throws(FlatObject.Wrong) {
      try object.read(unread[start..<end])
    } catch {
      throw fault(error.words)
    }
    return true
  }

  private mutating func line() throws(DumpFault) -> DumpedSession? {
    let begin = start
    guard try takeLine() else { return nil }
    if let count = object.number("sessions") {
      guard count == self.count else { throw fault("\(self.count) sessions have come, and it says \(count)") }
      guard let whole = object.truth("whole") else {
        throw fault("an end that does not say whether the dump is whole")
      }
      guard object.number("crc32") == Int64(sum.value) else { throw damage }
      isWhole = whole
      place += 1
      isOver = true
      if start < unread.count { throw fault("something stands behind its end") }
      return nil
    }
    guard let id = object.string("id"), let key = object.string("key"), let value = object.string("value"),
      let flags = object.number("flags").flatMap({ UInt32(exactly: $0) })
    else { throw fault("a session without id, key, value or flags") }
    let ttl = object.number("ttl")
    guard ttl != nil || object.isNull("ttl") else { throw fault("a session without its ttl") }
    var session = DumpedSession(id: id, key: key, flags: flags, ttl: ttl, value: value)
    if object.has("key_encoding") {
      guard object.has("key_encoding", "percent") else { throw fault("a key in an encoding that is not known here") }
      guard let id = Self.unescaped(id), let key = Self.unescaped(key) else {
        throw fault("a key that is no percent text")
      }
      (session.id, session.key) = (id, key)
    }
    if object.has("value_encoding") {
      guard object.has("value_encoding", "base64") else { throw fault("a value in an encoding that is not known here") }
      guard let plain = Base64.decoded(value) else { throw fault("a value that is no base64") }
      session.value = plain
    }
    try check(session.id.count, session.key.count, session.value.count, session.ttl)
    sum.update(unread[begin..<start])
    place += 1
    return session
  }

  private static func unescaped(_ text: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = text[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = rest.prefix(2)
      guard digits.count == 2, digits.first != UInt8(ascii: "+"), digits.first != UInt8(ascii: "-"),
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return bytes
  }

  // MARK: Binary

  private mutating func record() throws(DumpFault) -> DumpedSession? {
    guard start < unread.count else { return nil }
    switch unread[start] {
    case 0:
      guard unread.count - start >= 9 else { return nil }
      let count: UInt64 = number(at: start + 1)
      guard count == UInt64(self.count) else { throw fault("\(self.count) sessions have come, and it says \(count)") }
      guard unread.count - start >= 14 else { return nil }
      guard unread[start + 9] <= 1 else { throw fault("an end that does not say whether the dump is whole") }
      isWhole = unread[start + 9] == 1
      take(10)
      guard number(at: start) == sum.value else { throw damage }
      take(4)
      isOver = true
      if start < unread.count { throw fault("something stands behind its end") }
      return nil
    case 1: break
    default: throw fault("no session begins here")
    }
    let head = start + 1
    guard unread.count - head >= DumpLimits.recordBytes else { return nil }
    let id = Int(number(at: head) as UInt16)
    let key = Int(number(at: head + 2) as UInt16)
    let ttl = Int64(bitPattern: number(at: head + 8))
    let value = Int(number(at: head + 16) as UInt32)
    try check(id, key, value, ttl == DumpLimits.never ? nil : ttl)
    let body = head + DumpLimits.recordBytes
    guard unread.count - body >= id + key + value else { return nil }
    let session = DumpedSession(
      id: Array(unread[body..<body + id]), key: Array(unread[body + id..<body + id + key]),
      flags: number(at: head + 4), ttl: ttl == DumpLimits.never ? nil : ttl,
      value: Array(unread[body + id + key..<body + id + key + value]))
    take(1 + DumpLimits.recordBytes + id + key + value)
    return session
  }

  private mutating func take(_ count: Int) {
    sum.update(unread[start..<start + count])
    start += count
    place += count
  }

  private func number<Number: FixedWidthInteger & UnsignedInteger>(at offset: Int) -> Number {
    (0..<MemoryLayout<Number>.size).reduce(0) { $0 << 8 | Number(unread[offset + $1]) }
  }

  private func check(_ id: Int, _ key: Int, _ value: Int, _ ttl: Int64?) throws(DumpFault) {
    guard (1...DumpLimits.keyBytes).contains(id), (1...DumpLimits.keyBytes).contains(key) else {
      throw fault("an id of \(id) bytes and a key of \(key)")
    }
    guard value <= DumpLimits.valueBytes else { throw fault("a value of \(value) bytes") }
    if let ttl, !(-DumpLimits.seconds...DumpLimits.seconds).contains(ttl) { throw fault("a ttl that is none") }
  }
}

extension Span<UInt8> {
  /// Where the next line end stands.
  fileprivate func firstLineFeed(from start: Int) -> Int? {
    var position = start
    while position < count, self[position] != 0x0a { position += 1 }
    return position < count ? position : nil
  }
}
