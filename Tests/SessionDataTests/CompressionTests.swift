import FoundationEssentials
import SessionData
import Testing

/// Compressed values: PHP's own are in the recorded ones; these are the ones that it never writes.
@Suite("Compression") struct CompressionTests {
  static func fastlz(_ length: Int, _ data: [UInt8], limits: DecodingLimits = .standard) -> SessionContent {
    let prefix = (0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
    return SessionContent.decode(prefix + data, flags: 0x50, handler: .memcached, serializer: nil, limits: limits)
  }

  static func fault(_ content: SessionContent) -> CompressionFault? {
    guard case .compression(let fault)? = content.fault else { return nil }
    return fault
  }

  @Test func literalsAndCopiesOfBothLevels() throws {
    // "ab", then 3 + 1 bytes from 2 back.
    #expect(try Self.fastlz(6, [0x01, 0x61, 0x62, 0x40, 0x01]).tree.jsonText() == #""ababab""#)
    // A long copy: 7 goes on in the next byte, in level 2 in more of them.
    let long = Self.fastlz(10, [0x00, 0x61, 0xe0, 0x00, 0x00])
    #expect(try long.tree.jsonText() == "\"\(String(repeating: "a", count: 10))\"")
    let longer = Self.fastlz(1 + 9 + 255 + 5, [0x20, 0x61, 0xe0, 0xff, 0x05, 0x00])
    #expect(longer.fault == nil)
    #expect(longer.plainBytes == 270)
    // Level 2: a distance of 8191 goes on in two more bytes.
    let far = [0x20 as UInt8] + [0x62] + Self.literals(8192) + [0x3f, 0xff, 0x00, 0x01]
    let content = Self.fastlz(8193 + 3, far)
    #expect(content.fault == nil)
    #expect(try content.tree.jsonText().hasSuffix("abaa\""))
  }

  /// So many bytes `a`, in runs of 32, the first one `b` in front not counted.
  private static func literals(_ count: Int) -> [UInt8] {
    (0..<count / 32).flatMap { _ in [0x1f] + Array(repeating: 0x61, count: 32) }
  }

  @Test func fastlzFaults() {
    #expect(Self.fault(Self.fastlz(6, [0x01, 0x61, 0x62, 0x40, 0x09]))?.byte == 7)
    #expect(Self.fault(Self.fastlz(6, [0x60, 0x61]))?.reason == .corrupt("level 1 or 2 of FastLZ"))
    #expect(Self.fault(Self.fastlz(6, [0x05, 0x61, 0x62]))?.byte == 7)
    #expect(
      Self.fault(Self.fastlz(7, [0x01, 0x61, 0x62, 0x40, 0x01]))?.reason
        == .corrupt("7 bytes as announced, and 6 came out"))
    #expect(
      Self.fault(Self.fastlz(3, [0x01, 0x61, 0x62, 0x40, 0x01]))?.reason
        == .corrupt("the end, for 3 bytes were announced"))
    #expect(Self.fault(Self.fastlz(1 << 31, [0x00, 0x61]))?.reason == .tooLarge(limit: 64 << 20))
  }

  /// 100 MB of zeros in 100 KB, made with `gzcompress(str_repeat("\0", …))`, are refused where the limit is reached.
  @Test func zlibBomb() throws {
    // One byte, repeated 258 bytes at a time by a code of one bit and a half: RFC 1951, fixed codes.
    let bomb = Self.bomb(copies: 400_000)
    let limits = DecodingLimits(depth: 10, values: 10, plainBytes: 1 << 20)
    let content = SessionContent.decode(bomb, flags: 2, handler: .memcache, serializer: nil, limits: limits)
    #expect(Self.fault(content)?.reason == .tooLarge(limit: 1 << 20))
    #expect(content.plainBytes <= 1 << 20)
  }

  /// zlib, a block with fixed codes: the literal 0, and copies of 258 bytes from 1 back; it has no end.
  private static func bomb(copies: Int) -> [UInt8] {
    var bits: [UInt8] = [1, 1, 0]
    bits += [0, 0, 1, 1, 0, 0, 0, 0]  // literal 0
    for _ in 0..<copies { bits += [1, 1, 0, 0, 0, 1, 0, 1] + [0, 0, 0, 0, 0] }  // length 258 (285), distance 1 (0)
    return [0x78, 0x9c]
      + stride(from: 0, to: bits.count, by: 8).map { start in
        bits[start..<min(start + 8, bits.count)].enumerated().reduce(0) { $0 | $1.element << UInt8($1.offset) }
      }
  }

  @Test func keepsWhatStoodBeforeTheDamage() throws {
    let item = try #require(
      Recorded.all.first { $0.isSession && $0.flags == 2 && $0.serializer == "php_serialize" })
    let half = Array(item.bytes.prefix(item.bytes.count * 3 / 4))
    let content = SessionContent.decode(half, flags: 2, handler: .memcache, serializer: .phpSerialize)
    #expect(Self.fault(content)?.byte == half.count)
    #expect(content.plainBytes > 0)
    #expect(!content.tree.nodes.isEmpty)
  }

  @Test func zstdIsNamed() {
    let content = SessionContent.decode([1, 0, 0, 0, 0x28], flags: 0x90, handler: .memcached, serializer: nil)
    #expect(content.compression == .zstd)
    #expect(Self.fault(content)?.summary == "the value is compressed with zstd, which this program does not decode")
  }
}
