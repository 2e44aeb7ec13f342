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
      var bytes = prefix
      bytes.reserveCapacity(Self.longest)
      for position in 0..<min(id.count, Self.longest - prefix.count) { bytes.append(Self.inKey(id[position])) }
      return ItemKey(bytes: bytes)
    }

    func lock(_ id: Span<UInt8>) -> ItemKey { ItemKey(bytes: item(id).bytes + Self.lockSuffix) }

    /// The hash of the item key, without making the key.
    @inline(__always)
    func hash(_ id: Span<UInt8>) -> KeyHash {
      var hash = start
      if prefix.count + id.count <= Self.longest, !id.holdsControlOrBlank {
        hash.feed(id)
      } else {
        hash = start
        for position in 0..<min(id.count, Self.longest - prefix.count) { hash.feed(Self.inKey(id[position])) }
      }
      return hash
    }

    func problem(with id: Span<UInt8>) -> SessionIDProblem? {
      if id.isEmpty { return SessionIDProblem(message: "the id is empty: PHP makes a new one") }
      if id.isReplacedByPHP {
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

    /// Quicker than asking what the problem is.
    @inline(__always)
    func hasProblem(_ id: Span<UInt8>) -> Bool { id.isEmpty || id.count > longestID || id.isReplacedByPHP }

    private static func inKey(_ byte: UInt8) -> UInt8 { byte <= 0x20 ? UInt8(ascii: "_") : byte }
  }
}

/// Tests on eight bytes at a time, as the bits 7 of one word.
private let ones: UInt64 = 0x0101_0101_0101_0101
private let tops: UInt64 = 0x8080_8080_8080_8080

extension Span<UInt8> {
  /// A byte up to 0x20.
  fileprivate var holdsControlOrBlank: Bool { anyWord { ($0 &- ones &* 0x21) & ~$0 } }

  /// A byte for which PHP's session module throws an id away (`php_session_start`).
  fileprivate var isReplacedByPHP: Bool {
    anyWord { word in
      func holds(_ byte: UInt64) -> UInt64 {
        let zeroed = word ^ ones &* byte
        return (zeroed &- ones) & ~zeroed
      }
      return holds(0x20) | holds(0x09) | holds(0x0a) | holds(0x0d) | holds(0x3c) | holds(0x3e) | holds(0x27)
        | holds(0x22) | holds(0x5c)
    }
  }

  /// Whether a test finds something in any eight bytes; the last word is filled with letters.
  @inline(__always)
  private func anyWord(_ test: (UInt64) -> UInt64) -> Bool {
    let raw = bytes
    var found: UInt64 = 0
    var position = 0
    while count - position >= 8 {
      found |= test(raw.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self))
      position += 8
    }
    var rest = ones &* 0x61
    while position < count {
      rest = rest << 8 | UInt64(self[position])
      position += 1
    }
    return (found | test(rest)) & tops != 0
  }
}
