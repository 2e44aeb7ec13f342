public import MemcacheProtocol

extension Connection {
  public func version() async throws(NodeFailure) -> String {
    try accepted(await exchange(Command.version, LineReader.version).reply, .version)
  }

  public func ping() async throws(NodeFailure) -> Duration {
    let answer = try await exchange(Command.noOperation, LineReader.noOperation)
    if case .failure(let refusal) = answer.reply, refusal.line == "ERROR" {
      let answer = try await exchange(Command.version, LineReader.version)
      _ = try accepted(answer.reply, .version)
      return answer.elapsed
    }
    try accepted(answer.reply, .noOperation)
    return answer.elapsed
  }

  public func stats(_ group: String?) async throws(NodeFailure) -> [Stat] {
    if let group, !Command.accepts(group: group) { throw unsayable("no group of stats has such a name") }
    let command = Command.stats(group: group)
    return try accepted(await exchange(command, StatsReader()).reply, command)
  }

  public func flushAll() async throws(NodeFailure) {
    try accepted(await exchange(Command.flushAll, LineReader.flushAll).reply, .flushAll)
  }

  public func set(_ key: [UInt8], flags: UInt32, ttl: Duration?, value: [UInt8]) async throws(NodeFailure) {
    try check(key)
    if let ttl, !Command.accepts(lifetime: ttl) {
      throw unsayable("a lifetime is more than nothing and at most 30 days")
    }
    let command = Command.set(key: key, flags: flags, lifetime: ttl, value: value)
    let reply = try await exchange(command, LineReader.set).reply
    // A refused line is followed by its data, which the server then reads as commands and may answer.
    if case .failure = reply { close() }
    try accepted(reply, command)
  }

  public func delete(_ key: [UInt8]) async throws(NodeFailure) -> Bool {
    try check(key)
    let command = Command.delete(key: key)
    return try accepted(await exchange(command, LineReader.delete).reply, command)
  }

  public func items(_ keys: [[UInt8]], _ fields: ItemFields) async throws(NodeFailure) -> [StoredItem?] {
    for key in keys { try check(key) }
    guard let first = keys.first else { return [] }
    return try await exchange(
      Command.metaGet(key: first, fields), MetaGetRequests(keys, fields), MetaGetReader(count: keys.count),
      limit: timeout, renewing: true
    ).reply
  }

  public func metadump(
    _ order: ListingOrder, each: @escaping @Sendable (MetadumpLine) -> Void
  ) async throws(NodeFailure) -> Listing {
    let command = Command.metadump(order)
    let patience = ContinuousClock.now + listingTimeout
    while true {
      let answer = try await exchange(
        command, OneRequest(command), MetadumpReader(each: each), limit: listingTimeout, renewing: true)
      switch answer.reply {
      case .success(let count): return .complete(count)
      case .failure(let refusal) where refusal.kind == .busy && .now < patience:
        do { try await Task.sleep(for: .milliseconds(100)) } catch { throw NodeFailure(node: node, .cancelled(.reply)) }
      case .failure(let refusal):
        switch NodeFailure.Cause(refusal: refusal, of: command) {
        case .declined: return refusal.kind == .busy ? .busy(refusal.line) : .unavailable(refusal.line)
        case let cause: throw NodeFailure(node: node, cause)
        }
      }
    }
  }

  private func accepted<Value>(
    _ reply: Result<Value, ErrorReply>, _ command: Command
  ) throws(NodeFailure) -> Value {
    switch reply {
    case .success(let value): return value
    case .failure(let refusal): throw NodeFailure(node: node, .init(refusal: refusal, of: command))
    }
  }

  private func check(_ key: [UInt8]) throws(NodeFailure) {
    if !Command.accepts(key: key) {
      throw unsayable("memcached has no such key: 1 to \(Limits.keyBytes) bytes without blanks and control characters")
    }
  }

  private func unsayable(_ words: String) -> NodeFailure { NodeFailure(node: node, .unsayable(words)) }
}
