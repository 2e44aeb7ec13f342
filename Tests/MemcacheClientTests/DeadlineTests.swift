import MemcacheProtocol
import ScriptedServer
import Synchronization
import Testing

@testable import MemcacheClient

@Suite("Waiting ends", .timeLimit(.minutes(5))) struct DeadlineTests {
  @Test("A deadline closes the socket")
  func closes() async throws {
    try await ScriptedServer.run([]) { server in
      let client = try await dialer(timeout: limit).connect(to: server.address)
      let first = await failure { () async throws(NodeFailure) in try await client.stats(nil) }
      #expect(first?.cause == .late(.reply, after: limit))
      try await server.clientHasClosed()
      let second = await failure { () async throws(NodeFailure) in try await client.version() }
      #expect(second?.state == .mute)
    }
  }

  @Test("Cancelling closes the socket at once, however long the limit")
  func cancelling() async throws {
    try await ScriptedServer.run([.lines(1), .send("VERS")]) { server in
      let work = Task {
        await failure { () async throws(NodeFailure) in
          try await dialer(timeout: .seconds(600)).withClient(server.address) { client throws(NodeFailure) in
            try await client.version()
          }
        }
      }
      try await server.clientHasAsked()
      work.cancel()
      guard case .cancelled = await work.value?.cause else {
        Issue.record("not cancelled")
        return
      }
      try await server.clientHasClosed()
    }
  }

  @Test("Cancelling ends a connection attempt")
  func cancellingConnect() async throws {
    try await ScriptedServer.runFull { port in
      let work = Task {
        await failure { () async throws(NodeFailure) in
          try await dialer(timeout: .seconds(600)).connect(to: .tcp(host: "127.0.0.1", port: port))
        }
      }
      work.cancel()
      #expect(await work.value?.cause == .cancelled(.connection))
    }
  }

  @Test("A listing that gets on may take longer than its limit")
  func renewed() async throws {
    let lines = String(repeating: "key=a exp=-1 la=1 cas=1 fetch=no cls=1 size=67\n", count: Limits.itemsInListingWait)
    let pieces = (0..<5).flatMap { _ in [ScriptedServer.Step.pause(longerLimit / 4), .send(lines)] }
    try await ScriptedServer.run([.lines(1)] + pieces + [.send("END\r\n")]) { server in
      let dialer = dialer(listingTimeout: longerLimit)
      let listing = try await dialer.withClient(server.address) { client throws(NodeFailure) in
        try await client.metadump(upTo: .max) { _ in }
      }
      #expect(listing == .complete(5 * Limits.itemsInListingWait, by: .hash))
    }
  }

  @Test("A listing that comes line by line, slowly, is given up")
  func slowListing() async throws {
    let line = "key=a exp=-1 la=1 cas=1 fetch=no cls=1 size=67\n"
    let pieces = (0..<50).flatMap { _ in [ScriptedServer.Step.pause(longerLimit / 12), .send(line)] }
    try await ScriptedServer.run([.lines(1)] + pieces + [.send("END\r\n")]) { server in
      let failure = await failure { () async throws(NodeFailure) in
        try await dialer(listingTimeout: longerLimit).withClient(server.address) { client throws(NodeFailure) in
          try await client.metadump(upTo: .max) { _ in }
        }
      }
      #expect(failure?.cause == .late(.endOfListing, after: longerLimit))
    }
  }

  @Test("A batch that gets on may take longer than its limit")
  func renewedBatch() async throws {
    let pieces = (0..<5).flatMap { _ in [ScriptedServer.Step.pause(longerLimit / 4), .send("EN\r\n")] }
    try await ScriptedServer.run([.lines(1), .send("EN\r\n"), .lines(5)] + pieces) { server in
      let items = try await dialer(timeout: longerLimit).withClient(server.address) { client throws(NodeFailure) in
        try await client.items((0..<6).map { Array("key\($0)".utf8) }, [])
      }
      #expect(items == [nil, nil, nil, nil, nil, nil])
    }
  }

  @Test("A batch of gets that gets on may take longer than its limit, also within a group of keys")
  func renewedGroup() async throws {
    let pieces = (0..<5).flatMap { [ScriptedServer.Step.pause(longerLimit / 4), .send("VALUE key\($0) 0 0\r\n\r\n")] }
    let beginning: [ScriptedServer.Step] = [.lines(1), .send("ERROR\r\n"), .lines(1), .send("VERSION 1.4.5\r\n")]
    try await ScriptedServer.run(beginning + [.lines(1)] + pieces + [.send("END\r\n")]) { server in
      let items = try await dialer(timeout: longerLimit).withClient(server.address) { client throws(NodeFailure) in
        try await client.items((0..<6).map { Array("key\($0)".utf8) }, [])
      }
      #expect(items.map { $0 != nil } == [true, true, true, true, true, false])
    }
  }

  @Test("An answer that trickles in is bounded as a whole")
  func trickle() async throws {
    let pieces = (0..<50).flatMap { _ in [ScriptedServer.Step.pause(longerLimit / 12), .send("STAT a 1\r\n")] }
    try await ScriptedServer.run([.lines(1), .send("STAT a 1\r\n")] + pieces) { server in
      let failure = await failure { () async throws(NodeFailure) in
        try await dialer(timeout: longerLimit).withClient(server.address) { client throws(NodeFailure) in
          try await client.stats(nil)
        }
      }
      #expect(failure?.cause == .late(.restOfReply, after: longerLimit))
    }
  }

  @Test("What gets on for ever ends all the same")
  func endless() async {
    let progress = Progress()
    let failure = await failure { () async throws(NodeFailure) in
      try await withDeadline(patience, renewedBy: progress, inAll: limit) { () async throws(NodeFailure) in
        while !Task.isCancelled {
          progress.note()
          await Task.yield()
        }
        throw NodeFailure(node: "a", .cancelled(.restOfReply))
      }
    }
    #expect(failure?.cause == .late(.restOfReply, after: limit))
  }
}

@Suite("Asking all nodes", .timeLimit(.minutes(5))) struct AskAllTests {
  @Test("In the pool's order, every node at once, each with its own fate")
  func order() async throws {
    let limit = longerLimit  // within which one of 43 nodes is to answer
    try await ScriptedServer.runRefusing { closed in
      try await ScriptedServer.run([]) { silent in
        try await ScriptedServer.run([.lines(1), .send("VERSION 1.6.18\r\n")]) { good in
          let refusing = ServerAddress.tcp(host: "127.0.0.1", port: closed)
          let nodes = [silent.address, good.address, refusing] + Array(repeating: silent.address, count: 40)
          let clock = ContinuousClock()
          let start = clock.now
          let dialer = dialer(timeout: limit)
          let reports = await askAll(nodes) { node throws(NodeFailure) in
            try await dialer.withClient(node) { client throws(NodeFailure) in try await client.version() }
          }
          #expect(clock.now - start < limit * 15)
          #expect(reports.map(\.node) == nodes)
          #expect(reports.map(\.state) == [.mute, .up, .refused] + Array(repeating: .mute, count: 40))
          #expect(reports[1].value == "1.6.18")
          #expect(reports[0].failure?.cause == .late(.reply, after: limit))
          try await silent.clientHasClosed()
        }
      }
    }
  }

  @Test("More nodes than may be asked at once are asked in turns, each with all of its time")
  func turns() async throws {
    try await ScriptedServer.run([.lines(1), .send("STAT pid 1\r\nEND\r\n")]) { server in
      let nodes = Array(repeating: server.address, count: 200)
      let now = Mutex((asked: 0, most: 0))
      let dialer = dialer()
      let reports = await askAll(nodes, atOnce: 16) { node throws(NodeFailure) in
        now.withLock { $0 = ($0.asked + 1, max($0.most, $0.asked + 1)) }
        defer { now.withLock { $0.asked -= 1 } }
        return try await dialer.withClient(node) { client throws(NodeFailure) in try await client.stats(nil).count }
      }
      #expect(reports.count == 200)
      #expect(reports.allSatisfy { $0.value == 1 })
      #expect(now.withLock { $0.most } == 16)
    }
  }

  @Test func noNodes() async {
    let reports = await askAll([]) { (_: ServerAddress) async throws(NodeFailure) -> Int in 1 }
    #expect(reports.isEmpty)
  }
}
