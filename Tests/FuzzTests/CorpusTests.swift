import FoundationEssentials
import FuzzTargets
import Testing

/// What `make fuzz` begins with, among it every input that once broke a reader.
@Suite("Committed fuzz inputs") struct CorpusTests {
  @Test(arguments: FuzzTarget.allCases) func holds(_ target: FuzzTarget) throws {
    let folder =
      #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
      + "/Fuzz/corpus/\(target.rawValue)"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(!names.isEmpty)
    for name in names {
      let input = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
      #expect(throws: Never.self, "\(name)") { try target.check(Array(input)) }
    }
  }
}
