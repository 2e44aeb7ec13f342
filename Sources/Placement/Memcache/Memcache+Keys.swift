extension Memcache {
  /// The keys under which pecl/memcache stores a session (`mmc_prepare_key`): prefix and id, cut to 250 bytes, each byte
  /// up to the blank as `_`; the lock is the data's key and `.lock`.
  struct Keys: Sendable {
    static let longest = 250
    static let lockSuffix = Array(".lock".utf8)

    /// As it stands in keys.
    let prefix: [UInt8]
    private let locks: Bool
    /// The hash of the prefix.
    let start: KeyHash

    init(prefix: [UInt8], locks: Bool, function: HashFunction) {
      let prefix = prefix.prefix(Self.longest).map(Self.inKey)
      self.prefix = prefix
      self.locks = locks
      var start = KeyHash(function)
      start.feed(prefix.span)
      self.start = start
    }

    /// The most bytes that an id may have. Where sessions are locked the lock's key has to fit too: the server answers a
    /// longer one with CLIENT_ERROR, so the session reads as empty and is never saved.
    var longestID: Int { locks ? max(0, Self.longest - Self.lockSuffix.count - prefix.count) : .max }

    func item(_ id: Span<UInt8>) -> ItemKey {
      var bytes: [UInt8] = []
      appendItem(id, to: &bytes)
      return ItemKey(bytes: bytes)
    }

    func lock(_ id: Span<UInt8>) -> ItemKey {
      var bytes: [UInt8] = []
      appendLock(id, to: &bytes)
      return ItemKey(bytes: bytes)
    }

    func appendItem(_ id: Span<UInt8>, to bytes: inout [UInt8]) {
      let id = id.extracting(first: min(id.count, Self.longest - prefix.count))
      bytes += prefix
      let start = bytes.count
      bytes.append(id)
      if !id.isPlain { for position in start..<bytes.count { bytes[position] = Self.inKey(bytes[position]) } }
    }

    func appendLock(_ id: Span<UInt8>, to bytes: inout [UInt8]) {
      appendItem(id, to: &bytes)
      bytes += Self.lockSuffix
    }

    /// The hash of the item key, without making the key.
    func hash(_ id: Span<UInt8>) -> KeyHash {
      if let hash = plainHash(id) { return hash }
      var hash = start
      for position in 0..<min(id.count, Self.longest - prefix.count) { hash.feed(Self.inKey(id[position])) }
      return hash
    }

    /// The hash for an id that has no problem and goes into the key as it is: what nearly every id is. Else nil.
    @inline(__always)
    func plainHash(_ id: Span<UInt8>) -> KeyHash? {
      guard !id.isEmpty, id.count <= min(longestID, Self.longest - prefix.count), id.isPlain else { return nil }
      var hash = start
      hash.feed(id)
      return hash
    }

    func problem(with id: Span<UInt8>) -> SessionIDProblem? {
      if id.isEmpty { return SessionIDProblem(message: "the id is empty: PHP makes a new one") }
      if id.isPlain, id.count <= longestID { return nil }
      if id.indices.contains(where: { Self.replaced.contains(id[$0]) }) {
        return SessionIDProblem(
          message: "the id holds a blank, tab, line end or one of < > ' \" \\: PHP replaces such an id by a new one")
      }
      if id.count > longestID {
        return SessionIDProblem(
          message:
            "prefix and id have \(prefix.count + id.count) bytes, more than 245: the key of the lock is too long for "
            + "the server, so PHP reads an empty session and never saves it")
      }
      return nil
    }

    /// The bytes for which PHP's session module throws an id away (`php_session_start`).
    private static let replaced = Array(" \t\r\n<>'\"\\".utf8)

    private static func inKey(_ byte: UInt8) -> UInt8 { byte <= 0x20 ? UInt8(ascii: "_") : byte }
  }
}

extension Span<UInt8> {
  /// No byte up to the blank, and none of < > ' " \; eight bytes are looked at together.
  fileprivate var isPlain: Bool {
    let raw = bytes
    var found: UInt64 = 0
    var position = 0
    while count - position >= 8 {
      found |= unusual(raw.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self))
      position += 8
    }
    if count >= 8 {
      found |= unusual(raw.unsafeLoadUnaligned(fromByteOffset: count - 8, as: UInt64.self))
    } else {
      var word = ones &* 0x61
      while position < count {
        word = word << 8 | UInt64(self[position])
        position += 1
      }
      found |= unusual(word)
    }
    return found & ones << 7 == 0
  }
}

private let ones: UInt64 = 0x0101_0101_0101_0101

/// Bit 7 of some byte is set if one of the eight is up to 0x20 or one of < > ' " \, and only then.
@inline(__always)
private func unusual(_ word: UInt64) -> UInt64 {
  func zero(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }
  let angle = zero((word | ones &* 2) ^ ones &* 0x3e)
  let quotes = zero(word ^ ones &* 0x27) | zero(word ^ ones &* 0x22)
  return (word &- ones &* 0x21) & ~word | angle | quotes | zero(word ^ ones &* 0x5c)
}
