import FoundationEssentials
import LiveTrait
import LocalPool
import ScriptedServer
import Testing

@testable import Commands

/// What the result of a flush and the audit log say when the server does not do what it is told: never that it flushed.
@Suite("A flush that is not proved", .live, .timeLimit(.minutes(5))) struct FlushProofLiveTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var requests: RewritingRelay.Change = { line, _ in line }
    var replies: RewritingRelay.Change = { line, _ in line }
    var fault: (at: String, RewritingRelay.Fault)?
    var timeout = "30s"
    /// With which the result begins.
    let result: String
    /// How many flushes the server has really carried out.
    var flushes = 0
  }

  static let cases = [
    Case(
      testDescription: "OK, and nothing flushed", requests: { line, _ in line == "flush_all" ? "verbosity 0" : line },
      result: "answered OK, but not proved: a test item outlived it"),
    Case(
      testDescription: "not counted",
      replies: { line, _ in line.hasPrefix("STAT cmd_flush ") ? "STAT cmd_flush 0" : line },
      result: "answered OK, but not proved: the server counted no flush", flushes: 1),
    Case(
      testDescription: "not dated", replies: { line, _ in line.hasPrefix("STAT oldest ") ? "STAT oldest 0" : line },
      result: "answered OK, but not proved: the server does not date its last flush to now", flushes: 1),
    Case(
      testDescription: "silent", requests: { line, _ in line == "flush_all" ? nil : line }, timeout: "5s",
      result: "unknown: flush_all was sent and not answered (connected, but it sent nothing"),
    Case(
      testDescription: "closes", fault: (at: "flush_all", .closes(after: 0)),
      result: "unknown: flush_all was sent and not answered (closed the connection", flushes: 1),
    Case(
      testDescription: "declines", requests: { line, _ in line == "flush_all" ? "unknown" : line },
      replies: { line, _ in line == "ERROR" ? "SERVER_ERROR out of memory" : line },
      result: "not flushed: answered SERVER_ERROR out of memory to flush_all"),
    Case(
      testDescription: "keeps no test item",
      requests: { line, _ in line.hasPrefix("mg mcpool.canary.") ? "mg nobody f s t l h u" : line },
      result: "not flushed: the node keeps no test item"),
    Case(
      testDescription: "an OK before the question",
      replies: { line, _ in line.hasPrefix("HD ") ? line + "\r\nOK" : line },
      result: "not flushed: sent an answer to something that was not asked: OK"),
  ]

  @Test("Result, exit code and audit log", arguments: cases)
  func result(_ example: Case) async throws {
    let state = try TemporaryFolder()
    defer { state.remove() }
    try await withMemcached { server in
      let run = try await RewritingRelay.run(
        to: server.port, requests: example.requests, replies: example.replies, fault: example.fault
      ) { relay in
        await CommandRun(
          [
            "flush", "--yes", "--all", "-o", "json", "--timeout", example.timeout, "--server",
            "127.0.0.1:\(relay.port)",
          ], environment: ["XDG_STATE_HOME": state.path])
      }
      #expect(run.status == 2, "\(run.errors)")
      #expect(run.output.contains("\"result\" : \"\(example.result)"), "\(run.output)")
      let log = try String(contentsOfFile: state.path + "/mcpool/audit.jsonl", encoding: .utf8).split(separator: "\n")
      #expect(log.count == 2 && log.last?.contains("\"result\":\"\(example.result)") == true, "\(log)")
      #expect(try await flushes(of: server) == example.flushes)
    }
  }

  private func flushes(of server: LocalMemcached) async throws -> Int? {
    struct Stats: Decodable { let total: [String: Int] }
    let run = await CommandRun(["stats", "-o", "json", "--server", server.name])
    return try JSONDecoder().decode(Stats.self, from: Data(run.output.utf8)).total["cmd_flush"]
  }
}
