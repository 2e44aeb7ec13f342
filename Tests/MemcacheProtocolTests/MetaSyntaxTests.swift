import MemcacheProtocol
import Testing

@Suite("The ways in which mg was spelled") struct MetaSyntaxTests {
  func item(_ value: String?) -> StoredItem {
    var life = StoredItem.Life()
    (life.ttl, life.idle, life.fetched) = (.seconds(99), .seconds(1), true)
    var item = StoredItem()
    (item.flags, item.valueBytes, item.life) = (7, 5, life)
    item.value = value.map { Array($0.utf8) }
    return item
  }

  @Test("1.6.0 to 1.6.9 say OK where later ones say HD")
  func ok() {
    let text = "OK f7 s5 t99 l1 h1\r\nEN\r\n"
    #expect(outcome(of: MetaGetReader(count: 2), [Array(text.utf8)]).reply == .success(ItemBatch([item(nil), nil])))
    #expect(differences(text) { MetaGetReader(count: 2) }.isEmpty)
  }

  @Test("1.5.19 to 1.5.22 put the flags in front of all their values, and end each item with a line of its own")
  func joined() {
    let text = "VA fstlhuv 7 5 99 1 1\r\nEN\r\n.\r\nEN\r\nEN\r\nVA Wfstlhu 7 5 99 1 1\r\nEN\r\nEN\r\n"
    let reply = outcome(of: MetaGetReader(count: 4, .joined), [Array(text.utf8)])
    #expect(reply == Outcome(reply: .success(ItemBatch([item("EN\r\n."), nil, item(nil), nil])), rest: []))
    #expect(differences(text) { MetaGetReader(count: 4, .joined) }.isEmpty)
  }

  @Test(
    "A refusal of the first one is an answer: it tells which spelling the server knows",
    arguments: ["ERROR\r\n", "CLIENT_ERROR incorrect number of tokens supplied\r\n"])
  func refused(_ text: String) throws {
    let reply = try #require(outcome(of: MetaGetReader(count: 9), [Array(text.utf8)]).reply)
    #expect(throws: ErrorReply.self) { try reply.get() }
    #expect(differences(text) { MetaGetReader(count: 9) }.isEmpty)
  }

  @Test(
    "Broken answers are told",
    arguments: [
      "VA fs 7\r\n", "VA fs 7 x\r\n", "VA f 7 8\r\n", "VA f  7\r\n", "VA sv 4294967295\r\n", "VA sv 1\r\nxy\r\n",
      "VA f 7\r\nVA f 7\r\n", "VA f 7\r\nERROR\r\n", "HD f7\r\n", "VA t 99999999999\r\n",
    ])
  func broken(_ text: String) {
    for pieces in cuts(Array(text.utf8)) {
      #expect(outcome(of: MetaGetReader(count: 2, .joined), pieces).error != nil)
    }
  }

  @Test(arguments: [
    (Command.metaGet(key: [0x6b], [], .joined), "mg k fstlhu\r\n"),
    (.metaGet(key: [0x6b], [.cas, .value], .joined), "mg k fstlhucv\r\n"),
    (.get(keys: [[0x6b], [0x6c]]), "gets k l\r\n"),
  ])
  func encodes(_ command: Command, _ text: String) {
    var bytes: [UInt8] = []
    command.encode(into: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == text)
  }
}
