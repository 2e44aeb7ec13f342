import MemcacheProtocol
import Testing

@Suite("Answers to gets") struct ClassicGetReaderTests {
  let keys = ["a", "b", "c", "b"].map { Array($0.utf8) }

  func item(flags: UInt32 = 0, _ value: String, cas: UInt64? = nil, isKept: Bool = true) -> StoredItem {
    var item = StoredItem()
    (item.flags, item.valueBytes, item.cas) = (flags, value.utf8.count, cas)
    if isKept { item.value = Array(value.utf8) }
    return item
  }

  @Test("In the order of the keys, the same key twice; nothing of their life is known")
  func order() {
    let text = "VALUE a 7 6 18446744073709551615\r\nEND\r\nx\r\nVALUE b 0 0 2\r\n\r\nVALUE b 0 0 2\r\n\r\nEND\r\n"
    let found = [item(flags: 7, "END\r\nx", cas: .max), item("", cas: 2), nil, item("", cas: 2)]
    #expect(outcome(of: ClassicGetReader(keys, [.value, .cas]), [Array(text.utf8)]).reply == found)
    #expect(differences(text) { ClassicGetReader(keys, [.value, .cas]) }.isEmpty)
    #expect(found.allSatisfy { $0?.life == nil })
  }

  @Test("A proxy may answer in another order; values that nobody wants are passed over")
  func otherOrder() {
    let text = "VALUE c 0 1\r\nc\r\nVALUE a 0 1\r\na\r\nEND\r\n"
    let found = [item("a", isKept: false), nil, item("c", isKept: false), nil]
    #expect(outcome(of: ClassicGetReader(keys, []), [Array(text.utf8)]).reply == found)
    #expect(differences(text) { ClassicGetReader(keys, []) }.isEmpty)
  }

  @Test("An END for each group of keys")
  func groups() {
    let many = (0..<150).map { Array("k\($0)".utf8) }
    let text = "VALUE k99 0 0 1\r\n\r\nEND\r\nVALUE k100 0 0 1\r\n\r\nEND\r\nMN\r\n"
    let seen = outcome(of: ClassicGetReader(many, []), [Array(text.utf8)])
    #expect(seen.reply?.indices.filter { seen.reply?[$0] != nil } == [99, 100])
    #expect(seen.rest == Array("MN\r\n".utf8))
  }

  @Test(
    "Broken answers and those that nobody asked for are told",
    arguments: [
      "VALUE\r\n", "VALUE \r\n", "VALUE d 0 1 1\r\n", "VALUE a 0 1 1\r\nx\r\nVALUE a 0 1 1\r\nx\r\n", "VALUE a\r\n",
      "VALUE a 0\r\n", "VALUE a x 1 1\r\n", "VALUE a 4294967296 1 1\r\n", "VALUE a 0 -1 1\r\n",
      "VALUE a 0 4294967296\r\n",
      "VALUE a 0 9223372036854775808 1\r\n", "VALUE a 0 99999999999999999999 1\r\n", "VALUE a 0 1 1 1\r\n",
      "VALUE a 0 1 x\r\n", "VALUE a 0 1 1\r\nxy\r\n", "VALUE a  0 1 1\r\n", "VALUE a +0 1 1\r\n", "ERROR\r\n",
      "SERVER_ERROR Connection refused\r\n",
    ])
  func broken(_ text: String) {
    for pieces in cuts(Array(text.utf8)) {
      #expect(outcome(of: ClassicGetReader(keys, [.value]), pieces).error != nil)
    }
  }
}
