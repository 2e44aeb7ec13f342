public import MemcacheProtocol

/// A conversation with one memcached in the binary protocol. It is poorer than the text protocol: nothing is listed, no
/// item tells its lifetime, and a look at an item counts as an access.
public struct BinaryConnection: NodeClient {
  let connection: Connection

  init(_ connection: Connection) { self.connection = connection }

  public func close() { connection.close() }

  public func version() async throws(NodeFailure) -> String {
    let request = request(.version)
    return try accepted(await exchange(request, BinaryReplyReader.version(request)), request)
  }

  public func ping() async throws(NodeFailure) -> Duration {
    let request = request(.noOperation)
    let answer = try await timed(request, OneRequest(request), BinaryReplyReader.done(request))
    try accepted(answer.reply, request)
    return answer.elapsed
  }

  public func stats(_ group: String?) async throws(NodeFailure) -> [Stat] {
    try connection.check(group: group)
    let request = request(.stats(group: group))
    return try accepted(await exchange(request, BinaryStatsReader(request, group: group)), request)
  }

  public func flushAll() async throws(NodeFailure) {
    let request = request(.flushAll)
    let reply = try await exchange(request, BinaryReplyReader.done(request))
    // A server with -F says to everybody that he is not logged in, but to him it goes on answering.
    if case .failure(let refusal) = reply, refusal.isAuthenticationRequired, (try? await ping()) != nil {
      throw NodeFailure(node: connection.node, .declined(command: "\(request)", .flushForbidden))
    }
    try accepted(reply, request)
  }

  public func set(_ key: [UInt8], flags: UInt32, ttl: Duration?, value: [UInt8]) async throws(NodeFailure) {
    try check(key)
    try connection.check(ttl: ttl)
    let request = request(.set(key: key, flags: flags, lifetime: ttl, value: value))
    try accepted(await exchange(request, BinaryReplyReader.done(request)), request)
  }

  public func delete(_ key: [UInt8]) async throws(NodeFailure) -> Bool {
    try check(key)
    let request = request(.delete(key: key))
    return try accepted(await exchange(request, BinaryReplyReader.delete(request)), request)
  }

  public func add(_ items: [NewItem]) async throws(NodeFailure) -> [Addition] {
    try check(items)
    return try await batch(items.map { .add($0) }) { .additions($0, items.count) }
  }

  public func replace(_ items: [NewItem], ifStill cas: [UInt64]) async throws(NodeFailure) -> [Replacement] {
    try check(items)
    for number in cas { try connection.check(cas: number) }
    return try await batch(zip(items, cas).map { .replace($0, cas: $1) }) { .replacements($0, items.count) }
  }

  public func increment(_ keys: [[UInt8]]) async throws(NodeFailure) -> [Increment] {
    for key in keys { try check(key) }
    return try await batch(keys.map { .increment(key: $0) }) { .increments($0, keys.count) }
  }

  public func delete(_ keys: [[UInt8]], ifStill cas: [UInt64]) async throws(NodeFailure) -> [Deletion] {
    for key in keys { try check(key) }
    for number in cas { try connection.check(cas: number) }
    return try await batch(zip(keys, cas).map { .delete(key: $0, cas: $1) }) { .comparedDeletes($0, keys.count) }
  }

  public func touch(_ keys: [[UInt8]], _ expiry: Expiry) async throws(NodeFailure) -> [Bool] {
    for key in keys { try check(key) }
    try connection.check(expiry)
    return try await batch(keys.map { .touch(key: $0, expiry) }) { .touches($0, keys.count) }
  }

  private func check(_ items: [NewItem]) throws(NodeFailure) {
    for item in items {
      try check(item.key)
      try connection.check(item.expiry)
    }
  }

  private func batch<Value>(
    _ commands: [BinaryRequest.Command], _ reader: (BinaryRequest) -> BinaryBatchReader<Value>
  ) async throws(NodeFailure) -> [Value] {
    guard let command = commands.first else { return [] }
    let first = request(command)
    let requests = commands.enumerated().map { number, command in
      BinaryRequest(command, opaque: first.opaque &+ UInt32(truncatingIfNeeded: number))
    }
    return try accepted(
      await timed(first, BatchRequests(requests), reader(first), renewing: true).reply, first)
  }

  public func items(_ keys: [[UInt8]], _ fields: ItemFields) async throws(NodeFailure) -> [StoredItem?] {
    for key in keys { try check(key) }
    guard let first = keys.first else { return [] }
    let request = request(.get(key: first))
    return try await timed(
      request, BinaryItemRequests(keys, opaque: request.opaque),
      BinaryItemsReader(keys, fields, opaque: request.opaque), renewing: true
    ).reply
  }

  public func get(_ key: [UInt8]) async throws(NodeFailure) -> StoredItem? {
    try await items([key], [.value]).first.flatMap { $0 }
  }

  public func metadump(
    _ order: ListingOrder, upTo most: Int, each: @escaping @Sendable (MetadumpLine) -> Void
  ) async throws(NodeFailure) -> Listing {
    .unavailable(Self.noListing)
  }

  public func cachedump(
    upTo most: Int, each: @escaping @Sendable (CachedumpLine) -> Void
  ) async throws(NodeFailure) -> PartialListing {
    .unavailable(Self.noListing)
  }

  private static let noListing = "the binary protocol has no listing: items can neither be listed nor counted over it"

  public func watch(
    _ streams: [WatchStream], for time: Duration, each: @escaping @Sendable (WatchLine) -> Void
  ) async throws(NodeFailure) {
    throw connection.unsayable(
      "the binary protocol cannot watch: ask in text (leave out --protocol binary); a server with -S tells nobody what "
        + "happens on it")
  }

  /// One for each exchange that a stray answer to another one does not have.
  private func request(_ command: BinaryRequest.Command) -> BinaryRequest {
    BinaryRequest(command, opaque: Self.opaque())
  }

  /// No byte of it is a line end: to a server that reads text (-Y) the request would be a line, and it would answer.
  private static func opaque() -> UInt32 {
    (0..<4).reduce(0) { opaque, _ in opaque << 8 | .random(in: 0x80...0xff) }
  }

  private func exchange<Reader: ReplyReader>(
    _ request: BinaryRequest, _ reader: Reader
  ) async throws(NodeFailure) -> Reader.Reply {
    try await timed(request, OneRequest(request), reader).reply
  }

  private func timed<Reader: ReplyReader>(
    _ request: BinaryRequest, _ feed: some RequestFeed, _ reader: Reader, renewing: Bool = false
  ) async throws(NodeFailure) -> Answer<Reader.Reply> {
    do throws(NodeFailure) {
      return try await connection.exchange(request, feed, reader, limit: connection.timeout, renewing: renewing)
    } catch {
      guard case .late(.reply, let limit) = error.cause else { throw error }
      throw error.becoming(.silentToBinary(after: limit))
    }
  }

  private func accepted<Value>(
    _ reply: Result<Value, ErrorReply>, _ request: BinaryRequest
  ) throws(NodeFailure) -> Value {
    switch reply {
    case .success(let value): return value
    case .failure(let refusal): throw NodeFailure(node: connection.node, .init(refusal: refusal, of: request))
    }
  }

  public func check(_ key: [UInt8]) throws(NodeFailure) {
    if !BinaryRequest.accepts(key: key) {
      throw connection.unsayable("memcached has no such key: 1 to \(Limits.keyBytes) bytes")
    }
  }
}

extension BinaryConnection {
  /// Logs in with SASL PLAIN, once, before anything but `version` is asked.
  ///
  /// Throws `.loginUnavailable` where the server takes no such login at all, `.authenticationFailed` where it does not
  /// take this one.
  public func logIn(_ login: Login) async throws(NodeFailure) {
    guard !login.user.contains(0), !login.password.contains(0),
      login.user.count <= Limits.credentialBytes, login.password.count <= Limits.credentialBytes
    else {
      throw NodeFailure(
        node: connection.node,
        .unusableLogin("user and password may have at most \(Limits.credentialBytes) bytes each and no NUL"))
    }
    let question = request(.listMechanisms)
    let offered: [String]
    switch try await exchange(question, BinaryReplyReader.mechanisms(question)) {
    case .success(let names): offered = names
    case .failure(let refusal) where refusal.isUnknownCommand:
      throw NodeFailure(node: connection.node, .loginUnavailable(offered: nil))
    case .failure(let refusal): throw NodeFailure(node: connection.node, .init(refusal: refusal, of: question))
    }
    guard offered.contains("PLAIN") else {
      throw NodeFailure(node: connection.node, .loginUnavailable(offered: offered))
    }
    let request = request(.logInPlainly(user: login.user, password: login.password))
    if case .failure(let refusal) = try await exchange(request, BinaryReplyReader.done(request)) {
      throw NodeFailure(node: connection.node, .authenticationFailed(refusal.line))
    }
  }
}
