public import MemcacheProtocol

extension Connection {
  public func items(_ keys: [[UInt8]], _ fields: ItemFields) async throws(NodeFailure) -> [StoredItem?] {
    for key in keys { try check(key) }
    return try await items(KeyBatch(keys), fields).items
  }

  /// Asks with `mg` in the syntax of 1.6, then of 1.5.19, then with `gets`: what a server knows shows in its answer to
  /// the first key, which goes alone.
  public func items(_ keys: KeyBatch, _ fields: ItemFields) async throws(NodeFailure) -> ItemBatch {
    if !keys.arePlain { for key in keys.keys { try check(key) } }
    if keys.isEmpty { return ItemBatch() }
    for syntax in [MetaSyntax.spaced, .joined] {
      let command = Command.metaGet(key: keys[0], fields, syntax)
      let reply = try await exchange(
        command, MetaGetRequests(keys, fields, syntax),
        MetaGetReader(count: keys.count, syntax, keepsValues: fields.contains(.value)),
        limit: timeout, renewing: true
      ).reply
      guard case .failure(let refusal) = reply, case .declined = NodeFailure.Cause(refusal: refusal, of: command) else {
        return try accepted(reply, command)
      }
      if refusal.isUnknownCommand { break }
    }
    // mcrouter has no meta commands either, and is known by its version.
    _ = try await version()
    return ItemBatch(try await classicItems(keys.keys, fields))
  }

  public func get(_ key: [UInt8]) async throws(NodeFailure) -> StoredItem? {
    try check(key)
    return try await classicItems([key], [.value]).first.flatMap { $0 }
  }

  private func classicItems(_ keys: [[UInt8]], _ fields: ItemFields) async throws(NodeFailure) -> [StoredItem?] {
    try await exchange(
      Command.get(keys: keys.prefix(Limits.keysInGets)), ClassicGetRequests(keys),
      ClassicGetReader(keys, fields), limit: timeout, renewing: true
    ).reply
  }
}

/// Many `mg`, of which so many are on their way that the server never waits for us, and no more, so that neither side
/// holds more than a batch or two in its buffers. The first goes alone: a server without `mg` would answer each of a
/// batch with an error.
struct MetaGetRequests: RequestFeed {
  private let keys: KeyBatch
  private let fields: ItemFields
  private let syntax: MetaSyntax
  private var sent = 0

  init(_ keys: KeyBatch, _ fields: ItemFields, _ syntax: MetaSyntax) {
    self.keys = keys
    self.fields = fields
    self.syntax = syntax
  }

  mutating func next(answered: Int) -> [UInt8]? {
    let end = sent == 0 ? min(1, keys.count) : min(sent + Limits.keysInBatch, keys.count)
    guard sent < end, sent == 0 || answered > 0, end - answered <= 2 * Limits.keysInBatch else { return nil }
    var bytes: [UInt8] = []
    Command.encodeMetaGets(keys, sent..<end, fields, syntax, into: &bytes)
    sent = end
    return bytes
  }
}

/// Many `gets` of a group of keys each, no more on their way than of `mg`.
struct ClassicGetRequests: RequestFeed {
  private let keys: [[UInt8]]
  private var sent = 0

  init(_ keys: [[UInt8]]) { self.keys = keys }

  mutating func next(answered: Int) -> [UInt8]? {
    let end = min(sent + Limits.keysInGets, keys.count)
    guard sent < end, end - answered <= 2 * Limits.keysInBatch else { return nil }
    var bytes: [UInt8] = []
    Command.get(keys: keys[sent..<end]).encode(into: &bytes)
    sent = end
    return bytes
  }
}
