import FoundationEssentials
import Glibc
import LiveTrait
import LocalPool
import Testing

@Suite("replay --drill leaves nothing behind", .live, .timeLimit(.minutes(2))) struct ReplayDrillEndLiveTests {
  @Test(
    "Interrupted in the middle, it ends what it started, removes its files, and says so", arguments: [SIGINT, SIGTERM])
  func interrupted(_ signal: Int32) async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let command = [
      DrillLiveTests.mcpool, "replay", "--drill", "-q", "--sessions", "5", "--handler", "memcached", "--save-path",
      "10.1.0.1:11211,/run/b.sock", "stop:A", "start:A", "visit", "sleep:600", "visit",
    ]
    try await withDialogue(with: command, environment: ["TMPDIR": folder.path], limit: .seconds(100)) { dialogue in
      // Two, and the one that was started anew; PHP comes and goes.
      var children: [Int32] = []
      while children.count < 3 {
        try await Task.sleep(for: .milliseconds(10))
        children = Self.memcacheds(of: dialogue.processIdentifier)
      }
      kill(dialogue.processIdentifier, signal)
      #expect(await dialogue.line(0) == nil)
      for child in children { while kill(child, 0) == 0 { try await Task.sleep(for: .milliseconds(5)) } }
      while try !FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty {
        try await Task.sleep(for: .milliseconds(5))
      }
    }
  }

  @Test("What this machine's own ini files say is not what is drilled")
  func machineSettings() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try "memcached.sess_locking = 0\n".write(toFile: folder.path + "/own.ini", atomically: true, encoding: .utf8)
    let command = [
      DrillLiveTests.mcpool, "replay", "--drill", "-q", "--sessions", "12", "-o", "csv", "--handler", "memcached",
      "--save-path", "10.1.0.1:11211,10.1.0.2:11211", "stop:A", "visit",
    ]
    // With locks the users of a dead node get no session, without they do.
    try await withDialogue(
      with: command, environment: ["PHP_INI_SCAN_DIR": ":" + folder.path], limit: .seconds(100)
    ) { dialogue in
      var lines: [String] = []
      while let line = await dialogue.line(lines.count) { lines.append(line.text) }
      #expect(lines.count == 6 && lines.dropFirst().allSatisfy { $0.hasSuffix(",0") }, "\(lines)")
    }
  }

  /// One that was stopped is among them until it is waited for.
  private static func memcacheds(of process: Int32) -> [Int32] {
    let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
    let children = tasks.flatMap { task in
      ((try? String(contentsOfFile: "/proc/\(process)/task/\(task)/children", encoding: .utf8)) ?? "")
        .split(separator: " ").compactMap { Int32($0) }
    }
    return children.filter { child in
      (try? String(contentsOfFile: "/proc/\(child)/comm", encoding: .utf8)) == "memcached\n"
    }
  }
}
