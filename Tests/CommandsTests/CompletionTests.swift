import FoundationEssentials
import LiveTrait
import LocalPool
import MemcacheClient
import Testing

@testable import Commands

@Suite("A command line that is being typed") struct CommandLineSoFarTests {
  private func line(_ words: String..., current: String = "") -> CommandLineSoFar {
    CommandLineSoFar(["mcpool"] + words + [current], index: words.count + 1, prefix: current)
  }

  @Test func poolOptionsAreFoundAmongOthers() throws {
    let options = try #require(line("locate", "--down", "a", "-p", "shop", "--verify", "x", "-d", "a=b").pool)
    #expect(options.pool == ["shop"] && options.define == ["a=b"])
    #expect(try #require(line("stats", "--pool=shop", "--no-such-option").pool).pool == ["shop"])
  }

  @Test func anOptionWithoutItsValueIsPassedOver() throws {
    #expect(try #require(line("stats", "-p", "shop", "--fpm-pool").pool).pool == ["shop"])
  }

  @Test func contradictionsNameNoPool() {
    #expect(line("stats", "--server", "a:1", "--handler", "memcache").pool == nil)
    #expect(line("stats", "--handler", "redis").pool == nil)
  }

  @Test(arguments: [
    (#"'a b'"#, "a b"), (#""a b"#, "a b"), (#"a\ b"#, "a b"), (#"a"b'c"d"#, "ab'cd"), (#"'a\b'"#, #"a\b"#), ("", ""),
  ]) func quotesAreTakenOff(_ typed: String, _ word: String) {
    #expect(line("stats", typed).words.last == word)
    #expect(line("stats", current: typed).current == word)
  }

  @Test func standardInputIsLeftAlone() {
    let candidates = CompletionCandidates(line: line("stats", "--ini", "-"), environment: [:])
    #expect(candidates.nodes.isEmpty)
  }

  @Test func fieldsOfAListAreOfferedOnce() {
    let candidates = CompletionCandidates(line: line("stats", "--fields", current: "pid,up"), environment: [:])
    #expect(candidates.statsFields.contains("pid,uptime"))
    #expect(!candidates.statsFields.contains("pid,pid"))
  }
}

@Suite("Words that are no commands") struct UnknownCommandTests {
  @Test(arguments: [
    (["stat"], "mcpool stats"), (["lcoate", "abc"], "mcpool locate"), (["config", "shwo"], "mcpool config show"),
    (["help", "flsh"], "mcpool flush"), (["conf"], "mcpool config"),
  ]) func theNearestIsNamed(_ words: [String], _ meant: String) async {
    let run = await CommandRun(words)
    #expect(run.status == 64)
    #expect(run.errors.contains("try: \(meant)\n"))
  }

  @Test func whereNothingIsNearTheListIsNamed() async {
    let run = await CommandRun(["xyzzy"])
    #expect(run.status == 64)
    #expect(run.errors.contains("no command 'xyzzy'") && run.errors.contains("mcpool --help"))
  }

  @Test(arguments: [["help", "config", "show"], ["help", "exit-codes"], ["config", "--help"], ["help", "help"]])
  func helpIsNoMistake(_ words: [String]) async {
    #expect(await CommandRun(words).status == 0)
  }
}

/// The lists that completion offers, against the programs that they speak of.
@Suite("Completion lists", .live) struct CompletionListsLiveTests {
  @Test func everyDirectiveOfPHPIsOffered() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let script = """
      <?php
      foreach (['session', 'memcache', 'memcached'] as $extension)
        foreach (ini_get_all($extension) as $name => $_) echo "$name\\n";
      """
    try script.write(toFile: folder.path + "/list.php", atomically: true, encoding: .utf8)
    try "".write(toFile: folder.path + "/php.ini", atomically: true, encoding: .utf8)
    let run = try await LocalPHP.run(script: folder.path + "/list.php", ini: folder.path + "/php.ini")
    let registered = run.output.split(separator: "\n").map(String.init)
    #expect(registered.count > 50)
    #expect(Set(registered).subtracting(DirectiveNames.all).isEmpty)
  }

  @Test func everyFieldIsOneOfMemcacheds() async throws {
    try await withMemcached { server in
      let run = await CommandRun(["stats", "--server", server.name, "-o", "json"])
      for field in StatsFields.general { #expect(run.output.contains("\"\(field)\" :")) }
    }
  }
}
