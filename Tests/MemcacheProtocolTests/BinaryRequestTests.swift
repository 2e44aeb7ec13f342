import MemcacheProtocol
import Testing

@Suite("Requests in binary") struct BinaryRequestTests {
  /// As the 24 bytes of the header, then the rest.
  static let requests: [(BinaryRequest.Command, [UInt8], [UInt8])] = [
    (.noOperation, [0x80, 0x0a, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], []),
    (.version, [0x80, 0x0b, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], []),
    (.stats(group: nil), [0x80, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], []),
    (.stats(group: "items"), [0x80, 0x10, 0, 5, 0, 0, 0, 0, 0, 0, 0, 5], Array("items".utf8)),
    (.get(key: [0x61]), [0x80, 0x0c, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1], [0x61]),
    (.getQuietly(key: [0x61, 0x20]), [0x80, 0x0d, 0, 2, 0, 0, 0, 0, 0, 0, 0, 2], [0x61, 0x20]),
    (.delete(key: [0xff]), [0x80, 0x04, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1], [0xff]),
    (.flushAll, [0x80, 0x08, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], []),
    (
      .set(key: [0x6b], flags: 0x0102_0304, lifetime: .seconds(258), value: [0x0d, 0x0a]),
      [0x80, 0x01, 0, 1, 8, 0, 0, 0, 0, 0, 0, 11], [1, 2, 3, 4, 0, 0, 1, 2, 0x6b, 0x0d, 0x0a]
    ),
    (
      .set(key: [0x6b], flags: 0, lifetime: .milliseconds(1), value: []),
      [0x80, 0x01, 0, 1, 8, 0, 0, 0, 0, 0, 0, 9], [0, 0, 0, 0, 0, 0, 0, 1, 0x6b]
    ),
    (.listMechanisms, [0x80, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], []),
    (
      .logInPlainly(user: [0x75], password: [0x70]), [0x80, 0x21, 0, 5, 0, 0, 0, 0, 0, 0, 0, 9],
      Array("PLAIN\0u\0p".utf8)
    ),
  ]

  @Test(arguments: requests.indices)
  func encodes(_ index: Int) {
    let (command, start, rest) = Self.requests[index]
    var bytes: [UInt8] = []
    BinaryRequest(command, opaque: 0xdead_beef).encode(into: &bytes)
    #expect(bytes == start + [0xde, 0xad, 0xbe, 0xef] + [0, 0, 0, 0, 0, 0, 0, 0] + rest)
  }

  @Test("Logs get neither values nor whole session ids nor logins")
  func description() {
    let key = Array("memc.sess.key.0123456789abcdef0123456789abcdef".utf8)
    let set = BinaryRequest.Command.set(key: key, flags: 1, lifetime: .seconds(9), value: Array("secret".utf8))
    #expect(BinaryRequest(set, opaque: 1).description == "set memc.sess.key.012345… 1 9 6")
    let login = BinaryRequest(.logInPlainly(user: Array("root".utf8), password: Array("secret".utf8)), opaque: 1)
    #expect(login.description == "sasl_auth PLAIN")
  }
}
