/// Why serialized data ends before its end.
public struct DecodingFault: Error, Hashable, Sendable {
  /// Where, counted from 0 in the plain data.
  public let byte: Int
  /// What should have stood there.
  public let expected: String
  /// What does; nil at the end of the data.
  public let found: UInt8?
  /// The names that lead there, escaped for a terminal; empty at the top.
  public let path: String
  /// How many values were complete or begun before.
  public let decodedValues: Int

  public var summary: String {
    let place = path.isEmpty ? "" : ", in \(path)"
    let there = found.map { "there is \(escapedByte($0))" } ?? "the data ends"
    return "byte \(byte)\(place): expected \(expected), but \(there); \(decodedValues) values were read before"
  }

  private func escapedByte(_ byte: UInt8) -> String {
    (0x21...0x7e).contains(byte)
      ? "'\(Unicode.Scalar(byte))'" : "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}

/// How much of what a session announces or repeats is followed.
public struct DecodingLimits: Hashable, Sendable {
  /// Containers within containers. PHP refuses more than `unserialize_max_depth`, which is 4096 as well.
  public var depth: Int
  /// Values of one session: each takes some 48 bytes here, and may be a single one there.
  public var values: Int
  /// Length of the data after decompression.
  public var plainBytes: Int

  public static let standard = DecodingLimits(depth: 4096, values: 4_000_000, plainBytes: 64 << 20)

  public init(depth: Int, values: Int, plainBytes: Int) {
    self.depth = depth
    self.values = values
    self.plainBytes = plainBytes
  }
}
