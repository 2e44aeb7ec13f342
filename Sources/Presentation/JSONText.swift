import FoundationEssentials

/// JSON as every command prints it: sorted keys, slashes as they are, ISO dates; no control character stands raw, in names
/// and in values.
public enum JSONText {
  public static func pretty(_ value: some Encodable) throws -> String { try text(value, [.prettyPrinted]) }

  public static func line(_ value: some Encodable) throws -> String { try text(value, []) }

  private static func text(_ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
    encoder.dateEncodingStrategy = .iso8601
    return String(decoding: withoutControls(try encoder.encode(value)), as: UTF8.self) + "\n"
  }

  /// JSON lets DEL and U+0080 to U+009F stand as they are, and so does the encoder; terminals obey them.
  private static func withoutControls(_ json: some Sequence<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(json.underestimatedCount + 1)
    var bytes = json.makeIterator()
    while let byte = bytes.next() {
      result.append(byte)
      if byte == 0x7f {
        result.removeLast()
        result += "\\u007f".utf8
      } else if byte == 0xc2, let second = bytes.next() {
        // All of these have this first byte.
        result.append(second)
        if second < 0xa0 {
          result.removeLast(2)
          result += "\\u00\(String(second, radix: 16))".utf8
        }
      }
    }
    return result
  }
}
