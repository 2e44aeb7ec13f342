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
  case metaGet(key: [UInt8], ItemFields, MetaSyntax = .spaced)
  /// `gets` with its keys, for servers without `mg`. Counts as an access: this command cannot look without.
  case get(keys: ArraySlice<[UInt8]>)
  /// `lifetime` nil: the item never expires. Parts of a second count as a whole one.
  case set(key: [UInt8], flags: UInt32, lifetime: Duration?, value: [UInt8])
  /// Stores only where there is nothing.
  case add(NewItem)
  /// Stores only as long as it is the item that was looked at.
  case replace(NewItem, cas: UInt64)
  /// Adds one to an item's number; its end stays as it is.
  case increment(key: [UInt8])
  case delete(key: [UInt8])
  /// `md` with `C`: only as long as it is the item that was looked at.
  case metaDelete(key: [UInt8], cas: UInt64)
  /// The same for servers without `md`: `cas` with an expiry in the past, which compares and deletes in one.
  case expire(key: [UInt8], cas: UInt64)
  /// `mg` with `T`, and with `u`, so that it counts as no access.
  case metaTouch(key: [UInt8], Expiry)
  /// `touch`, for servers without `mg`; 1.4.8 and later. Counts as an access.
  case touch(key: [UInt8], Expiry)
  /// `lru_crawler metadump`; must not follow another command in one packet.
  case metadump(ListingOrder)
  /// `watch`: from then on the connection only tells; nothing more can be asked on it.
  case watch([WatchStream])

  /// Whether memcached takes the bytes as a key: 1 to 250 of them, none a blank or a control character below it.
  public static func accepts(key: [UInt8]) -> Bool { accepts(key: key.span) }

  static func accepts(key: Span<UInt8>) -> Bool {
    guard (1...Limits.keyBytes).contains(key.count) else { return false }
    var least = UInt8.max
    for index in key.indices { least = min(least, key[index]) }
    return least > 0x20
  }

  /// Whether the text can stand behind `stats` on one line.
  public static func accepts(group: String) -> Bool {
    (1...Limits.keyBytes).contains(group.utf8.count) && group.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f }
  }

  /// Whether the lifetime can be said relative to the server's clock: from now to 30 days.
  public static func accepts(lifetime: Duration) -> Bool {
    lifetime > .zero && lifetime <= Limits.relativeLifetime
  }

  /// Appends `mg` for some keys of many, as `encode` writes each.
  public static func encodeMetaGets(
    _ keys: KeyBatch, _ range: Range<Int>, _ fields: ItemFields, _ syntax: MetaSyntax, into bytes: inout [UInt8]
  ) {
    guard !range.isEmpty else { return }
    let beginning = Array("mg ".utf8)
    let end = Array((fields.letters(syntax) + "\r\n").utf8)
    let keyBytes = keys.range(range.upperBound - 1).upperBound - keys.range(range.lowerBound).lowerBound
    bytes.reserveCapacity(bytes.count + keyBytes + range.count * (beginning.count + end.count))
    for position in range {
      bytes += beginning
      bytes += keys.bytes[keys.range(position)]
      bytes += end
    }
  }

  /// Appends the request with its line end.
  public func encode(into bytes: inout [UInt8]) {
    switch self {
    case .version: bytes += "version".utf8
    case .noOperation: bytes += "mn".utf8
    case .stats(nil): bytes += "stats".utf8
    case .stats(let group?): bytes += "stats \(group)".utf8
    case .flushAll: bytes += "flush_all".utf8
    case .metaGet(let key, let fields, let syntax):
      bytes += "mg ".utf8
      bytes += key
      bytes += fields.letters(syntax).utf8
    case .get(let keys):
      bytes += "gets".utf8
      for key in keys {
        bytes.append(0x20)
        bytes += key
      }
    case .set(let key, let flags, let lifetime, let value):
      bytes += "set ".utf8
      bytes += key
      bytes += " \(flags) \(lifetime.map(\.wholeSeconds) ?? 0) \(value.count)\r\n".utf8
      bytes += value
    case .delete(let key):
      bytes += "delete ".utf8
      bytes += key
    case .add(let item):
      bytes += "add ".utf8
      bytes += item.key
      bytes += " \(item.flags) \(item.expiry.number) \(item.value.count)\r\n".utf8
      bytes += item.value
    case .replace(let item, let cas):
      bytes += "cas ".utf8
      bytes += item.key
      bytes += " \(item.flags) \(item.expiry.number) \(item.value.count) \(cas)\r\n".utf8
      bytes += item.value
    case .increment(let key):
      bytes += "incr ".utf8
      bytes += key
      bytes += " 1".utf8
    case .metaDelete(let key, let cas):
      bytes += "md ".utf8
      bytes += key
      bytes += " C\(cas)".utf8
    case .expire(let key, let cas):
      bytes += "cas ".utf8
      bytes += key
      bytes += " 0 -1 0 \(cas)\r\n".utf8
    case .metaTouch(let key, let expiry):
      bytes += "mg ".utf8
      bytes += key
      bytes += " T\(expiry.number) u".utf8
    case .touch(let key, let expiry):
      bytes += "touch ".utf8
      bytes += key
      bytes += " \(expiry.number)".utf8
    case .metadump(let order): bytes += "lru_crawler metadump \(order.rawValue)".utf8
    case .watch: bytes += description.utf8
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
    case .metaGet(let key, let fields, let syntax): "mg \(key.shortenedKey)\(fields.letters(syntax))"
    case .get(let keys): "gets \(keys.first?.shortenedKey ?? "")"
    case .set(let key, let flags, let lifetime, let value):
      "set \(key.shortenedKey) \(flags) \(lifetime.map(\.wholeSeconds) ?? 0) \(value.count)"
    case .delete(let key): "delete \(key.shortenedKey)"
    case .add(let item): "add \(item.key.shortenedKey) \(item.flags) \(item.expiry.number) \(item.value.count)"
    case .replace(let item, let cas):
      "cas \(item.key.shortenedKey) \(item.flags) \(item.expiry.number) \(item.value.count) \(cas)"
    case .increment(let key): "incr \(key.shortenedKey) 1"
    case .metaDelete(let key, let cas): "md \(key.shortenedKey) C\(cas)"
    case .expire(let key, let cas): "cas \(key.shortenedKey) 0 -1 0 \(cas)"
    case .metaTouch(let key, let expiry): "mg \(key.shortenedKey) T\(expiry.number) u"
    case .touch(let key, let expiry): "touch \(key.shortenedKey) \(expiry.number)"
    case .metadump(let order): "lru_crawler metadump \(order.rawValue)"
    case .watch(let streams): "watch \(streams.map(\.rawValue).joined(separator: " "))"
    }
  }

}

extension [UInt8] {
  /// A key for logs: at most half of it and at most 20 bytes.
  public var shortenedKey: String { prefix(Swift.min(count / 2, 20)).printable() + "…" }
}

/// What `mg` is asked for beside flags, size, lifetime, idle time and whether the item was ever read.
public struct ItemFields: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let cas = ItemFields(rawValue: 1)
  public static let value = ItemFields(rawValue: 2)

  fileprivate func letters(_ syntax: MetaSyntax) -> String {
    switch (syntax, contains(.cas), contains(.value)) {
    case (.spaced, false, false): " f s t l h u"
    case (.spaced, true, false): " f s t l h u c"
    case (.spaced, false, true): " f s t l h u v"
    case (.spaced, true, true): " f s t l h u c v"
    case (.joined, false, false): " fstlhu"
    case (.joined, true, false): " fstlhuc"
    case (.joined, false, true): " fstlhuv"
    case (.joined, true, true): " fstlhucv"
    }
  }
}

/// How the flags of a meta command are written.
public enum MetaSyntax: Sendable {
  /// Each a word of its own: 1.6.0 and later.
  case spaced
  /// All of them one word, and their values a list behind it in the answer: 1.5.19 to 1.5.22.
  case joined
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
  var wholeSeconds: Int64 { components.seconds + (components.attoseconds > 0 ? 1 : 0) }
}
