/// How PHP wrote a session, or a Memcached object a value. The raw values are those of `session.serialize_handler`.
public enum SessionSerializer: String, CaseIterable, Hashable, Sendable {
  case php
  case phpSerialize = "php_serialize"
  case phpBinary = "php_binary"
  case igbinary
  case msgpack
  /// Only of Memcached objects.
  case json

  func decode(_ plain: ArraySlice<UInt8>, limits: DecodingLimits) -> (tree: SessionTree, fault: DecodingFault?) {
    plain.withUnsafeBufferPointer { bytes in
      var decoding = Decoding(plain, at: bytes, limits: limits)
      let fault = read(&decoding)
      return (decoding.finish(), fault)
    }
  }

  private func read(_ decoding: inout Decoding) -> DecodingFault? {
    do throws(DecodingFault) {
      switch self {
      case .php: try decoding.readVariables()
      case .phpSerialize: try decoding.readSerialized()
      case .phpBinary: try decoding.readBinaryVariables()
      case .igbinary: try decoding.readIgbinary()
      case .msgpack: try decoding.readMsgpack()
      case .json: try decoding.readJSON()
      }
      return nil
    } catch {
      return error
    }
  }

  /// Those whose first bytes could be these, the surest first.
  static func candidates(for plain: ArraySlice<UInt8>) -> [SessionSerializer] {
    guard let first = plain.first else { return [] }
    var found: [SessionSerializer] = []
    if plain.starts(with: [0, 0, 0, 1]) || plain.starts(with: [0, 0, 0, 2]) { found.append(.igbinary) }
    if isSerialized(plain) { found.append(.phpSerialize) }
    if let bar = plain.firstIndex(of: UInt8(ascii: "|")), isSerialized(plain[(bar + 1)...]) { found.append(.php) }
    let length = Int(first)
    if (1..<min(0x80, plain.count)).contains(length), isSerialized(plain.dropFirst(1 + length)) {
      found.append(.phpBinary)
    }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { found.append(.json) }
    switch first {
    case 0x80...0x9f, 0xdc...0xdf: found.append(.msgpack)
    default: break
    }
    return found
  }

  /// Whether bytes of unknown form that do not decode to their end are this one, damaged, and not just any text.
  func isRecognized(_ tree: SessionTree, _ fault: DecodingFault) -> Bool {
    switch self {
    case .igbinary: true
    case .phpSerialize: !tree.nodes.isEmpty
    // The first node is the session itself.
    case .php, .phpBinary: tree.nodes.count > 1
    // Nearly every byte means something: only what is merely cut off.
    case .msgpack: fault.found == nil
    // No session is JSON, and text may stand in braces.
    case .json: false
    }
  }

  /// Whether it begins like something of `serialize()`.
  private static func isSerialized(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let type = bytes.first, bytes.count >= 2 else { return false }
    let second = bytes[bytes.startIndex + 1]
    return type == UInt8(ascii: "N")
      ? second == UInt8(ascii: ";") : "bidsSaOCErR".utf8.contains(type) && second == UInt8(ascii: ":")
  }
}
