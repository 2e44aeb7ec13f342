/// Writes a dump: `begin`, then each session, then `end`. A dump without its end was cut short, and its reader says so; the
/// checksum there tells of damage.
public struct DumpWriter: Sendable {
  private let format: DumpFormat
  private let header: DumpHeader
  public private(set) var count = 0
  private var sum = CRC32()

  public init(_ format: DumpFormat, _ header: DumpHeader) {
    self.format = format
    self.header = header
  }

  public mutating func begin(_ bytes: inout [UInt8]) {
    let start = bytes.count
    defer { sum.update(bytes[start...]) }
    switch format {
    case .lines:
      bytes += "{\"mcpool\":\"sessions\",\"version\":\(DumpLimits.version),\"time\":\(header.time),".utf8
      bytes += "\"handler\":\"\(header.handler.rawValue)\"}\n".utf8
    case .binary:
      bytes += DumpLimits.magic
      bytes += [UInt8(DumpLimits.version), header.handler == .memcache ? 1 : 2]
      bytes.append(big: UInt64(bitPattern: header.time))
    }
  }

  public mutating func append(_ session: DumpedSession, to bytes: inout [UInt8]) {
    let start = bytes.count
    encode(session, to: &bytes)
    take(bytes[start...], of: 1)
  }

  /// Takes sessions into the dump that `encode` has made into bytes, which may have happened elsewhere.
  public mutating func take(_ bytes: ArraySlice<UInt8>, of sessions: Int) {
    count += sessions
    sum.update(bytes)
  }

  /// A session as it stands in the dump, once it is taken.
  public func encode(_ session: DumpedSession, to bytes: inout [UInt8]) {
    switch format {
    case .lines: appendLine(session, &bytes)
    case .binary:
      bytes.append(1)
      bytes.append(big: UInt16(clamping: session.id.count))
      bytes.append(big: UInt16(clamping: session.key.count))
      bytes.append(big: session.flags)
      bytes.append(big: UInt64(bitPattern: session.ttl ?? DumpLimits.never))
      bytes.append(big: UInt32(clamping: session.value.count))
      bytes += session.id
      bytes += session.key
      bytes += session.value
    }
  }

  /// - Parameter isWhole: false: of some nodes there is not everything in it.
  public func end(isWhole: Bool, _ bytes: inout [UInt8]) {
    switch format {
    case .lines: bytes += "{\"sessions\":\(count),\"whole\":\(isWhole),\"crc32\":\(sum.value)}\n".utf8
    case .binary:
      let start = bytes.count
      bytes.append(0)
      bytes.append(big: UInt64(count))
      bytes.append(isWhole ? 1 : 0)
      var sum = sum
      sum.update(bytes[start...])
      bytes.append(big: sum.value)
    }
  }

  private func appendLine(_ session: DumpedSession, _ bytes: inout [UInt8]) {
    let isText = Self.isText(session.id) && Self.isText(session.key)
    bytes += "{\"id\":".utf8
    bytes.append(quoted: isText ? session.id : Self.percent(session.id))
    bytes += ",\"key\":".utf8
    bytes.append(quoted: isText ? session.key : Self.percent(session.key))
    if !isText { bytes += ",\"key_encoding\":\"percent\"".utf8 }
    bytes += ",\"flags\":\(session.flags),\"ttl\":\(session.ttl.map(String.init) ?? "null"),\"value\":".utf8
    if Self.isText(session.value) {
      bytes.append(quoted: session.value)
    } else {
      bytes.append(quoted: Base64.encoded(session.value))
      bytes += ",\"value_encoding\":\"base64\"".utf8
    }
    bytes += "}\n".utf8
  }

  private static func isText(_ bytes: [UInt8]) -> Bool {
    !bytes.contains { $0 >= 0x80 } || UTF8Scan.firstInvalid(in: bytes[...]) == nil
  }

  private static func percent(_ bytes: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return bytes.flatMap { byte -> [UInt8] in
      (0x21...0x7e).contains(byte) && byte != UInt8(ascii: "%")
        ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(big number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
  }

  /// A JSON string of UTF-8.
  fileprivate mutating func append(quoted text: [UInt8]) {
    append(UInt8(ascii: "\""))
    var start = 0
    for index in text.indices {
      let byte = text[index]
      guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7f else { continue }
      self += text[start..<index]
      start = index + 1
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        append(UInt8(ascii: "\\"))
        append(byte)
      case 0x0a: self += "\\n".utf8
      case 0x0d: self += "\\r".utf8
      case 0x09: self += "\\t".utf8
      default: self += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
      }
    }
    self += text[start...]
    append(UInt8(ascii: "\""))
  }
}
