import FoundationEssentials
import LiveTrait
import LocalPool
import MemcacheClient
import MemcacheProtocol
import Placement
import Testing

@testable import Operations

@Suite("guard as a command", .live, .timeLimit(.minutes(5))) struct GuardCommandLiveTests {
  private static let old = "visits|i:1;"
  private static let new = "visits|i:1000;"

  private struct Line: Decodable {
    var when: String
    var pool: String
    var event: String
    var node: String?
    var message: String
    var `return`: String?
    var downSeconds: Int?
    var actions: [RecoverDocument.Action]

    private enum CodingKeys: String, CodingKey {
      case when, pool, event, node, message, actions
      case `return`
      case downSeconds = "down_seconds"
    }
  }

  private func lines(_ run: CommandRun) throws -> [Line] {
    try run.output.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
  }

  @Test("For cron: 0 when all is well, 1 when a node is away or has not settled, 69 when none answers")
  func once() async throws {
    try await GuardedPool.run(nodes: 2) { pool in
      let first = await pool.mcpool(["guard", "--yes", "--once", "--interval", "1ms", "-o", "jsonl"])
      #expect(first.status == 0, "\(first.errors)")
      #expect(try lines(first).map(\.event) == ["met", "met"] && lines(first).map(\.node) == pool.names)
      let silent = await pool.mcpool(["guard", "--yes", "--once", "--interval", "1ms"])
      #expect(silent.status == 0 && silent.output.isEmpty)
      let ids = try pool.ids(3, on: [0, 1])
      try await pool.write(ids, Self.old, on: [0, 1])
      try await pool.servers[0].stopAndWait()
      let down = await pool.mcpool(["guard", "--yes", "--once", "--interval", "1ms"])
      #expect(down.status == 1 && down.output.contains(" shop") == false)
      #expect(down.output.contains("\(pool.names[0]) down: refused"), "\(down.output)")
      try await withMemcached { server in
        let pool = pool.with(server, at: 0)
        let back = await pool.mcpool(["guard", "--yes", "--once", "--interval", "1ms", "-o", "jsonl"])
        #expect(back.status == 1, "it has not settled")
        let lines = try lines(back)
        #expect(lines.map(\.event) == ["returned", "mended"] && lines[0].return == "cold restart")
        #expect(lines[0].downSeconds.map { $0 >= 0 } == true && lines[1].actions.first?.action == "refill")
        #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == Self.old })
        try await server.stopAndWait()
        try await pool.servers[1].stopAndWait()
        #expect(await pool.mcpool(["guard", "--yes", "--once", "--interval", "1ms"]).status == 69)
      }
    }
  }

  @Test("Lines are for people or JSON, and --yes without a terminal needs a pool that is named")
  func refusals() async throws {
    try await GuardedPool.run(nodes: 1) { pool in
      let csv = await pool.mcpool(["guard", "--once", "-o", "csv"])
      #expect(csv.status == 64 && csv.errors.contains("jsonl"))
      let bare = await CommandRun(["guard", "--once", "--server", pool.servers[0].name])
      #expect(bare.status == 64, "\(bare.errors)")
      let ini = pool.folder + "/default.ini"
      try "session.save_handler=memcache\nsession.save_path=\"tcp://\(pool.servers[0].name)\"\n".write(
        toFile: ini, atomically: false, encoding: .utf8)
      let unnamed = await CommandRun(
        ["guard", "--once", "--yes", "--timeout", "30s"],
        environment: ["MCPOOL_PATH": pool.folder, "XDG_STATE_HOME": pool.folder])
      #expect(unnamed.status == 2 && unnamed.errors.contains("names the pool"), "\(unnamed.errors)")
    }
  }

  @Test("A second guard of a pool is refused, and one whose memory cannot be kept")
  func second() async throws {
    try await GuardedPool.run(nodes: 1) { pool in
      let watcher = try pool.watcher()
      let refused = await pool.mcpool(["guard", "--once"])
      #expect(refused.status == 2 && refused.errors.contains("another guard of this machine"))
      _ = watcher.isSettled
      var nowhere = pool
      nowhere = GuardedPool(
        servers: pool.servers, folder: "/dev/null/nowhere", handler: pool.handler, release: pool.release,
        directives: pool.directives)
      let unkept = await nowhere.mcpool(["guard", "--once"])
      #expect(unkept.status == 2 && unkept.errors.contains("XDG_STATE_HOME"))
    }
  }

  @Test("It looks again and again until it is ended, and that is no failure")
  func ends() async throws {
    try await GuardedPool.run(nodes: 2) { pool in
      let files = GuardFiles(environment: pool.environment, pool: try pool.pool())
      let ids = try pool.ids(3, on: [0, 1])
      try await pool.write(ids, Self.old, on: [0, 1])
      let work = Task { await pool.mcpool(["guard", "--yes", "--interval", "10ms", "-o", "jsonl"]) }
      defer { work.cancel() }
      while files.known?.nodes.values.allSatisfy({ $0.life.state == .up }) != true {
        try await Task.sleep(for: .milliseconds(10))
      }
      try await pool.withClient(0) { try await $0.flushAll() }
      while try await pool.values(ids, on: 0).contains(nil) { try await Task.sleep(for: .milliseconds(20)) }
      while files.known?.nodes[pool.names[0]]?.life.state == .up { try await Task.sleep(for: .milliseconds(10)) }
      work.cancel()
      let run = await work.value
      #expect(run.status == 0, "\(run.errors)")
      #expect(try lines(run).map(\.event) == ["met", "met", "returned", "mended"])
      // Its place is free again, and what it knew is there.
      let next = await pool.mcpool(["guard", "--once", "-o", "jsonl"])
      #expect(next.status == 1 && next.output.isEmpty, "\(next.output)\(next.errors)")
    }
  }
}
