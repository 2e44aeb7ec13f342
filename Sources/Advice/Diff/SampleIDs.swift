public import Placement

/// Session ids as PHP makes them, the same in every run: for counting where ids are placed when no formula tells.
public enum SampleIDs {
  /// With this many the error of a share is at most half a percent point in 19 of 20 cases.
  public static let usualCount = 40_000

  /// 32 hexadecimal digits each: PHP's default form.
  public static func batch(_ count: Int = usualCount) -> SessionBatch {
    let digits = Array("0123456789abcdef".utf8)
    let length = 32
    var state: UInt64 = 0x6d63_706f_6f6c
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count * length)
    for _ in 0..<count * 2 {
      var word = next(&state)
      for _ in 0..<16 {
        bytes.append(digits[Int(word & 15)])
        word >>= 4
      }
    }
    return SessionBatch(bytes: bytes, ranges: (0..<count).map { $0 * length..<($0 + 1) * length })
  }

  /// SplitMix64 (Steele, Lea, Flood 2014).
  private static func next(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
    return word ^ word >> 31
  }
}
