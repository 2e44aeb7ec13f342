import FoundationEssentials

/// What real PHP answered, recorded once and kept beside this file.
public enum Fixtures {
  /// A folder of this source tree; tests run from it.
  public static func path(_ relative: String, file: String = #filePath) -> String {
    file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/" + relative
  }

  static func contents(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path("recorded/" + name))), as: UTF8.self)
  }

  /// One decoded value for each line of `recorded/NAME`.
  public static func lines<Row: Decodable>(_ name: String, as row: Row.Type = Row.self) throws -> [Row] {
    let data = try Data(contentsOf: URL(filePath: path("recorded/" + name)))
    let decoder = JSONDecoder()
    return try data.split(separator: UInt8(ascii: "\n")).map { try decoder.decode(Row.self, from: $0) }
  }
}

/// A JSON value whose shape differs from line to line.
public enum JSON: Decodable, Hashable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let string = try? value.decode(String.self) {
      self = .string(string)
    } else if let array = try? value.decode([JSON].self) {
      self = .array(array)
    } else {
      self = .object(try value.decode([String: JSON].self))
    }
  }

  /// The text of a scalar, as PHP's ini would have it (`true` is `1`).
  public var text: String? {
    switch self {
    case .string(let string): string
    case .number(let number): number == number.rounded() ? String(Int(number)) : String(number)
    case .bool(let bool): bool ? "1" : ""
    case .null, .array, .object: nil
    }
  }
}
