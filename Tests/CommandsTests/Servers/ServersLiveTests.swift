import FoundationEssentials
import LiveTrait
import Testing

/// Each cell of docs/servers.md is asked of a real, an old or a broken server. `MCPOOL_RECORD=1` writes the cells anew.
@Suite("docs/servers.md is true", .live, .timeLimit(.minutes(10))) struct ServersLiveTests {
  @Test(.serialized, arguments: Scenario.transports)
  func transport(_ scenario: Scenario) async throws { try await compare(scenario) }

  @Test(.serialized, arguments: Scenario.features)
  func feature(_ scenario: Scenario) async throws { try await compare(scenario) }

  @Test(.serialized, arguments: Scenario.faults)
  func fault(_ scenario: Scenario) async throws { try await compare(scenario) }

  private func compare(_ scenario: Scenario) async throws {
    let found = try await scenario.row()
    if ProcessInfo.processInfo.environment["MCPOOL_RECORD"] == "1" { try ServersTable.record(found, of: scenario) }
    let written = try #require(try ServersTable().cells[scenario.name])
    try #require(written.count == found.count)
    for (index, question) in Question.allCases.enumerated() {
      #expect(found[index] == written[index], "\(question.rawValue)")
    }
  }

  @Test("The page has these rows and no others")
  func rows() throws {
    #expect(
      Set(try ServersTable().cells.keys) == Set((Scenario.transports + Scenario.features + Scenario.faults).map(\.name))
    )
  }
}

extension Scenario: CustomTestStringConvertible {
  var testDescription: String { name }
}
