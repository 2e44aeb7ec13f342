public import MemcacheProtocol

extension Connection {
  public func version() async throws(NodeFailure) -> String {
    let version = try accepted(await exchange(Command.version, LineReader.version).reply, .version)
    if let proxy = Proxy(version: version) { throw NodeFailure(node: node, .foreign(.proxy(proxy))) }
    return version
  }

  public func ping() async throws(NodeFailure) -> Duration {
    let answer = try await exchange(Command.noOperation, LineReader.noOperation)
    if case .failure(let refusal) = answer.reply, refusal.isUnknownCommand {
      let answer = try await exchange(Command.version, LineReader.version)
      let version = try accepted(answer.reply, .version)
      if let proxy = Proxy(version: version) { throw NodeFailure(node: node, .foreign(.proxy(proxy))) }
      return answer.elapsed
    }
    try accepted(answer.reply, .noOperation)
    return answer.elapsed
  }

  public func stats(_ group: String?) async throws(NodeFailure) -> [Stat] {
    try check(group: group)
    let command = Command.stats(group: group)
    let stats = try accepted(await exchange(command, StatsReader(group: group)).reply, command)
    if group == nil || group == "settings", let proxy = Proxy(stats: stats) {
      throw NodeFailure(node: node, .foreign(.proxy(proxy)))
    }
    return stats
  }

  public func flushAll() async throws(NodeFailure) {
    try accepted(await exchange(Command.flushAll, LineReader.flushAll).reply, .flushAll)
  }

  public func set(_ key: [UInt8], flags: UInt32, ttl: Duration?, value: [UInt8]) async throws(NodeFailure) {
    try check(key)
    try check(ttl: ttl)
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

  func accepted<Value>(_ reply: Result<Value, ErrorReply>, _ command: Command) throws(NodeFailure) -> Value {
    switch reply {
    case .success(let value): return value
    case .failure(let refusal): throw NodeFailure(node: node, .init(refusal: refusal, of: command))
    }
  }

  public func check(_ key: [UInt8]) throws(NodeFailure) {
    if !Command.accepts(key: key) {
      throw unsayable(
        "the text protocol cannot ask for this key, only for 1 to \(Limits.keyBytes) bytes without blanks and control "
          + "characters")
    }
  }

  func check(group: String?) throws(NodeFailure) {
    if let group, !Command.accepts(group: group) { throw unsayable("no group of stats has such a name") }
  }

  func check(ttl: Duration?) throws(NodeFailure) {
    if let ttl, !Command.accepts(lifetime: ttl) {
      throw unsayable("a lifetime is more than nothing and at most 30 days")
    }
  }

  func unsayable(_ words: String) -> NodeFailure { NodeFailure(node: node, .unsayable(words), wasSent: false) }
}
