/// Comma separated values as RFC 4180 has them, with line ends of one LF.
public enum CSV {
  public static func line(_ fields: some Sequence<String>) -> String {
    fields.map(quoted).joined(separator: ",") + "\n"
  }

  public static func quoted(_ field: String) -> String {
    guard field.utf8.contains(where: needsQuotes) else { return field }
    return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  /// Comma, quote, CR and LF.
  public static func needsQuotes(_ byte: UInt8) -> Bool { byte == 0x2c || byte == 0x22 || byte == 0x0d || byte == 0x0a }
}
