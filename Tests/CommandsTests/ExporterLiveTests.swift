import FoundationEssentials
import LiveTrait
import LocalPool
import Testing

@testable import Commands

@Suite("exporter", .live, .timeLimit(.minutes(5))) struct ExporterLiveTests {
  private func pool(_ name: String, of servers: [LocalMemcached], in folder: TemporaryFolder) throws {
    let ini = "session.save_handler = memcached\nsession.save_path = \(servers.map(\.name).joined(separator: ","))\n"
    try ini.write(toFile: "\(folder.path)/\(name).ini", atomically: false, encoding: .utf8)
  }

  @Test func aTextfileIsWholeAndReadableForAll() async throws {
    try await withMemcacheds(3) { servers in
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      try pool("shop", of: [servers[0], servers[1]], in: folder)
      try pool("board", of: [servers[2]], in: folder)
      let path = folder.path + "/pools.prom"
      func write(_ pools: [String], to path: String = path, timeout: String = "30s") async -> CommandRun {
        await CommandRun(
          ["exporter", "--textfile", path, "--timeout", timeout] + pools.flatMap { ["-p", $0] },
          environment: ["HOME": "/nonexistent", "MCPOOL_PATH": folder.path])
      }
      func written() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

      let all = await write(["shop", "board", "shop"])
      #expect(all.status == 0, "\(all.errors)")
      for server in servers {
        let pool = server == servers[2] ? "board" : "shop"
        #expect(try written().contains("\nmemcached_up{pool=\"\(pool)\",node=\"\(server.name)\"} 1\n"))
      }
      #expect(try written().contains("\nmcpool_node_share{pool=\"board\",node=\"\(servers[2].name)\"} 1\n"))
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(mode == 0o644)

      try await servers[1].stopAndWait()
      servers[2].freeze()
      let some = await write(["shop", "board"], timeout: "2s")
      #expect(some.status == 1)
      #expect(some.errors.contains("\(servers[1].name): ") && some.errors.contains("\(servers[2].name): "))
      #expect(try written().contains("\nmemcached_up{pool=\"shop\",node=\"\(servers[1].name)\"} 0\n"))
      #expect(try written().contains("node=\"\(servers[2].name)\",state=\"mute\"} 1\n"))
      #expect(await write(["board"], timeout: "300ms").status == 69)

      let before = try written()
      #expect(await write(["shop"], to: folder.path + "/none/pools.prom").status == 66)
      #expect(await write(["shop"], to: folder.path).status == 1)
      #expect(try written() == before)
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(left == ["board.ini", "pools.prom", "shop.ini"])
    }
  }

  @Test func otherCommandsLookAtOnePool() async {
    let run = await CommandRun(["config", "show", "-p", "a", "-p", "b"])
    #expect(run.status == 64)
    #expect(run.errors.contains("this command looks at one: a, b"), "\(run.errors)")
  }

  @Test(arguments: [
    (["-p", "a", "-p", "b", "--ini", "c.ini"], "--ini is about one pool"),
    (["-p", "a", "-p", "b", "--map", "x=y:1"], "--map is about one pool"),
    (["-p", "a", "--server", "127.0.0.1"], "--server names bare nodes"),
    (["--listen", "127.0.0.1:0", "--textfile", "x.prom"], "--textfile writes once"), (["--listen", ":1"], "--listen"),
  ])
  func whatContradictsItselfIsSaid(_ words: [String], _ part: String) async {
    let run = await CommandRun(["exporter"] + words)
    #expect(run.status == 64)
    #expect(run.errors.contains(part), "\(run.errors)")
  }
}
