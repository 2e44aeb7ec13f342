extension Memcached {
  /// The keys of an application on the wire, and those that the class refuses.
  public struct ObjectKeys: Hashable, Sendable {
    public let prefix: [UInt8]
    public let isBinary: Bool
    let release: ReleaseRules
    /// `OPT_VERIFY_KEY`
    let verifies: Bool

    init(_ settings: Client.Settings, release: ReleaseRules) {
      prefix = settings.prefix
      isBinary = settings.isBinary
      verifies = settings.verifiesKeys
      self.release = release
    }

    public func itemKey(for key: Span<UInt8>) -> ItemKey {
      var bytes = prefix
      for index in key.indices { bytes.append(key[index]) }
      return ItemKey(bytes: bytes)
    }

    /// A key that has no server: every method of the class refuses it.
    public func problem(with key: Span<UInt8>) -> SessionIDProblem? {
      if key.isEmpty { return SessionIDProblem(message: "the key is empty: PHP refuses it (\(Self.badKey))") }
      guard key.count <= Keys.longestKey else {
        return SessionIDProblem(
          message: "the key has \(key.count) bytes, and \(Keys.longestKey) are allowed: PHP refuses it (\(Self.badKey))"
        )
      }
      if verifies, !isBinary, key.indices.contains(where: { !Self.isVisible(key[$0]) }) {
        return SessionIDProblem(
          message:
            "OPT_VERIFY_KEY is on, and the key has bytes other than visible ASCII: PHP refuses it (\(Self.badKey))")
      }
      return nil
    }

    private static func isVisible(_ byte: UInt8) -> Bool { (0x21...0x7e).contains(byte) }

    /// A key that has a server, as `getServerByKey` answers, and is not stored there.
    public func warning(about key: Span<UInt8>) -> String? {
      if key.indices.contains(where: { refuses(key[$0]) }) {
        return isBinary
          ? "set() and get() refuse a key with a line end (\(Self.badKey)); the node is what getServerByKey() says"
          : "over the text protocol set() and get() refuse a key with bytes other than visible ASCII (\(Self.badKey)); "
            + "the node is what getServerByKey() says"
      }
      if prefix.count + key.count > Keys.longestKey {
        return "prefix and key have \(prefix.count + key.count) bytes, more than 250: "
          + (release.countsPrefixOfKeys
            ? "set() and get() refuse it (\(Self.badKey))" : "the server refuses to store it")
      }
      return nil
    }

    private static let badKey = "A BAD KEY WAS PROVIDED"

    private func refuses(_ byte: UInt8) -> Bool {
      if isBinary { return byte == UInt8(ascii: "\n") }
      // From 3.3 on any byte but white space passes, unless OPT_VERIFY_KEY is on.
      if release.countsPrefixOfKeys, !verifies { return isCSpace(byte) }
      return !Self.isVisible(byte)
    }
  }
}
