/// The CRC-32 of zlib and Ethernet (reflected polynomial 0xEDB88320), fed in pieces, so that keys that begin alike
/// share the work. `crc32("123456789")` is 0xCBF43926.
///
/// Eight bytes are taken at a time with eight tables ("slicing by eight"): each table says what a byte does to the
/// remainder from one more byte further back.
struct CRC32: Sendable {
  /// The remainder of what was fed, not yet inverted.
  var state: UInt32 = 0xffff_ffff

  var value: UInt32 { ~state }

  mutating func feed(_ byte: UInt8) {
    state = Self.tables[Int(UInt8(truncatingIfNeeded: state) ^ byte)] ^ state >> 8
  }

  mutating func feed(_ bytes: Span<UInt8>) {
    let tables = Self.tables.span
    let raw = bytes.bytes
    var state = state
    var position = 0
    while bytes.count - position >= 8 {
      let word = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self))
      let low = state ^ UInt32(truncatingIfNeeded: word)
      let high = UInt32(truncatingIfNeeded: word >> 32)
      state =
        tables[7 << 8 | Int(low & 0xff)] ^ tables[6 << 8 | Int(low >> 8 & 0xff)]
        ^ tables[5 << 8 | Int(low >> 16 & 0xff)] ^ tables[4 << 8 | Int(low >> 24)]
        ^ tables[3 << 8 | Int(high & 0xff)] ^ tables[2 << 8 | Int(high >> 8 & 0xff)]
        ^ tables[1 << 8 | Int(high >> 16 & 0xff)] ^ tables[Int(high >> 24)]
      position += 8
    }
    while position < bytes.count {
      state = tables[Int(UInt8(truncatingIfNeeded: state) ^ bytes[position])] ^ state >> 8
      position += 1
    }
    self.state = state
  }

  /// Eight tables of 256 entries, one behind the other.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 << 8)
    for byte in 0..<256 {
      var remainder = UInt32(byte)
      for _ in 0..<8 { remainder = remainder & 1 == 1 ? 0xedb8_8320 ^ remainder >> 1 : remainder >> 1 }
      tables[byte] = remainder
    }
    for entry in 256..<tables.count {
      let before = tables[entry - 256]
      tables[entry] = tables[Int(before & 0xff)] ^ before >> 8
    }
    return tables
  }()
}

/// The CRC-32 of a whole key.
public func crc32(_ key: Span<UInt8>) -> UInt32 {
  var crc = CRC32()
  crc.feed(key)
  return crc.value
}
