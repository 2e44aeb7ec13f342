public import Placement

/// Session ids as PHP makes them, the same in every run: for counting where ids are placed when no formula tells.
public enum SampleIDs {
  /// With this many the error of a share is at most half a percent point in 19 of 20 cases.
  public static let usualCount = 40_000

  /// PHP's characters, of which fewer bits take the first ones.
  private static let characters = Array("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-,".utf8)

  public static func batch(_ count: Int = usualCount, form: SessionIDForm = .usual) -> SessionBatch {
    let bits = form.bitsPerCharacter
    var state: UInt64 = 0x6d63_706f_6f6c
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count * form.length)
    for _ in 0..<count {
      var (word, left) = (UInt64(0), 0)
      for _ in 0..<form.length {
        if left < bits { (word, left) = (next(&state), UInt64.bitWidth) }
        bytes.append(characters[Int(word & (1 << bits - 1))])
        word >>= bits
        left -= bits
      }
    }
    return SessionBatch(bytes: bytes, ranges: (0..<count).map { $0 * form.length..<($0 + 1) * form.length })
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
