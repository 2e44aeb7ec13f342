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
