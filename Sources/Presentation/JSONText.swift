import FoundationEssentials

/// JSON as every command prints it: sorted keys, slashes as they are, ISO dates.
public enum JSONText {
  public static func pretty(_ value: some Encodable) throws -> String { try text(value, [.prettyPrinted]) }

  public static func line(_ value: some Encodable) throws -> String { try text(value, []) }

  private static func text(_ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
    encoder.dateEncodingStrategy = .iso8601
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }
}
