import FoundationEssentials
import LiveTrait
import LocalPool
import MemcacheClient
import MemcacheProtocol
import Placement
import Testing

@testable import Operations

@Suite("Sessions that went on from an old copy", .live, .timeLimit(.minutes(5))) struct RiskRestoringLiveTests {
  private static let old = "visits|i:1;"
  private static let new = "visits|i:1000;"
  private static let wrong = "visits|i:2;"

  @Test("They are listed when their node comes back, and given back as long as nobody has gone on from there")
  func restores() async throws {
    try await GuardedPool.run { pool in
      let ids = try pool.ids(5, on: [0, 1])
      try await pool.write(ids, Self.old, on: [0, 1])
      do {
        var watcher = try pool.watcher()
        _ = await watcher.look()
        watcher.close()
      }
      var addresses = pool.servers.map(\.address)
      addresses[0] = .unix(path: pool.folder + "/nobody")
      var spool = ""
      do {
        var watcher = try pool.watcher(addresses: addresses)
        // Before the spool is kept, which begins with the outage.
        try await pool.write(ids, Self.new, on: [1])
        var events = await watcher.look()
        while !events.kinds.contains(.down) { events += await watcher.look() }
        spool = watcher.files.spool(of: pool.names[0])
        while !FileManager.default.fileExists(atPath: spool) {
          _ = await watcher.look(closely: false)
          try await Task.sleep(for: .milliseconds(20))
        }
        watcher.close()
      }
      // The node is back, and its users were faster than any guard.
      let hasty = Array(ids.prefix(3))
      // By a clock that is ahead, so that it counts as behind the first good answer however late that comes.
      try await pool.write(hasty, Self.wrong, on: [0, 1], ttl: .seconds(1500))
      var path = ""
      do {
        var watcher = try pool.watcher()
        path = watcher.files.risk(of: pool.names[0])
        let events = await watcher.look()
        watcher.close()
        #expect(events.kinds == [.returned, .mended] && events.acts.map(\.atRisk) == [3], "\(events)")
        let told = try #require(events.last?.atRiskIDs)
        #expect(told.count == 3 && told.allSatisfy { id in !ids.contains(id) }, "no whole id: \(told)")
      }
      #expect(try await pool.values(ids, on: 0) == [Self.wrong, Self.wrong, Self.wrong, Self.new, Self.new])

      // The second user has gone on, the third one's session has ended by now.
      try await pool.write([ids[1]], "visits|i:3000000;", on: [0, 1])
      let file = RiskList.file(path)
      var list = try #require(file.peek { $0.version == 1 })
      #expect(list.sessions.count == 3)
      for index in list.sessions.indices where list.sessions[index].id == Data(ids[2].utf8) {
        list.sessions[index].end = SessionDumper.now - 1
      }
      #expect(file.write(list) == nil)

      let plan = await pool.mcpool(["recover", "--restore-listed", "--dry-run"])
      #expect(plan.status == 0 && plan.output.contains("restore"), "\(plan.output)\(plan.errors)")
      let run = try await pool.recover(["--restore-listed"], status: 0)
      let action = try #require(run.actions.first { $0.action == "restore" })
      #expect(action.node == pool.names[0] && action.result == "restored, but for 1 that went on again")
      let values = [Self.new, "visits|i:3000000;", Self.wrong, Self.new, Self.new]
      for node in 0...1 { #expect(try await pool.values(ids, on: node) == values) }
      #expect(!FileManager.default.fileExists(atPath: path))
      #expect(pool.audited.contains { $0.contains(#""action":"restore""#) && $0.contains(#""result":"restored"#) })
      let left = try await pool.recover(["--restore-listed"], status: 0)
      #expect(left.actions.allSatisfy { $0.action == "none" })
    }
  }
}
