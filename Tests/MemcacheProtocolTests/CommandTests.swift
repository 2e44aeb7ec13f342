import MemcacheProtocol
import Testing

@Suite("Commands as bytes") struct CommandTests {
  @Test(arguments: [
    (Command.version, "version\r\n"),
    (.noOperation, "mn\r\n"),
    (.stats(group: nil), "stats\r\n"),
    (.stats(group: "detail dump"), "stats detail dump\r\n"),
    (.flushAll, "flush_all\r\n"),
    (.metaGet(key: Array("k1".utf8), []), "mg k1 f s t l h u\r\n"),
    (.metaGet(key: Array("k1".utf8), [.cas, .value]), "mg k1 f s t l h u c v\r\n"),
    (.set(key: Array("k1".utf8), flags: 7, lifetime: nil, value: Array("a\r\nb".utf8)), "set k1 7 0 4\r\na\r\nb\r\n"),
    (.set(key: Array("k1".utf8), flags: 0, lifetime: .seconds(60), value: []), "set k1 0 60 0\r\n\r\n"),
    (.delete(key: Array("k1".utf8)), "delete k1\r\n"),
    (.metadump(.hash), "lru_crawler metadump hash\r\n"),
    (.metadump(.all), "lru_crawler metadump all\r\n"),
  ])
  func encodes(_ command: Command, _ text: String) {
    var bytes: [UInt8] = []
    command.encode(into: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == text)
  }

  @Test("Part of a second never becomes a lifetime of 0, which would mean for ever")
  func shortLifetime() {
    var bytes: [UInt8] = []
    Command.set(key: [0x6b], flags: 0, lifetime: .milliseconds(1), value: []).encode(into: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "set k 0 1 0\r\n\r\n")
  }

  @Test(
    "Keys that the server would read as something else are told",
    arguments: [
      ("", false), ("a b", false), ("a\r\nflush_all", false), ("a\tb", false), ("a\u{0}", false),
      (String(repeating: "k", count: 251), false), (String(repeating: "k", count: 250), true),
      ("memc.sess.key.ü", true),
    ])
  func keys(_ key: String, _ accepted: Bool) {
    #expect(Command.accepts(key: Array(key.utf8)) == accepted)
  }

  @Test(arguments: [("items", true), ("detail on", true), ("", false), ("items\r\nflush_all", false)])
  func groups(_ group: String, _ accepted: Bool) {
    #expect(Command.accepts(group: group) == accepted)
  }

  @Test(
    "More than 30 days would be taken for a date",
    arguments: [
      (Duration.seconds(2_592_000), true), (.seconds(2_592_001), false), (.zero, false), (.milliseconds(1), true),
    ])
  func lifetimes(_ lifetime: Duration, _ accepted: Bool) {
    #expect(Command.accepts(lifetime: lifetime) == accepted)
  }

  @Test("Logs get neither values nor whole session ids")
  func description() {
    let key = Array("memc.sess.key.0123456789abcdef0123456789abcdef".utf8)
    let set = Command.set(key: key, flags: 1, lifetime: .seconds(9), value: Array("secret".utf8))
    #expect(set.description == "set memc.sess.key.012345… 1 9 6")
    #expect(Command.metaGet(key: Array("abcdef".utf8), []).description == "mg abc… f s t l h u")
    #expect(Command.delete(key: [0x1b, 0x5b, 0x41, 0x42]).description == "delete \\x1b[…")
  }
}
