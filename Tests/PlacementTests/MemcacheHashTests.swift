import Placement
import Testing

@Suite("pecl/memcache hashes keys") struct MemcacheHashTests {
  @Test(arguments: [("123456789", 0xcbf4_3926), ("", 0)] as [(String, UInt32)])
  func knownCRC(text: String, hash: UInt32) {
    let key = Array(text.utf8)
    #expect(crc32(key.span) == hash)
  }

  @Test(arguments: [("foobar", 0xbf9c_f968), ("", 0x811c_9dc5)] as [(String, UInt32)])
  func knownFNV(text: String, hash: UInt32) {
    let key = Array(text.utf8)
    #expect(peclFNV1a(key.span) == hash)
  }

  @Test("eight bytes at a time give what one at a time gives", arguments: 0...40)
  func anyLength(_ length: Int) {
    let key = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 37 + 11) }
    var remainder: UInt32 = 0xffff_ffff
    for byte in key {
      remainder ^= UInt32(byte)
      for _ in 0..<8 { remainder = remainder & 1 == 1 ? 0xedb8_8320 ^ remainder >> 1 : remainder >> 1 }
    }
    #expect(crc32(key.span) == ~remainder)
  }

  @Test("bytes above 0x7f are sign-extended, as a signed char is")
  func signedBytes() {
    let start: UInt32 = 0x811c_9dc5
    let key: [UInt8] = [0xe9]
    #expect(peclFNV1a(key.span) == (start ^ 0xffff_ffe9) &* 0x0100_0193)
  }
}
