import FoundationEssentials
import Glibc
import LocalPool
import Testing

@testable import Commands

@Suite("Commands of the operator's that the guard runs", .timeLimit(.minutes(5))) struct HookTests {
  private static func run(
    _ command: String, within limit: Duration = .seconds(60), facts: [String: String] = [:], json: [UInt8] = []
  ) async -> Hook.Result {
    await Hook(command: command, limit: limit).run(facts: facts, json: json)
  }

  @Test func seesTheFactsAndTheEvent() async {
    let result = await Self.run(
      "echo \"$MCPOOL_EVENT of $MCPOOL_NODE:\"; cat", facts: ["MCPOOL_EVENT": "down", "MCPOOL_NODE": "10.0.0.1:11211"],
      json: Array(#"{"event":"down"}"#.utf8))
    #expect(result == .init(end: .exited(0), output: #"down of 10.0.0.1:11211:\x0a{"event":"down"}"#))
  }

  @Test(arguments: [
    ("exit 3", Hook.Result.End.exited(3)), ("kill -TERM $$", .signaled(SIGTERM)), ("/nonexistent/hook", .exited(127)),
  ])
  func saysHowItEnded(_ command: String, _ end: Hook.Result.End) async {
    let result = await Self.run(command)
    #expect(result.end == end && !result.isFine)
  }

  /// Neither an event that nobody reads nor a flood of output stops it.
  @Test func readsAndWritesAsItLikes() async {
    let result = await Self.run(
      "head -c 3000000 /dev/zero; echo complaint >&2", json: Array(repeating: 0x20, count: 1_000_000))
    #expect(result.end == .exited(0))
    #expect(result.output == String(repeating: "\\x00", count: Hook.outputKept) + "…")
  }

  @Test func nothingItPrintsSteersATerminal() async {
    let result = await Self.run(#"printf '\n \033[31mred\r\n'"#)
    #expect(result.output == #"\x1b[31mred"#)
  }

  @Test func itsTimeEnds() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    // The second process ignores what a polite end would be.
    let result = await Self.run(
      "echo $$ > '\(folder.path)/pid'; (trap '' TERM HUP; sleep 1000) & sleep 1000", within: .milliseconds(300))
    #expect(result == .init(end: .timedOut, output: ""))
    try await Self.expectNobodyLeft(in: folder)
  }

  @Test func whatItLeavesInTheBackgroundEndsWithIt() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    // With its output open, and with the shell's own output closed.
    for command in ["sleep 1000 &", "exec >&- 2>&-; sleep 1000 & sleep 0.05"] {
      let result = await Self.run("echo $$ > '\(folder.path)/pid'; " + command)
      #expect(result.end == .exited(0))
      try await Self.expectNobodyLeft(in: folder)
    }
  }

  @Test func systemdsSocketIsNotForIt() async {
    setenv("WATCHDOG_USEC", "30000000", 1)
    defer { unsetenv("WATCHDOG_USEC") }
    #expect(await Self.run("echo \"[$WATCHDOG_USEC]\"").output == "[]")
  }

  @Test func endsWithItsTask() async {
    let task = Task { await Self.run("sleep 1000") }
    task.cancel()
    #expect(await task.value.end == .timedOut)
  }

  /// No process of the shell's session lives any more.
  private static func expectNobodyLeft(in folder: TemporaryFolder) async throws {
    let text = try String(contentsOfFile: folder.path + "/pid", encoding: .utf8)
    let session = try #require(pid_t(text.filter(\.isNumber)))
    // What was killed is gone once somebody has asked for its status.
    while kill(-session, 0) == 0 { try await Task.sleep(for: .milliseconds(5)) }
    #expect(errno == ESRCH)
  }
}
