import LiveTrait
import LocalPool
import MemcacheClient
import MemcacheProtocol
import Placement
import Testing

@testable import Operations

@Suite("Mending the copies of real PHP's sessions", .live, .timeLimit(.minutes(5))) struct MenderLiveTests {
  static let ids = (0..<30).map { "abcdefghijklmnopqrstuv01" + ($0 < 10 ? "0\($0)" : "\($0)") }
  static let bytes = ids.map { Array($0.utf8) }

  private func key(_ id: String, _ pool: SessionPool) -> [UInt8] {
    SessionKeys(Array(id.utf8), pool.php.placement).item
  }

  private func owner(_ id: String, _ sessions: PHPSessions, _ pool: SessionPool) -> LocalMemcached {
    sessions.servers[pool.places(of: Array(id.utf8))[0]]
  }

  private func item(_ id: String, _ server: LocalMemcached, _ sessions: PHPSessions, _ pool: SessionPool) async throws
    -> StoredItem?
  {
    try await sessions.withClient(server) { try await $0.items([key(id, pool)], [.value])[0] }
  }

  /// Gives an owner the copy back that it had before the session went on, as a node has that was cut off meanwhile.
  private func age(
    _ id: String, _ old: StoredItem, by seconds: Int, _ sessions: PHPSessions, _ pool: SessionPool
  ) async throws {
    let left = (old.life?.ttl?.components.seconds ?? 0) - Int64(seconds)
    let now = SessionDumper.now
    let key = key(id, pool)
    try await sessions.withClient(owner(id, sessions, pool)) { client in
      _ = try await client.delete(key)
      let expiry = pool.php.datesSessions ? Expiry.at(now + left) : .after(.seconds(left))
      _ = try await client.add([NewItem(key: key, flags: old.flags, expiry: expiry, value: old.value ?? [])])
    }
  }

  private func mend(_ ids: [[UInt8]], _ pool: SessionPool, _ extent: Mender.Extent) async -> [Mender.Fate] {
    var mender = Mender(pool, extent)
    defer { mender.close() }
    return await mender.mend(ids, patience: .seconds(60))
  }

  @Test("Old copies are replaced by the newest, and PHP goes on from there", arguments: ["memcache", "memcached"])
  func replaces(_ handler: String) async throws {
    try await PHPSessions.run(handler, ["session.lazy_write = 0"]) { sessions in
      let pool = try await sessions.pool()
      for id in Self.ids { _ = try await sessions.visit(id) }
      for id in Self.ids.prefix(10) {
        let old = try #require(try await item(id, owner(id, sessions, pool), sessions, pool))
        _ = try await sessions.visit(id)
        try await age(id, old, by: 100, sessions, pool)
      }
      let fates = await mend(Self.bytes, pool, .replacesOld)
      #expect(fates.prefix(10).allSatisfy { $0 == .mended(1) }, "\(fates)")
      #expect(fates.dropFirst(10).allSatisfy { $0 == .whole }, "\(fates)")
      for (number, id) in Self.ids.enumerated() { #expect(try await sessions.visit(id) == (number < 10 ? "3" : "2")) }
      #expect(try await LockSearch(pool).find().taken.isEmpty)
      #expect(await mend(Self.bytes, pool, .replacesOld).allSatisfy { $0 == .whole })
    }
  }

  @Test("What is missing is added, and old copies stay where that is all", arguments: ["memcache", "memcached"])
  func adds(_ handler: String) async throws {
    try await PHPSessions.run(handler, ["session.lazy_write = 0"]) { sessions in
      let pool = try await sessions.pool()
      for id in Self.ids { _ = try await sessions.visit(id) }
      let first = Self.ids[0]
      let old = try #require(try await item(first, owner(first, sessions, pool), sessions, pool))
      _ = try await sessions.visit(first)
      try await age(first, old, by: 100, sessions, pool)
      for id in Self.ids[1..<10] {
        let key = key(id, pool)
        _ = try await sessions.withClient(owner(id, sessions, pool)) { try await $0.delete(key) }
      }
      let fates = await mend(Self.bytes, pool, .addsMissing)
      #expect(fates[0] == .whole && fates[1..<10].allSatisfy { $0 == .mended(1) }, "\(fates)")
      let lives = try await item(Self.ids[1], owner(Self.ids[1], sessions, pool), sessions, pool)?.life?.ttl
      #expect(lives.map { $0 > .seconds(1200) && $0 <= .seconds(1440) } == true)
      for id in Self.ids[1..<10] { #expect(try await sessions.visit(id) == "2") }
      #expect(try await sessions.visit(first) == "2", "its old copy")
    }
  }

  @Test("Copies between which nothing decides stay as they are")
  func undecided() async throws {
    try await PHPSessions.run("memcache") { sessions in
      let pool = try await sessions.pool()
      let id = Self.ids[0]
      _ = try await sessions.visit(id)
      let old = try #require(try await item(id, owner(id, sessions, pool), sessions, pool))
      _ = try await sessions.visit(id)
      try await age(id, old, by: 0, sessions, pool)
      let fates = await mend([Self.bytes[0], Self.bytes[1]], pool, .replacesOld)
      if case .undecided = fates[0] {} else { Issue.record("\(fates)") }
      #expect(fates[1] == .gone)
      #expect(try await sessions.visit(id) == "2")
    }
  }

  @Test("A session that a request has open is mended when it has ended", arguments: ["memcache", "memcached"])
  func open(_ handler: String) async throws {
    try await PHPSessions.run(handler, ["session.lazy_write = 0"]) { sessions in
      let pool = try await sessions.pool()
      for id in Self.ids.prefix(2) { _ = try await sessions.visit(id) }
      var mender = Mender(pool, .addsMissing)
      try await sessions.whileOpen(Self.ids[0]) { _ in
        #expect(await mender.mend(Array(Self.bytes.prefix(2)), patience: .zero) == [.busy, .whole])
      }
      mender.close()
      #expect(await mend(Array(Self.bytes.prefix(1)), pool, .replacesOld) == [.whole])
      #expect(try await sessions.visit(Self.ids[0]) == "3")
    }
  }

  @Test("A node of the session that gives no answer leaves it as it is")
  func deadNode() async throws {
    try await PHPSessions.run("memcache") { sessions in
      let pool = try await sessions.pool()
      for id in Self.ids { _ = try await sessions.visit(id) }
      try await sessions.servers[0].stopAndWait()
      let fates = await mend(Self.bytes, pool, .replacesOld)
      for (id, fate) in zip(Self.bytes, fates) {
        if pool.places(of: id).contains(0) {
          if case .failed = fate {} else { Issue.record("\(fate)") }
        } else {
          #expect(fate == .whole)
        }
      }
    }
  }
}
