import Advice
import FoundationEssentials
import Glibc
import LocalPool
import Testing

@testable import Commands

@Suite("config lint") struct LintTests {
  private static let broken = """
    session.save_handler = memcached
    session.save_path = "10.0.0.1:11211;10.0.0.2:11211"
    memcached.sess_sasl_password = hunter2
    mcpool.extension_release = 3.2.0

    """

  private func lint(_ ini: String, _ words: [String] = []) async -> CommandRun {
    await CommandRun(["config", "lint", "--ini", "-"] + words, input: Array(ini.utf8))
  }

  private struct Found: Decodable {
    var code: String?
    var severity: String
    var message: String
    var effect: String
    var cure: String
    var source: String?
    var line: Int?
  }

  @Test func everyFaceHasTheSameFindings() async throws {
    let json = await lint(Self.broken, ["-o", "json"])
    let found = try JSONDecoder().decode([Found].self, from: Data(json.output.utf8))
    let first = try #require(found.first { $0.code == "MC201" })
    #expect(first.severity == "warning" && first.source == "standard input" && first.line == 2)
    let codes = found.compactMap(\.code)
    let lines = await lint(Self.broken, ["-o", "jsonl"]).output.split(separator: "\n")
    #expect(try lines.map { try JSONDecoder().decode(Found.self, from: Data($0.utf8)).code } == codes)
    let csv = await lint(Self.broken, ["-o", "csv"]).output.split(separator: "\n")
    #expect(csv.first == "code,severity,source,line,message,effect,cure")
    #expect(csv.dropFirst().map { $0.prefix(5) } == codes.map { $0[...] })
    let table = await lint(Self.broken)
    for code in codes { #expect(table.output.contains(" \(code) standard input:")) }
    #expect(table.output.hasSuffix("says more\n"))
    #expect([json.status, table.status] == [1, 1])
  }

  @Test(
    "How it ends",
    arguments: [
      ("session.save_handler = files", 78),
      ("session.save_handler = files\nsession.save_path = tcp://10.0.0.1:11211?weight=1", 78), ("x = a(b)", 78),
      ("session.save_handler = memcache\nsession.save_path = \"\"", 1),
      ("session.save_handler = memcache\nsession.save_path = \"tcp://a:1?weight=0\"", 78),
      (
        """
        session.save_handler = memcached
        session.save_path = "10.0.0.1:11211,10.0.0.2:11211"
        memcached.sess_locking = Off
        memcached.sess_connect_timeout = 250
        """, 0
      ),
      ("php_value[session.save_path] = a:1", 1),
      ("[a]\nlisten = 1\n[b]\nlisten = 2", 78),
    ])
  func ends(_ ini: String, _ status: Int32) async {
    #expect(await lint(ini).status == status)
  }

  @Test(
    "A file with which php-fpm does not start is a finding, and the others are looked at",
    arguments: [
      "table", "json", "jsonl", "csv", "sarif",
    ])
  func refusedFiles(_ format: String) async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let (shop, pool) = (folder.path + "/shop.ini", folder.path + "/www.conf")
    try Self.broken.write(toFile: shop, atomically: false, encoding: .utf8)
    try "[www]\nphp_value[session.save_path] = tcp://a:1?weight=1\n".write(
      toFile: pool, atomically: false, encoding: .utf8)
    let run = await CommandRun(["config", "lint", "--ini", shop, "--ini", pool, "-o", format])
    #expect(run.status == 1 && run.errors.isEmpty, "\(run.errors)")
    for text in ["MC109", "www.conf", "php-fpm refuses to start", "quotes must close", "MC201", "shop.ini"] {
      #expect(run.output.contains(text), "\(text)")
    }
    let alone = await CommandRun(["config", "lint", "--ini", pool, "-o", "json"])
    let found = try JSONDecoder().decode([Found].self, from: Data(alone.output.utf8))
    #expect(alone.status == 1 && found.map(\.code) == ["MC109"])
    #expect(found.first?.source == pool && found.first?.line == 2 && found.first?.severity == "critical")
    let named = await CommandRun(["config", "lint", "--ini", pool, "--fpm-pool", "www"])
    #expect(named.status == 1 && named.output.contains("MC109"))
  }

  @Test(
    "What is to be stated is worded for the file in which it is missing",
    arguments: [
      (
        "www.conf",
        "[www]\nphp_value[session.save_handler] = memcache\nphp_value[session.save_path] = \"tcp://a:1,tcp://b:1\"",
        "php_value[mcpool.guard] = HOST", "php_value[mcpool.extension_release] = 8.2"
      ),
      (
        ".htaccess", "php_value session.save_handler memcache\nphp_value session.save_path tcp://a:1,tcp://b:1",
        "mcpool.guard = HOST in a php.ini file", "mcpool.extension_release = 8.2 in a php.ini file"
      ),
      (
        "php.ini", "session.save_handler = memcache\nsession.save_path = \"tcp://a:1,tcp://b:1\"",
        "say so: mcpool.guard = HOST", "state it: mcpool.extension_release = 8.2"
      ),
    ])
  func ownDirectives(_ name: String, _ text: String, _ guarded: String, _ release: String) async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try (text + "\n").write(toFile: folder.path + "/" + name, atomically: false, encoding: .utf8)
    let run = await CommandRun(["config", "lint", "--ini", folder.path + "/" + name, "-o", "json"])
    let found = try JSONDecoder().decode([Found].self, from: Data(run.output.utf8))
    for (code, words) in [("MC210", guarded), ("MC301", release)] {
      let cure = try #require(found.first { $0.code == code }).cure
      #expect(cure.contains(words), "\(cure)")
    }
    // Followed to the letter it is read.
    guard name == "www.conf" else { return }
    try "\(text)\n\(guarded)\n\(release)\n".write(
      toFile: folder.path + "/" + name, atomically: false, encoding: .utf8)
    let again = await CommandRun(["config", "lint", "--ini", folder.path + "/" + name])
    #expect(!again.output.contains("MC210") && !again.output.contains("MC301") && !again.output.contains("MC109"))
  }

  @Test func aPrefixMadeFromTheSiteNeedsNoName() async throws {
    let run = await lint(
      """
      session.save_handler = memcache
      session.save_path = "tcp://a:1"
      memcache.session_prefix_host_key = 1
      memcache.session_prefix_host_key_remove_subdomain = 1
      """)
    #expect(run.status == 1)
    #expect(run.output.contains("MC106"))
  }

  @Test(arguments: LintRule.all) func rulesAreExplained(_ rule: LintRule) async throws {
    let run = await CommandRun(["config", "lint", "--explain", rule.code.lowercased()])
    #expect(run.status == 0 && run.errors.isEmpty)
    #expect(run.output.hasPrefix("\(rule.code) \(rule.severity)"))
    #expect(run.output.contains(rule.measured))
    let json = await CommandRun(["config", "lint", "--explain", rule.code, "-o", "jsonl"])
    #expect(json.output.contains("\"title\":"))
  }

  @Test func optionsThatContradictEachOtherAreRefused() async {
    for words in [["--write"], ["--fix", "-o", "json"], ["--explain", "MC101", "--fix"], ["--server", "a:1"]] {
      #expect(await CommandRun(["config", "lint"] + words).status == 64, "\(words)")
    }
    let unknown = await CommandRun(["config", "lint", "--explain", "MC999"])
    #expect(unknown.status == 64 && unknown.errors.contains("MC101") && unknown.errors.contains("MC305"))
  }

  @Test func codesAreCompleted() {
    let line = CommandLineSoFar(["mcpool", "config", "lint", "--explain", ""], index: 4, prefix: "")
    #expect(CompletionCandidates(line: line, environment: [:]).lintCodes == LintRule.all.map(\.code))
  }
}

/// The structure that SARIF 2.1.0 (OASIS, chapter 3) requires of what is written here.
@Suite("config lint in SARIF") struct SarifTests {
  private struct Log: Decodable {
    struct Message: Decodable {
      var text: String
    }

    struct Rule: Decodable {
      struct Configuration: Decodable {
        var level: String
      }

      var id: String
      var shortDescription: Message
      var fullDescription: Message
      var help: Message
      var defaultConfiguration: Configuration
    }

    struct Driver: Decodable {
      var name: String
      var version: String
      var rules: [Rule]
    }

    struct Tool: Decodable {
      var driver: Driver
    }

    struct Artifact: Decodable {
      var uri: String
    }

    struct Region: Decodable {
      var startLine: Int
    }

    struct Physical: Decodable {
      var artifactLocation: Artifact
      var region: Region
    }

    struct Logical: Decodable {
      var name: String
    }

    struct Location: Decodable {
      var physicalLocation: Physical?
      var logicalLocations: [Logical]?
    }

    struct Result: Decodable {
      var ruleId: String
      var ruleIndex: Int
      var level: String
      var message: Message
      var locations: [Location]
    }

    struct Run: Decodable {
      var tool: Tool
      var results: [Result]
      var columnKind: String
    }

    private enum CodingKeys: String, CodingKey {
      case schema = "$schema"
      case version, runs
    }

    var schema: String
    var version: String
    var runs: [Run]
  }

  private func log(_ words: [String], input: String = "") async throws -> Log.Run {
    let run = await CommandRun(["config", "lint", "-o", "sarif"] + words, input: Array(input.utf8))
    let log = try JSONDecoder().decode(Log.self, from: Data(run.output.utf8))
    #expect(log.version == "2.1.0" && log.schema.contains("sarif-2.1.0"))
    return try #require(log.runs.first)
  }

  @Test func hasWhatTheStandardRequires() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = folder.path + "/my shop%.ini"
    try """
    session.save_handler = memcache
    session.save_path = "tcp://127.0.0.1:11211, tcp://b:11211"
    session.lazy_write = On
    """.write(toFile: path, atomically: false, encoding: .utf8)
    let run = try await log(["--ini", path, "-d", "memcache.session_redundancy=0", "--extension-release", "8.0"])
    #expect(run.tool.driver.name == "mcpool" && !run.tool.driver.version.isEmpty)
    #expect(run.columnKind == "unicodeCodePoints")
    let ids = run.tool.driver.rules.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(ids.contains("MC208") && ids.contains("MC237") && ids.contains("MC305"))
    for rule in run.tool.driver.rules {
      #expect(["error", "warning", "note"].contains(rule.defaultConfiguration.level))
      #expect(![rule.shortDescription.text, rule.fullDescription.text, rule.help.text].contains(""))
    }
    for result in run.results {
      #expect(ids[result.ruleIndex] == result.ruleId)
      #expect(["error", "warning", "note"].contains(result.level))
      #expect(!result.message.text.isEmpty)
      let location = try #require(result.locations.first)
      let place = try #require(location.physicalLocation)
      #expect(place.artifactLocation.uri == "file://\(folder.path)/my%20shop%25.ini")
      #expect(place.region.startLine >= 1)
      #expect(location.logicalLocations?.isEmpty != true)
    }
    let refused = try #require(run.results.first { $0.ruleId == "MC237" })
    #expect(refused.locations.first?.logicalLocations?.first?.name == "-d")
    #expect(refused.locations.first?.physicalLocation?.region.startLine == 1)
    let local = try #require(run.results.first { $0.ruleId == "MC207" })
    #expect(local.locations.first?.physicalLocation?.region.startLine == 2)
  }

  @Test func aConfigurationWithoutAPoolIsAResultToo() async throws {
    let run = try await log(["--ini", "-"], input: "session.save_handler = files\n")
    #expect(run.results.map(\.ruleId) == ["no-pool"])
    #expect(run.tool.driver.rules.map(\.id) == ["no-pool"])
    // Code hosts refuse a result without a place in a file.
    let unset = try await log(["--ini", "-"], input: "session.name = S\n")
    #expect(unset.results.map(\.ruleId) == ["no-pool"])
    let place = try #require(unset.results.first?.locations.first)
    #expect(place.physicalLocation?.artifactLocation.uri == "standard%20input")
    #expect(place.physicalLocation?.region.startLine == 1)
    #expect(place.logicalLocations?.map(\.name) == ["PHP's default"])
  }

  @Test func withoutAnyFileTheOptionIsThePlace() async throws {
    let run = try await log(["--handler", "memcached", "-d", "session.save_path=\"a:1;b:1\""])
    let place = try #require(run.results.first { $0.ruleId == "MC201" }?.locations.first)
    #expect(place.physicalLocation == nil && place.logicalLocations?.map(\.name) == ["-d"])
  }

  @Test("What came from standard input has a URI without blanks, and a relative path stays one")
  func places() async throws {
    let text = "session.save_handler = memcached\nsession.save_path = \"a:1;b:1\"\n"
    let input = try await log(["--ini", "-"], input: text)
    let place = try #require(input.results.first { $0.ruleId == "MC201" }?.locations.first?.physicalLocation)
    #expect(place.artifactLocation.uri == "standard%20input" && place.region.startLine == 2)
  }

  @Test func nothingFoundIsAnEmptyList() async throws {
    let run = try await log(
      ["--ini", "-"],
      input: """
        session.save_handler = memcached
        session.save_path = "10.0.0.1:11211,10.0.0.2:11211"
        memcached.sess_locking = Off
        memcached.sess_connect_timeout = 250
        mcpool.extension_release = 3.2.0
        """)
    #expect(run.results.isEmpty)
  }
}
