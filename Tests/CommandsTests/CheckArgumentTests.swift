import FoundationEssentials
import Testing

@testable import Commands

@Suite("check answers monitoring systems whatever goes wrong") struct CheckArgumentTests {
  private let nowhere = ["--server", "127.0.0.1:1", "--deadline", "60s"]

  private func run(_ words: [String], state: String = "/nonexistent") async -> CommandRun {
    await CommandRun(["check"] + words, environment: ["HOME": "/nonexistent", "XDG_STATE_HOME": state])
  }

  @Test(
    "Mistakes in the options are 3, and stand where plugins are read",
    arguments: [
      ["--warning", "memory"], ["--warning", "nonsense=3"], ["--critical", "memory=20:10"], ["--only", "nonsense"],
      ["--only", "probe"], ["--only", "nodes", "--ignore", "nodes"], ["--bogus"], ["--deadline", "soon"],
    ])
  func usage(_ words: [String]) async {
    let run = await run(words + nowhere)
    #expect(run.status == 3)
    #expect(run.output.hasPrefix("MCPOOL UNKNOWN - Error: "), "\(run.output)")
  }

  @Test("They say what would have been right")
  func remedies() async {
    #expect(await run(["--warning", "memory=20:10"]).output.contains("10:20"))
    #expect(await run(["--only", "nonsense"]).output.contains("mcpool check --list"))
  }

  @Test(
    "So are pools that cannot be loaded",
    arguments: [
      (["-p", "nowhere"], "nowhere"), (["--ini", "/nonexistent/php.ini"], "/nonexistent/php.ini"),
      (["--handler", "memcache", "--save-path", "127.0.0.1"], "--save-path"),
    ])
  func noPool(_ words: [String], _ named: String) async throws {
    let patient = words + ["--deadline", "60s"]
    let run = await run(patient)
    #expect(run.status == 3)
    #expect(run.output.hasPrefix("MCPOOL UNKNOWN - ") && run.output.contains(named), "\(run.output)")
    let document = try JSONValue(await self.run(patient + ["-o", "json"]).output)
    #expect(document["status"] == .string("unknown") && document["code"] == .number(3))
  }

  @Test("One pool that cannot be loaded hides no other")
  func otherPool() async throws {
    let run = await CommandRun(
      ["check", "-p", "here", "-p", "nowhere", "--only", "nodes,round_trip", "--deadline", "60s"],
      environment: ["HOME": "/nonexistent", "MCPOOL_PATH": try Self.folder()])
    #expect(run.status == 2, "\(run.output)")
    #expect(run.output.contains("nodes: 100% of sessions") && run.output.contains("pool nowhere: "))
  }

  private static func folder() throws -> String {
    let folder = FileManager.default.temporaryDirectory.path + "/mcpool-check-\(UInt32.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try "session.save_handler = memcached\nsession.save_path = 127.0.0.1:1\nmcpool.extension_release = 3.2.0\n"
      .write(toFile: folder + "/here.ini", atomically: false, encoding: .utf8)
    return folder
  }

  @Test("Help and the list of checks are fine and ask nobody")
  func list() async throws {
    #expect(await run(["--help"]).status == 0)
    let list = await run(["--list"])
    #expect(
      list.status == 0 && list.output.contains("evictions  warning 0, critical 60") && list.output.contains("try: "))
    let csv = await run(["--list", "-o", "csv", "--only", "memory,locks"])
    #expect(csv.output.split(separator: "\n").map { String($0.prefix { $0 != "," }) } == ["name", "memory", "locks"])
  }

  @Test("Nobody there is critical, and what nobody tells is unknown")
  func nobody() async {
    let run = await run(nowhere + ["--only", "nodes,memory"])
    #expect(run.status == 2)
    #expect(run.output.contains("[CRITICAL] nodes: 100%") && run.output.contains("[UNKNOWN] memory: 127.0.0.1:1"))
  }

  @Test("A configuration of which PHP dies is critical, though its nodes cannot be placed on")
  func deadly() async {
    let run = await run([
      "--handler", "memcache", "--extension-release", "8.0", "--save-path", "tcp://127.0.0.1:1,tcp://127.0.0.1:1",
      "--only", "configuration", "--deadline", "60s",
    ])
    #expect(run.status == 2 && run.output.contains("MC103"), "\(run.output)")
  }

  @Test(.timeLimit(.minutes(5))) func interrupted() async {
    let work = Task { await self.run(nowhere) }
    work.cancel()
    let run = await work.value
    #expect(run.status == 3 && run.output.contains("MCPOOL UNKNOWN - interrupted"), "\(run.output)")
  }
}
