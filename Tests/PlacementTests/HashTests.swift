import Placement
import Testing

@Suite("libmemcached's hash functions give the values of libhashkit") struct HashTests {
  static let keys = ["", "a", "memc.sess.key.abc", "é"]

  @Test(arguments: [
    (Memcached.KeyHash.oneAtATime, [0, 0xca2e_9442, 0x6eed_ba36, 0x0191_48ae] as [UInt32]),
    (.md5, [0xd98c_1dd4, 0xb975_c10c, 0xd5b6_844e, 0x97cd_dd66]),
    (.crc, [0, 0x68b7, 0x0981, 0x0e04]),
    (.fnv1x64, [0x8422_2325, 0x8601_b7be, 0xa881_c30c, 0xb4eb_783d]),
    (.fnv1ax64, [0x8422_2325, 0x8601_ec8c, 0x21da_840e, 0xb4cc_3001]),
    (.fnv1x32, [0x811c_9dc5, 0x050c_5d7e, 0x6883_51ec, 0x1676_9ffd]),
    (.fnv1ax32, [0x811c_9dc5, 0xe40c_292c, 0x48ef_414e, 0x3cfa_68c1]),
    (.murmur, [0, 0x4b41_757c, 0x1809_c2c3, 0x7ddc_1147]),
    (.jenkins, [0xdead_befc, 0xe0a3_8690, 0xbc23_9d04, 0x37ac_74de]),
    (.murmur3, [0, 0x8872_dbc8, 0xd09d_7c39, 0xb51f_de2d]),
  ])
  func checkValues(_ hash: Memcached.KeyHash, _ values: [UInt32]) {
    #expect(Self.keys.map { hash.hash(Array($0.utf8).span) } == values)
  }

  @Test(
    "A key of 61 bytes, so every tail and every block of them is passed",
    arguments: [
      (Memcached.KeyHash.oneAtATime, 2_638_053_580 as UInt32), (.md5, 135_835_786), (.crc, 24232),
      (.fnv1x64, 3_678_801_088), (.fnv1ax64, 2_890_515_978), (.fnv1x32, 1_773_272_736), (.fnv1ax32, 192_505_866),
      (.murmur, 1_300_240_403), (.jenkins, 271_648_153), (.murmur3, 1_347_810_464),
    ])
  func longKey(_ hash: Memcached.KeyHash, _ value: UInt32) {
    let key = Array("The quick brown fox jumps over the lazy dog, and then, café\0".utf8)
    #expect(key.count == 61)
    #expect(hash.hash(key.span) == value)
  }

  @Test(
    "MD5 pads at every length",
    arguments: [
      (55, 3_060_930_543 as UInt32), (56, 3_347_713_083), (63, 4_079_052_208), (64, 3_561_113_601),
      (119, 1_943_042_954), (120, 3_435_159_903), (200, 3_023_077_256),
    ])
  func md5Padding(_ count: Int, _ firstWord: UInt32) {
    #expect(Memcached.KeyHash.md5.hash([UInt8](repeating: 0x61, count: count).span) == firstWord)
  }

  @Test("Hsieh's function has no build to be compared with; an empty key is 0")
  func hsieh() {
    #expect(Memcached.KeyHash.hsieh.hash([UInt8]().span) == 0)
  }
}
