import LiveTrait
import LocalPool
import MemcacheProtocol
import Testing

@testable import MemcacheClient

@Suite("The binary protocol against real memcached", .live, .timeLimit(.minutes(5)))
struct BinaryLiveTests {
  let login = Login(user: Array("mcpool".utf8), password: Array("pass word".utf8))

  @Test("An item is stored, found, removed; its life is not told")
  func life() async throws {
    try await withMemcached { server in
      try await withBinary(server.address) { client throws(NodeFailure) in
        let key = Array("memc.sess.key. \r\n".utf8) + [0xff]
        try await client.set(key, flags: .max, ttl: .seconds(1440), value: Array("a|s:1:\"b\";".utf8))
        let items = try await client.items([Array("absent".utf8), key], [.value, .cas])
        #expect(items.count == 2 && items[0] == nil)
        #expect(items[1]?.value == Array("a|s:1:\"b\";".utf8))
        #expect(items[1]?.flags == .max)
        #expect(items[1]?.cas != nil)
        #expect(items[1]?.life == nil)
        let plain = try await client.items([key], [])
        #expect(plain[0]?.valueBytes == 10 && plain[0]?.value == nil)
        #expect(try await client.get(key)?.value?.count == 10)
        #expect(try await client.delete(key))
        #expect(try await client.delete(key) == false)
      }
    }
  }

  @Test("Flush, stats, version and ping")
  func administration() async throws {
    try await withMemcached { server in
      try await withBinary(server.address) { client throws(NodeFailure) in
        try await client.set([0x6b], flags: 0, ttl: nil, value: [])
        try await client.flushAll()
        #expect(try await client.items([[0x6b]], []) == [nil])
        let stats = try await client.stats(nil)
        #expect(stats.first?.name == "pid")
        #expect(stats.first { $0.name == "cmd_flush" }?.value == "1")
        #expect(stats.first { $0.name == "version" }?.value == (try await client.version()))
        #expect(try await client.stats("settings").contains { $0.name == "oldest" })
        #expect(try await client.stats("reset").isEmpty)
        #expect(try await client.ping() > .zero)
        let refused = await failure { () async throws(NodeFailure) in try await client.stats("nonsense") }
        #expect(refused?.state == .up)
        #expect(refused?.reason == "answered 0x01 not found (Not found) to stat nonsense")
        #expect(refused?.remedy.contains("leave out --protocol binary") == true)
      }
    }
  }

  @Test("Many keys in batches, present and absent, with values larger than a read buffer")
  func batch() async throws {
    try await withMemcached { server in
      try await withBinary(server.address) { client throws(NodeFailure) in
        let value = [UInt8](repeating: 0x81, count: 700_000)
        let keys = (0..<3000).map { Array("memc.sess.key.\($0)".utf8) }
        for index in stride(from: 0, to: keys.count, by: 500) {
          try await client.set(keys[index], flags: UInt32(index), ttl: nil, value: value)
        }
        let items = try await client.items(keys, [.value])
        #expect(items.compactMap(\.?.flags) == Array(stride(from: 0, to: 3000, by: 500)))
        #expect(items.allSatisfy { $0 == nil || $0?.value == value })
        #expect(try await client.items(keys, []).compactMap(\.?.valueBytes) == Array(repeating: 700_000, count: 6))
      }
    }
  }

  @Test("What is too large is refused, and the connection goes on")
  func tooLarge() async throws {
    try await withMemcached { server in
      try await withBinary(server.address) { client throws(NodeFailure) in
        let failure = await failure { () async throws(NodeFailure) in
          try await client.set([0x6b], flags: 0, ttl: nil, value: [UInt8](repeating: 0x78, count: 3_000_000))
        }
        #expect(failure?.state == .up)
        #expect(failure?.reason.contains("0x03 too large") == true)
        #expect(try await client.version().isEmpty == false)
      }
    }
  }

  @Test("A server that must not be flushed says so as if one had to log in")
  func flushForbidden() async throws {
    try await withMemcached(["-F"]) { server in
      try await withBinary(server.address) { client throws(NodeFailure) in
        let failure = await failure { () async throws(NodeFailure) in try await client.flushAll() }
        #expect(failure?.state == .up)
        #expect(failure?.cause == .declined(command: "flush", .flushForbidden))
      }
    }
  }

  @Test("With the right user and password everything works, and not before")
  func loggedIn() async throws {
    try await withMemcached(asking: .sasl(login)) { server in
      try await withBinary(server.address) { client throws(NodeFailure) in
        #expect(try await client.version().isEmpty == false, "that much is told to everybody")
        try await client.logIn(login)
        try await client.set([0x6b], flags: 0, ttl: nil, value: [1])
        #expect(try await client.items([[0x6b]], [.value])[0]?.value == [1])
        #expect(try await client.stats(nil).isEmpty == false)
        try await client.flushAll()
        #expect(try await client.ping() > .zero)
      }
    }
  }

  @Test("A wrong password, an unknown user")
  func wrongLogin() async throws {
    try await withMemcached(asking: .sasl(login)) { server in
      for wrong in [Login(user: login.user, password: [0x78]), Login(user: [0x78], password: login.password)] {
        let failure = await failure { () async throws(NodeFailure) in
          try await withBinary(server.address) { client throws(NodeFailure) in try await client.logIn(wrong) }
        }
        #expect(failure?.state == .authFailed)
      }
    }
  }

  @Test("Without a login every question but the version is declined for want of one")
  func noLogin() async throws {
    try await withMemcached(asking: .sasl(login)) { server in
      for question in Question.allCases where question != .listing {
        let failure = await failure { () async throws(NodeFailure) in
          try await withBinary(server.address) { client throws(NodeFailure) in try await question.ask(client) }
        }
        #expect(failure?.state == .authRequired, "\(question)")
      }
    }
  }

  @Test("A server that takes no login says so, and what that means for PHP")
  func loginForNothing() async throws {
    try await withMemcached { server in
      try await withBinary(server.address) { client throws(NodeFailure) in
        let failure = await failure { () async throws(NodeFailure) in try await client.logIn(login) }
        #expect(failure?.cause == .loginUnavailable(offered: nil))
        #expect(failure?.state == .authFailed)
        #expect(failure?.remedy.contains("leave out --auth-user") == true)
        #expect(try await client.version().isEmpty == false)
      }
    }
  }

  @Test("A server with a password file does not answer")
  func passwordFile() async throws {
    try await withMemcached(asking: .passwordFile(login)) { server in
      let failure = await failure { () async throws(NodeFailure) in
        try await withBinary(server.address, timeout: limit) { client throws(NodeFailure) in try await client.version()
        }
      }
      #expect(failure?.cause == .silentToBinary(after: limit))
    }
  }
}
