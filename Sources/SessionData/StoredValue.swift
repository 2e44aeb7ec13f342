/// The PHP extension that wrote an item: the two give the client flags other meanings.
public enum StoringExtension: Hashable, Sendable {
  case memcache
  case memcached
}

/// What the client flags of an item say.
///
/// Sessions have type `string` in both extensions; anything else was written by a `Memcache` or `Memcached` object.
struct StoredValue: Hashable {
  enum Kind: Hashable {
    case string
    case bool
    case int
    case double
    case serialized(SessionSerializer)
    /// A number that the extension does not use.
    case unknown(UInt32)
  }
  var kind: Kind
  var isCompressed: Bool
  /// Nil when the flags do not say with what.
  var compression: Compression?
  /// Whether the length of the plain value stands before the compressed one, in four bytes, the lowest first.
  var hasLength: Bool

  init(flags: UInt32, from storing: StoringExtension) {
    switch storing {
    case .memcache:
      // Bit 0 serialized, bit 1 compressed, bits 8 to 11 the type.
      isCompressed = flags & 2 != 0
      compression = isCompressed ? .zlib : nil
      hasLength = false
      kind =
        switch (flags & 1, flags >> 8 & 0x0f) {
        case (1, _): .serialized(.phpSerialize)
        case (_, 0): .string
        case (_, 1): .bool
        case (_, 3): .int
        case (_, 7): .double
        case (_, let type): .unknown(type)
        }
    case .memcached:
      // Bits 0 to 3 the type, bit 4 compressed, bits 5 to 7 with what.
      isCompressed = flags & 0x10 != 0
      hasLength = true
      compression = flags & 0x20 != 0 ? .zlib : flags & 0x40 != 0 ? .fastlz : flags & 0x80 != 0 ? .zstd : nil
      if !isCompressed { compression = nil }
      kind =
        switch flags & 0x0f {
        case 0: .string
        case 1: .int
        case 2: .double
        case 3: .bool
        case 4: .serialized(.phpSerialize)
        case 5: .serialized(.igbinary)
        case 6: .serialized(.json)
        case 7: .serialized(.msgpack)
        case let type: .unknown(type)
        }
    }
  }

  /// The value before it was compressed.
  func plain(_ stored: ArraySlice<UInt8>, limit: Int) -> (bytes: ArraySlice<UInt8>, fault: CompressionFault?) {
    if !isCompressed, stored.count <= Int32.max { return (stored, nil) }
    let plain = decompressed(Array(stored), limit: limit)
    return (plain.bytes[...], plain.fault)
  }

  private func decompressed(_ stored: [UInt8], limit: Int) -> Plain {
    guard stored.count <= Int32.max else {
      return Plain(fault: CompressionFault(compression: nil, byte: 0, reason: .tooLarge(limit: Int(Int32.max))))
    }
    guard hasLength else { return Compression.inflate(stored, from: 0, limit: limit) }
    func fault(_ reason: CompressionFault.Reason, at byte: Int) -> Plain {
      Plain(fault: CompressionFault(compression: compression, byte: byte, reason: reason))
    }
    guard stored.count >= 4 else {
      return fault(.corrupt("four bytes with the length, but the value ends"), at: stored.count)
    }
    let length = stored[..<4].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= limit else { return fault(.tooLarge(limit: limit), at: 0) }
    var plain: Plain
    switch compression {
    case .zlib: plain = Compression.inflate(stored, from: 4, limit: length)
    case .fastlz: plain = Compression.unpackFastLZ(stored, from: 4, limit: length)
    case .zstd: return fault(.notDecoded, at: 4)
    case nil: return fault(.corrupt("flags that say with what it is compressed"), at: 0)
    }
    // Here the limit was the announced length, so that it is the length which is wrong.
    if case .tooLarge? = plain.fault?.reason {
      plain.fault = CompressionFault(
        compression: compression, byte: plain.fault?.byte ?? 0,
        reason: .corrupt("the end, for \(length) bytes were announced"))
    } else if plain.fault == nil, plain.bytes.count != length {
      plain.fault = CompressionFault(
        compression: compression, byte: stored.count,
        reason: .corrupt("\(length) bytes as announced, and \(plain.bytes.count) came out"))
    }
    return plain
  }
}
