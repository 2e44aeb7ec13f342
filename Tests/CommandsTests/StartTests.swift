import ArgumentParser
import Testing

@testable import Commands

/// What every start of the process pays for, whatever the command.
@Suite("Starting") struct StartTests {
  @Test("Every command states its name: deriving one from its type takes reflection, for each command at each start")
  func namesAreStated() {
    var waiting: [any ParsableCommand.Type] = [Mcpool.self]
    var unnamed: [String] = []
    while let command = waiting.popLast() {
      if command.configuration.commandName == nil { unnamed.append("\(command)") }
      waiting += command.configuration.subcommands + command.configuration.groupedSubcommands.flatMap(\.subcommands)
    }
    #expect(unnamed.isEmpty)
  }
}
