/// One request in memcached's text protocol, as bytes.
///
/// Keys and groups must satisfy `accepts(key:)` and `accepts(group:)`; the server reads anything else as other commands.
public enum Command: Sendable {
  case version
  /// `mn`, the cheapest round trip; 1.5.19 and later.
  case noOperation
  /// `stats`, or `stats GROUP`.
  case stats(group: String?)
  /// Flushes at once. The server's delay argument is not offered: it loses writes that were answered `STORED`.
  case flushAll
  /// `mg` with everything about an item but its value; `ItemFields` adds to it. Always with `u`: without it the
  /// question would itself count as an access, move the item in the LRU and reset its idle time.
  case metaGet(key: [UInt8], ItemFields)
  /// `lifetime` nil: the item never expires. Parts of a second count as a whole one.
  case set(key: [UInt8], flags: UInt32, lifetime: Duration?, value: [UInt8])
  case delete(key: [UInt8])
  /// `lru_crawler metadump`; must not follow another command in one packet.
  case metadump(ListingOrder)

  /// Whether memcached takes the bytes as a key: 1 to 250 of them, none a blank or a control character below it.
  public static func accepts(key: [UInt8]) -> Bool {
    (1...Limits.keyBytes).contains(key.count) && key.allSatisfy { $0 > 0x20 }
  }

  /// Whether the text can stand behind `stats` on one line.
  public static func accepts(group: String) -> Bool {
    (1...Limits.keyBytes).contains(group.utf8.count) && group.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f }
  }

  /// Whether the lifetime can be said relative to the server's clock: from now to 30 days.
  public static func accepts(lifetime: Duration) -> Bool {
    lifetime > .zero && lifetime <= Limits.relativeLifetime
  }

  /// Appends the request with its line end.
  public func encode(into bytes: inout [UInt8]) {
    switch self {
    case .version: bytes += "version".utf8
    case .noOperation: bytes += "mn".utf8
    case .stats(nil): bytes += "stats".utf8
    case .stats(let group?): bytes += "stats \(group)".utf8
    case .flushAll: bytes += "flush_all".utf8
    case .metaGet(let key, let fields):
      bytes += "mg ".utf8
      bytes += key
      bytes += fields.letters.utf8
    case .set(let key, let flags, let lifetime, let value):
      bytes += "set ".utf8
      bytes += key
      bytes += " \(flags) \(lifetime.map(\.wholeSeconds) ?? 0) \(value.count)\r\n".utf8
      bytes += value
    case .delete(let key):
      bytes += "delete ".utf8
      bytes += key
    case .metadump(let order): bytes += "lru_crawler metadump \(order.rawValue)".utf8
    }
    bytes += "\r\n".utf8
  }
}

extension Command: CustomStringConvertible {
  /// For logs and messages: no value, and of a key only its beginning, since a whole session id lets people in.
  public var description: String {
    switch self {
    case .version: "version"
    case .noOperation: "mn"
    case .stats(nil): "stats"
    case .stats(let group?): "stats \(group)"
    case .flushAll: "flush_all"
    case .metaGet(let key, let fields): "mg \(Self.shortened(key))\(fields.letters)"
    case .set(let key, let flags, let lifetime, let value):
      "set \(Self.shortened(key)) \(flags) \(lifetime.map(\.wholeSeconds) ?? 0) \(value.count)"
    case .delete(let key): "delete \(Self.shortened(key))"
    case .metadump(let order): "lru_crawler metadump \(order.rawValue)"
    }
  }

  /// At most half of the key and at most 20 bytes of it.
  private static func shortened(_ key: [UInt8]) -> String {
    key.prefix(min(key.count / 2, 20)).printable() + "…"
  }
}

/// What `mg` is asked for beside flags, size, lifetime, idle time and whether the item was ever read.
public struct ItemFields: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let cas = ItemFields(rawValue: 1)
  public static let value = ItemFields(rawValue: 2)

  fileprivate var letters: String {
    switch (contains(.cas), contains(.value)) {
    case (false, false): " f s t l h u"
    case (true, false): " f s t l h u c"
    case (false, true): " f s t l h u v"
    case (true, true): " f s t l h u c v"
    }
  }
}

/// In which order the server walks its items for a listing.
public enum ListingOrder: String, Sendable {
  /// By hash bucket; 1.6.9 and later. Misses nothing under load.
  case hash
  /// By LRU. Under load it misses live items (of 10,000 keys, 500 to 2,283 in three runs against 1.6.18 with three busy
  /// clients) and may name one twice.
  case all
}

extension Duration {
  /// Seconds, rounded up.
  fileprivate var wholeSeconds: Int64 { components.seconds + (components.attoseconds > 0 ? 1 : 0) }
}
