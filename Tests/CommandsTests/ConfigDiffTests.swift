import FoundationEssentials
import LocalPool
import Testing

@Suite("config diff and config convert") struct ConfigDiffTests {
  /// Runs `body` in a folder with these files.
  private func withFiles(_ files: [String: String], _ body: (String) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    for (name, text) in files {
      try text.write(toFile: folder.path + "/" + name, atomically: false, encoding: .utf8)
    }
    try await body(folder.path + "/")
  }

  private static let web1 = """
    session.save_handler = memcached
    session.save_path = "10.0.0.1:11211,10.0.0.2:11211"
    mcpool.extension_release = 3.2.0
    """
  private static let web2 = """
    session.save_handler = memcached
    session.save_path = "10.0.0.1:11211,10.0.0.2:11211,10.0.0.3:11211"
    session.gc_maxlifetime = 60
    mcpool.extension_release = 3.2.0
    """

  @Test("Web servers that agree end with 0, others with 1 and a line on both sides")
  func verdicts() async throws {
    try await withFiles(["web1.ini": Self.web1, "web2.ini": Self.web2]) { folder in
      let same = await CommandRun(["config", "diff", folder + "web1.ini", folder + "web1.ini"])
      #expect(same.status == 0 && same.output.contains("agree: every session"))
      #expect(same.errors.isEmpty)
      let other = await CommandRun(["config", "diff", folder + "web1.ini", folder + "web2.ini"])
      #expect(other.status == 1)
      #expect(other.output.contains("disagree on "))
      #expect(other.output.contains("  \(folder)web1.ini:2: 2 servers, without 10.0.0.3:11211\n"))
      #expect(other.output.contains("  \(folder)web2.ini:3: 60 s\n"))
    }
  }

  @Test("The promises of the JSON")
  func json() async throws {
    struct Document: Decodable {
      struct Pair: Decodable {
        struct Move: Decodable {
          var from: String
          var to: String
          var share: Double
        }
        var a: String
        var b: String
        var share: Double
        var moves: [Move]
      }
      struct Difference: Decodable {
        struct Value: Decodable {
          var pool: String
          var value: String
          var source: String?
          var line: Int?
        }
        var name: String
        var severity: String
        var values: [Value]
      }
      var agree: Bool
      var disagreeing: Double
      var pairs: [Pair]
      var differences: [Difference]

      private enum CodingKeys: String, CodingKey {
        case agree, pairs, differences
        case disagreeing = "sessions_that_disagree"
      }
    }
    try await withFiles(["web1.ini": Self.web1, "web2.ini": Self.web2]) { folder in
      let run = await CommandRun(["config", "diff", folder + "web1.ini", folder + "web2.ini", "-o", "json"])
      let document = try JSONDecoder().decode(Document.self, from: Data(run.output.utf8))
      #expect(!document.agree && document.pairs.count == 1)
      #expect(document.disagreeing == document.pairs[0].share && document.pairs[0].share > 0.2)
      #expect(document.pairs[0].a.hasSuffix("web1.ini") && document.pairs[0].b.hasSuffix("web2.ini"))
      #expect(Set(document.pairs[0].moves.map(\.to)) == ["10.0.0.3:11211"])
      #expect(document.differences.map(\.name) == ["servers", "lifetime"])
      #expect(document.differences[1].values.map(\.line) == [nil, 3])
    }
  }

  @Test("Pools are named, files, folders or standard input; --map makes one server of two names")
  func sources() async throws {
    let named = Self.web1.replacing("10.0.0.2", with: "cache2")
    try await withFiles(["shop.ini": Self.web1, "web2.ini": named]) { folder in
      let environment = ["HOME": "/nonexistent", "MCPOOL_PATH": folder]
      let input = await CommandRun(
        ["config", "diff", "shop", "-"], input: Array(Self.web1.utf8), environment: environment)
      #expect(input.status == 0, "\(input.errors)\(input.output)")
      let map = ["--map", "cache2:11211=10.0.0.2:11211"]
      let mapped = await CommandRun(["config", "diff", "shop", folder + "web2.ini"] + map, environment: environment)
      #expect(mapped.output.contains("critical spelling: "))
      #expect(!mapped.output.contains("critical servers: "))
      let unmapped = await CommandRun(["config", "diff", "shop", folder + "web2.ini"], environment: environment)
      #expect(unmapped.output.contains("critical servers: "))
    }
  }

  @Test(
    "What is no pool is said by its name",
    arguments: [
      (["one.ini"], 64), (["one.ini", "nobody"], 66), (["one.ini", "/nonexistent/x.ini"], 66),
      (["one.ini", "broken.ini"], 78), (["-", "-"], 64), (["--ini", "one.ini", "one.ini", "one.ini"], 64),
      (["one.ini", "one.ini", "--map", "10.9.9.9:11211=10.0.0.1:11211"], 64),
    ])
  func refused(_ words: [String], _ status: Int) async throws {
    let broken = "session.save_handler = memcache\nsession.save_path = \"\"\n"
    try await withFiles(["one.ini": Self.web1, "broken.ini": broken]) { folder in
      let paths = words.map { $0.hasSuffix(".ini") && !$0.hasPrefix("/") ? folder + $0 : $0 }
      let run = await CommandRun(["config", "diff"] + paths)
      #expect(Int(run.status) == status, "\(run.errors)")
      #expect(run.output.isEmpty && !run.errors.isEmpty)
    }
  }

  @Test("Made-up ids are the first pool's, and where others differ that is said")
  func generatedIDs() async throws {
    let debian = "\nsession.sid_length = 26\nsession.sid_bits_per_character = 5"
    let other = """
      session.save_handler = memcache
      session.save_path = "tcp://10.0.0.1:11211,tcp://10.0.0.2:11211"
      mcpool.extension_release = 8.0
      """
    let files = ["web1.ini": Self.web1 + debian, "web2.ini": other, "web3.ini": other + debian, "web4.ini": Self.web1]
    try await withFiles(files) { folder in
      func basis(_ a: String, _ b: String) async -> String? {
        let run = await CommandRun(["config", "diff", folder + a, folder + b])
        return run.output.split(separator: "\n").first { $0.hasPrefix("counted on ") }.map(String.init)
      }
      let counted = "counted on 40,000 generated ids"
      let long = " of 26 characters of 5 bits"
      #expect(await basis("web1.ini", "web3.ini") == "\(counted)\(long) (within 0.5 points)")
      #expect(
        await basis("web1.ini", "web2.ini")
          == "\(counted)\(long), as \(folder)web1.ini makes them and others do not (within 0.5 points)")
      #expect(await basis("web4.ini", "web2.ini") == "\(counted) (within 0.5 points)")
    }
  }

  @Test("Nothing is printed where nothing is equal, and standard error says why")
  func convert() async throws {
    try await withFiles(["web.ini": Self.web1]) { folder in
      let refused = await CommandRun(["config", "convert", "--to", "twemproxy", "--ini", folder + "web.ini"])
      #expect(refused.status == 1 && refused.output.isEmpty)
      #expect(refused.errors.contains("ketama_weighted on all web servers"))
      let equal = await CommandRun([
        "config", "convert", "--to", "twemproxy", "--ini", folder + "web.ini", "-d", "memcached.sess_prefix=", "-d",
        "memcached.sess_consistent_hash_type=ketama_weighted",
      ])
      #expect(equal.status == 0 && equal.output.contains("    - 10.0.0.2:11211:1 10.0.0.2\n"))
      #expect(equal.errors.contains("equal: 40,000 ids"))
      let same = await CommandRun(["config", "convert", "--to", "memcached", "--ini", folder + "web.ini"])
      #expect(same.status == 64)
    }
  }
}
