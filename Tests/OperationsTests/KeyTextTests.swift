import Operations
import Testing

@Suite("Keys in JSON") struct KeyTextTests {
  @Test func textStaysAsItIs() {
    #expect(KeyText(Array("memc.sess.key.é%41".utf8)).text == "memc.sess.key.é%41")
    #expect(!KeyText(Array("a%FF".utf8)).isPercentEncoded)
  }

  @Test func bytesThatAreNoTextAreEncodedWhole() {
    let key = KeyText([0x61, 0x25, 0x20, 0xff])
    #expect(key.text == "a%25%20%FF" && key.isPercentEncoded)
  }
}
