import FoundationEssentials
import LiveTrait
import LocalPool
import SessionData
import Testing

/// What both extensions write, with all their serializers and compressions, of data that differ from run to run.
@Suite("Sessions of real PHP", .live, .timeLimit(.minutes(5))) struct SessionDataLiveTests {
  @Test func everySerializerAndCompression() async throws {
    let seed = Int.random(in: 1..<1 << 31)
    let script = #filePath.replacing("SessionDataLiveTests.swift", with: "record.php")
    let output = try await withMemcached(["-I", "8m"]) { server in
      let run = try await LocalPHP.run(script: script, ini: "/dev/null", [String(server.port), String(seed), "40"])
      #expect(run.succeeded, "seed \(seed): \(run.errors)")
      return run.output
    }
    let items = try Recorded.read(output.utf8)
    #expect(items.count == 40 * 16)
    for item in items {
      let content = item.decode()
      let comment: Comment = "seed \(seed): \(item.by) \(item.serializer) \(item.flags) \(item.json.prefix(200))"
      #expect(content.fault == nil, comment)
      #expect(try content.tree.jsonText() == item.expected(), comment)
      #expect(try content.tree.jsonText(.digits17) == item.expected(.digits17), comment)
      if item.isSession { #expect(try item.decode(told: true).tree.jsonText() == item.expected(), comment) }
    }
    let seen = Set(items.map { $0.decode() }.compactMap(\.compression))
    #expect(seen == [.zlib, .fastlz])
  }
}
