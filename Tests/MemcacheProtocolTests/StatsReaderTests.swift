import Testing

@testable import MemcacheProtocol

@Suite("Answers to stats") struct StatsReaderTests {
  static let settings = """
    STAT maxbytes 67108864\r
    STAT domain_socket NULL\r
    STAT memory_file (null)\r
    STAT hash_algorithm murmur3 of 2011\r
    STAT empty \r
    STAT bare\r
    END\r\n
    """

  @Test("Names and values in the server's order, with blanks in values and without values")
  func settings() {
    #expect(
      outcome(of: StatsReader(group: nil), [Array(Self.settings.utf8)]).reply
        == .success([
          Stat(name: "maxbytes", value: "67108864"), Stat(name: "domain_socket", value: "NULL"),
          Stat(name: "memory_file", value: "(null)"), Stat(name: "hash_algorithm", value: "murmur3 of 2011"),
          Stat(name: "empty", value: ""), Stat(name: "bare", value: ""),
        ]))
    #expect(differences(Self.settings) { StatsReader(group: nil) }.isEmpty)
  }

  @Test("No lines", arguments: ["END\r\n", "RESET\r\n"])
  func none(_ text: String) {
    #expect(outcome(of: StatsReader(group: nil), [Array(text.utf8)]).reply == .success([]))
    #expect(differences(text) { StatsReader(group: nil) }.isEmpty)
  }

  @Test(
    "An unknown group is a refusal, junk between the lines is not memcached",
    arguments: [
      ("ERROR\r\n", true), ("STAT a 1\r\n250 OK\r\n", false),
    ])
  func otherLines(_ text: String, _ refused: Bool) {
    let seen = outcome(of: StatsReader(group: nil), [Array(text.utf8)])
    #expect(refused ? seen.reply != nil : seen.error == .foreign(.unknown("250 OK")))
    #expect(differences(text) { StatsReader(group: nil) }.isEmpty)
  }

  @Test(
    "A group that does not grow with its server may take little, counted as it is kept",
    arguments: [(nil, 2 << 20), ("items", 2 << 20), ("conns", 64 << 20)])
  func limits(_ group: String?, _ limit: Int) {
    // Strings of up to 15 bytes take no room of their own.
    let lines = Array(repeating: Array(String(repeating: "STAT pid 1\r\n", count: 1024).utf8), count: limit / 65536 + 1)
    #expect(
      outcome(of: StatsReader(group: group), lines).error == .excessive("more than \(limit) bytes of stats"))
    #expect(outcome(of: StatsReader(group: group), lines.dropLast() + [Array("END\r\n".utf8)]).reply != nil)
  }

  @Test("An answer without end is given up")
  func endless() {
    let lines = Array(repeating: Array("STAT name value\r\n".utf8), count: 100)
    #expect(outcome(of: StatsReader(limit: 500), lines).error == .excessive("more than 500 bytes of stats"))
  }
}
