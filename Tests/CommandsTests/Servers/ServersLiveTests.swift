import FoundationEssentials
import LiveTrait
import Testing

/// Each cell of docs/servers.md is asked of a real, an old or a broken server. `MCPOOL_RECORD=1` writes the cells anew.
@Suite("docs/servers.md is true", .live, .timeLimit(.minutes(5))) struct ServersLiveTests {
  static let scenarios = Scenario.transports + Scenario.features + Scenario.faults
  static let isRecording = ProcessInfo.processInfo.environment["MCPOOL_RECORD"] == "1"

  @Test(arguments: scenarios, Question.allCases)
  func cell(_ scenario: Scenario, _ question: Question) async throws {
    if Self.isRecording { return }
    let written = try ServersTable().cell(scenario, question)
    #expect(try await question.answer(scenario) == written)
  }

  @Test("The page has these rows and no others")
  func rows() async throws {
    if Self.isRecording { try await record() }
    #expect(Set(try ServersTable().cells.keys) == Set(Self.scenarios.map(\.name)))
  }

  private func record() async throws {
    let rows = try await withThrowingTaskGroup(of: (String, [String]).self) { rows in
      for scenario in Self.scenarios {
        rows.addTask {
          var row: [String] = []
          for question in Question.allCases { row.append(try await question.answer(scenario)) }
          return (scenario.name, row)
        }
      }
      return try await rows.reduce(into: [String: [String]]()) { $0[$1.0] = $1.1 }
    }
    try ServersTable.record(rows)
  }
}

extension Scenario: CustomTestStringConvertible {
  var testDescription: String { name }
}
