public import MemcacheProtocol

extension Connection {
  public func add(_ items: [NewItem]) async throws(NodeFailure) -> [Addition] {
    for item in items {
      try check(item.key)
      try check(item.expiry)
    }
    guard let first = items.first else { return [] }
    let command = Command.add(first)
    let reply = try await exchange(
      command, AdditionRequests(items.map { Command.add($0) }), AdditionsReader(count: items.count), limit: timeout,
      renewing: true
    ).reply
    // What the server makes of the value behind a refused line is not known.
    if case .failure = reply { close() }
    return try accepted(reply, command)
  }

  /// With `md`, and with `cas` where there is none (before 1.5.19) or where it is spelled otherwise (to 1.5.22, which
  /// refuse this spelling).
  public func delete(_ key: [UInt8], ifStill cas: UInt64) async throws(NodeFailure) -> Deletion {
    try check(key)
    try check(cas: cas)
    let command = Command.metaDelete(key: key, cas: cas)
    let reply = try await exchange(command, LineReader.comparedDelete).reply
    guard lacksMeta(reply, command) else { return try accepted(reply, command) }
    let classic = Command.expire(key: key, cas: cas)
    return try accepted(await exchange(classic, LineReader.comparedDelete).reply, classic)
  }

  public func touch(_ key: [UInt8], _ expiry: Expiry) async throws(NodeFailure) -> Bool {
    try check(key)
    try check(expiry)
    let command = Command.metaTouch(key: key, expiry)
    let reply = try await exchange(command, LineReader.touch).reply
    guard lacksMeta(reply, command) else { return try accepted(reply, command) }
    let classic = Command.touch(key: key, expiry)
    return try accepted(await exchange(classic, LineReader.touch).reply, classic)
  }

  /// The server has no meta commands, or writes them in another way; a refusal of the login or for want of room is none.
  private func lacksMeta<Value>(_ reply: Result<Value, ErrorReply>, _ command: Command) -> Bool {
    guard case .failure(let refusal) = reply, case .declined = NodeFailure.Cause(refusal: refusal, of: command) else {
      return false
    }
    return refusal.isUnknownCommand || refusal.kind == .client
  }

  func check(_ expiry: Expiry) throws(NodeFailure) {
    if !expiry.isSayable {
      throw unsayable("memcached knows no such end of an item: at most 30 days from now, or a Unix second up to 2038")
    }
  }

  func check(cas: UInt64) throws(NodeFailure) {
    if cas == 0 {
      throw unsayable("it keeps no CAS (started with -C), without which nothing can be deleted only if unchanged")
    }
  }
}

/// The first goes alone: a server that wants a login, or does not know the command, refuses it before there are values on
/// their way that it would read as commands. The others follow in one piece.
struct AdditionRequests<Single: Request>: RequestFeed {
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
