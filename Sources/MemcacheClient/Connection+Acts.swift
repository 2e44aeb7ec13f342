public import MemcacheProtocol

extension Connection {
  public func add(_ items: [NewItem]) async throws(NodeFailure) -> [Addition] {
    try check(items)
    return try await stored(items.map { .add($0) }, .additions(items.count))
  }

  public func replace(_ items: [NewItem], ifStill cas: [UInt64]) async throws(NodeFailure) -> [Replacement] {
    try check(items)
    for number in cas { try check(cas: number) }
    return try await stored(zip(items, cas).map { .replace($0, cas: $1) }, .replacements(items.count))
  }

  public func increment(_ keys: [[UInt8]]) async throws(NodeFailure) -> [Increment] {
    for key in keys { try check(key) }
    let commands = keys.map { Command.increment(key: $0) }
    guard let reply = try await batch(commands, .increments(keys.count)) else { return [] }
    return try accepted(reply, commands[0])
  }

  /// With `md`, and with `cas` where there is none (before 1.5.19) or where it is spelled otherwise (to 1.5.22, which
  /// refuse this spelling).
  public func delete(_ keys: [[UInt8]], ifStill cas: [UInt64]) async throws(NodeFailure) -> [Deletion] {
    for key in keys { try check(key) }
    for number in cas { try check(cas: number) }
    return try await withoutMeta(
      zip(keys, cas).map { .metaDelete(key: $0, cas: $1) }, or: zip(keys, cas).map { .expire(key: $0, cas: $1) },
      .comparedDeletes(keys.count))
  }

  public func touch(_ keys: [[UInt8]], _ expiry: Expiry) async throws(NodeFailure) -> [Bool] {
    for key in keys { try check(key) }
    try check(expiry)
    return try await withoutMeta(
      keys.map { .metaTouch(key: $0, expiry) }, or: keys.map { .touch(key: $0, expiry) }, .touches(keys.count))
  }

  /// Nil for an empty one.
  private func batch<Value>(
    _ commands: [Command], _ reader: BatchReader<Value>
  ) async throws(NodeFailure) -> Result<[Value], ErrorReply>? {
    guard let first = commands.first else { return nil }
    return try await exchange(first, BatchRequests(commands), reader, limit: timeout, renewing: true).reply
  }

  private func stored<Value>(
    _ commands: [Command], _ reader: BatchReader<Value>
  ) async throws(NodeFailure) -> [Value] {
    guard let reply = try await batch(commands, reader) else { return [] }
    // What the server makes of the value behind a refused line is not known.
    if case .failure = reply { close() }
    return try accepted(reply, commands[0])
  }

  /// - Parameter classic: the same in the words of servers that do not know the meta commands.
  private func withoutMeta<Value>(
    _ meta: [Command], or classic: [Command], _ reader: BatchReader<Value>
  ) async throws(NodeFailure) -> [Value] {
    guard let reply = try await batch(meta, reader) else { return [] }
    guard lacksMeta(reply, meta[0]), let reply = try await batch(classic, reader) else {
      return try accepted(reply, meta[0])
    }
    return try accepted(reply, classic[0])
  }

  /// The server has no meta commands, or writes them in another way; a refusal of the login or for want of room is none.
  private func lacksMeta<Value>(_ reply: Result<Value, ErrorReply>, _ command: Command) -> Bool {
    guard case .failure(let refusal) = reply, case .declined = NodeFailure.Cause(refusal: refusal, of: command) else {
      return false
    }
    return refusal.isUnknownCommand || refusal.kind == .client
  }

  private func check(_ items: [NewItem]) throws(NodeFailure) {
    for item in items {
      try check(item.key)
      try check(item.expiry)
    }
  }

  func check(_ expiry: Expiry) throws(NodeFailure) {
    if !expiry.isSayable {
      throw unsayable("memcached knows no such end of an item: at most 30 days from now, or a Unix second up to 2038")
    }
  }

  func check(cas: UInt64) throws(NodeFailure) {
    if cas == 0 {
      throw unsayable(
        "it keeps no CAS (started with -C), without which nothing can be changed only if it is still the same")
    }
  }
}

/// The first goes alone: a server that wants a login, or does not know the command, refuses it before there are values on
/// their way that it would read as commands. The others follow in one piece.
struct BatchRequests<Single: Request>: RequestFeed {
  private let requests: [Single]
  private var sent = 0

  init(_ requests: [Single]) { self.requests = requests }

  mutating func next(answered: Int) -> [UInt8]? {
    guard sent < requests.count, sent == answered else { return nil }
    let end = sent == 0 ? 1 : requests.count
    var bytes: [UInt8] = []
    for request in requests[sent..<end] { request.encode(into: &bytes) }
    sent = end
    return bytes
  }
}
