extension Memcached {
  /// The keys of a session on the wire, and the ids that PHP cannot use.
  public struct Keys: Hashable, Sendable {
    /// Bytes of a key that libmemcached and the server take, the prefix included.
    static let longestKey = 250
    /// libmemcached refuses a longer prefix, the extension does not look, and the keys have none.
    static let longestPrefix = 127
    static let lockMark = Array("lock.".utf8)

    /// As it is in force.
    public let prefix: [UInt8]
    public let hasLocks: Bool
    public let isBinary: Bool

    public init(prefix: [UInt8], hasLocks: Bool, isBinary: Bool) {
      self.prefix = prefix
      self.hasLocks = hasLocks
      self.isBinary = isBinary
    }

    public func itemKey(for id: Span<UInt8>) -> ItemKey {
      ItemKey(bytes: joined(prefix, id))
    }

    /// The mark stands behind the prefix.
    public func lockKey(for id: Span<UInt8>) -> ItemKey {
      ItemKey(bytes: joined(prefix + Self.lockMark, id))
    }

    func appendItemKey(for id: Span<UInt8>, to bytes: inout [UInt8]) {
      bytes += prefix
      bytes.append(id)
    }

    func appendLockKey(for id: Span<UInt8>, to bytes: inout [UInt8]) {
      bytes += prefix
      bytes += Self.lockMark
      bytes.append(id)
    }

    /// What is hashed to place the lock: the prefix takes no part.
    public func placedLock(for id: Span<UInt8>) -> [UInt8] {
      joined(Self.lockMark, id)
    }

    public var longestID: Int { Self.longestKey - prefix.count - (hasLocks ? Self.lockMark.count : 0) }

    public func problem(with id: Span<UInt8>) -> SessionIDProblem? {
      if id.isEmpty { return SessionIDProblem(message: "the id is empty: PHP makes a new one") }
      for index in id.indices {
        if Self.isReplaced(id[index]) {
          return SessionIDProblem(
            message: "the id has a blank, a line end or one of < > ' \" \\: PHP replaces it by a new one")
        }
        if !isBinary, !(33...126).contains(id[index]) {
          return SessionIDProblem(
            message: "the id has bytes other than visible ASCII: over the text protocol session_start() is false")
        }
      }
      guard id.count <= longestID else {
        return SessionIDProblem(
          message: "the id has \(id.count) bytes, and \(longestID) fit with the prefix: session_start() is false")
      }
      return nil
    }

    /// Bytes for which PHP itself drops an id that came with a request (`php_session_initialize`).
    static func isReplaced(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: "<"),
        UInt8(ascii: ">"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "\\"):
        true
      default: false
      }
    }

    private func joined(_ head: [UInt8], _ id: Span<UInt8>) -> [UInt8] {
      var bytes = head
      bytes.reserveCapacity(head.count + id.count)
      bytes.append(id)
      return bytes
    }
  }
}
