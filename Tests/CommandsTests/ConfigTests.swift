import FoundationEssentials
import LocalPool
import Testing

@testable import Commands

@Suite("config show and config get") struct ConfigTests {
  private struct Shown: Decodable {
    struct Finding: Decodable {
      var code: String?
      var severity: String
      var effect: String
      var cure: String
      var line: Int?
    }

    struct Node: Decodable {
      var node: String
      var share: Double?
    }

    struct Release: Decodable {
      var value: String?
      var provenance: String?
    }

    var nodes: [Node]
    var warnings: [Finding]
    var release: Release
  }

  /// Shows a php.ini that comes on standard input.
  private func show(_ ini: String, _ words: [String] = []) async throws -> (run: CommandRun, shown: Shown) {
    let run = await CommandRun(["config", "show", "--ini", "-", "-o", "json"] + words, input: Array(ini.utf8))
    return (run, try JSONDecoder().decode(Shown.self, from: Data(run.output.utf8)))
  }

  @Test func aSanePoolIsFine() async throws {
    let (run, shown) = try await show(
      """
      session.save_handler = memcached
      session.save_path = "10.0.0.1:11211,10.0.0.2:11211,10.0.0.3:11211"
      [mcpool]
      mcpool.extension_release = 3.2.0
      """)
    #expect(run.status == 0, "\(run.errors)")
    #expect(shown.warnings.isEmpty)
    #expect(shown.release.value == "3.2.0" && shown.release.provenance == "stated")
    #expect(abs(shown.nodes.compactMap(\.share).reduce(0, +) - 1) < 1e-9)
  }

  /// The findings that this command promises, each with the code that lint gives it.
  @Test(arguments: [
    ("memcached", "a:1,b:1", ["memcached.sess_persistent=1", "memcached.sess_number_of_replicas=1"], "MC101", 1),
    ("memcached", "a:1;b:1", [], "MC201", 1),
    ("memcache", "tcp://a:1;tcp://b:1", [], "MC201", 1),
    ("memcache", "", [], "MC102", 78),
    ("memcache", "tcp://a:1,tcp://a:1", [], "MC103", 78),
    ("memcache", "tcp://a:1?weight=32768,tcp://b:1", ["memcache.hash_strategy=standard"], "MC104", 78),
    ("memcache", "tcp://a:1,unix:///run/a.sock?weight=0", [], "MC105", 78),
    (
      "memcache", "tcp://a:1",
      ["memcache.session_prefix_host_key=1", "memcache.session_prefix_host_key_remove_subdomain=1"], "MC106", 1
    ),
    ("memcached", "\(String(repeating: "h", count: 1100)):1", [], "MC108", 78),
    ("memcached", "tcp://a:1", [], "MC110", 1),
  ])
  func dangersAreFound(handler: String, path: String, directives: [String], code: String, status: Int32) async throws {
    let (run, shown) = try await show(
      (["session.save_handler = \(handler)", "session.save_path = \"\(path)\""] + directives).joined(separator: "\n"),
      ["--extension-release", handler == "memcache" ? "8.0" : "3.2.0", "--server-name", "shop.example.com"])
    let finding = try #require(shown.warnings.first { $0.code == code }, "\(shown.warnings)")
    #expect(run.status == status)
    #expect(!finding.effect.isEmpty && !finding.cure.isEmpty && finding.line != nil)
  }

  @Test func anUnquotedWeightDropsTheRestOfTheFile() async throws {
    let (run, shown) = try await show(
      """
      session.save_handler = memcache
      session.save_path = tcp://10.0.0.1:11211?weight=1
      memcache.session_redundancy = 3
      """)
    let finding = try #require(shown.warnings.first { $0.code == "MC109" })
    #expect(finding.severity == "critical" && finding.line == 2)
    #expect(finding.effect.contains("memcache.session_redundancy (line 3)"))
    #expect(finding.cure.contains("\"tcp://10.0.0.1:11211?weight=1\""))
    #expect(run.status == 78)
  }

  @Test func anAssumedReleaseIsSaid() async throws {
    let (run, shown) = try await show("session.save_handler = memcached\nsession.save_path = a:1,b:1\n")
    #expect(shown.release.provenance == "assumed")
    #expect(shown.warnings.map(\.code) == ["MC301"])
    #expect(run.status == 0, "an info is no reason to fail")
  }

  @Test func aKeyOfMcpoolsOwnThatItDoesNotKnowIsSaid() async throws {
    let (_, shown) = try await show("session.save_handler = memcached\nsession.save_path = a:1\nmcpool.nonsense = 1\n")
    #expect(shown.warnings.contains { $0.code == "MC236" && $0.line == 3 })
  }

  @Test func passwordsAreHidden() async {
    let ini = Array("memcached.sess_sasl_password = hunter2\n".utf8)
    let hidden = await CommandRun(
      ["config", "get", "--ini", "-", "-o", "csv", "memcached.sess_sasl_password"], input: ini)
    #expect(!hidden.output.contains("hunter2") && hidden.output.contains("(set)"))
    let shown = await CommandRun(
      ["config", "get", "--ini", "-", "-o", "csv", "--reveal", "memcached.sess_sasl_password"], input: ini)
    #expect(shown.output.contains("hunter2"))
    let argument = await CommandRun(["config", "get", "-d", "memcached.sess_sasl_password=x", "session.name"])
    #expect(argument.status == 64)
  }

  @Test func laterSourcesStandOverEarlierOnes() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = folder.path + "/shop.ini"
    try "session.name = POOL\nsession.save_path = pool\n".write(toFile: path, atomically: false, encoding: .utf8)
    let run = await CommandRun(
      [
        "config", "get", "-o", "csv", "-p", "shop", "--ini", "-", "-d", "session.gc_maxlifetime=3", "--save-path",
        "literal",
        "session.name", "session.save_path", "session.gc_maxlifetime", "session.lazy_write",
      ],
      input: Array("session.name = INI\nsession.gc_maxlifetime = 2\nsession.save_path = ini\n".utf8),
      environment: ["MCPOOL_PATH": folder.path])
    #expect(
      run.output == """
        name,source,line,value
        session.name,standard input,1,INI
        session.save_path,--save-path,0,literal
        session.gc_maxlifetime,-d,0,3
        session.lazy_write,,,

        """)
    #expect(run.status == 1, "one of them is set nowhere")
  }

  @Test func anFPMPoolThatIsNotThereIsSaid() async {
    let run = await CommandRun(
      ["config", "get", "--ini", "fpm:-", "--fpm-pool", "shop", "session.name"],
      input: Array("[www]\nphp_value[session.name] = X\n".utf8))
    #expect(run.status == 78)
    #expect(run.errors.contains("'shop'") && run.errors.contains("www"))
  }
}
