import Testing

@testable import Commands

/// A command is parsed by itself where that goes well, and must not show it where it does not.
@Suite("Help names a command by its whole path") struct HelpTests {
  @Test(arguments: [["stats"], ["flush"], ["config", "show"], ["config", "diff"], ["config", "convert"]])
  func help(_ path: [String]) async {
    let asked = await CommandRun(path + ["--help"])
    #expect(asked.status == 0)
    #expect(asked.output.contains("USAGE: mcpool \(path.joined(separator: " "))"))
    #expect(asked.output.contains("--version"))
    #expect(await CommandRun(["help"] + path).output == asked.output)
  }

  @Test("So does a mistake in its options")
  func mistake() async {
    let run = await CommandRun(rawWords: [Array("stats".utf8), Array("--bogus".utf8)])
    #expect(run.status == 64)
    #expect(run.errors.contains("Unknown option '--bogus'"))
    #expect(run.errors.contains("See 'mcpool stats --help'"))
  }

  @Test("A command knows the version too")
  func version() async {
    #expect(await CommandRun(["stats", "--version"]).output == "\(Mcpool.version)\n")
  }
}
