/// A threshold in the grammar of the Monitoring Plugins' guidelines: the values for which there is *no* alarm.
///
/// `10`: 0 to 10; `10:`: 10 and more; `~:10`: 10 and less; `10:20`: 10 to 20. The ends belong to it. `@` before it turns
/// it round: `@10:20` is an alarm from 10 to 20.
public struct AlertRange: Hashable, Sendable, CustomStringConvertible {
  private let start: Double
  private let end: Double
  private let alarmsInside: Bool
  /// As it was written.
  public let description: String

  /// Nil when it is no such range.
  public init?(_ text: String) {
    alarmsInside = text.hasPrefix("@")
    let parts = text.drop { $0 == "@" }.split(separator: ":", omittingEmptySubsequences: false)
    guard text.count(where: { $0 == "@" }) == (alarmsInside ? 1 : 0) else { return nil }
    let (first, last) = (parts.count == 2 ? parts[0] : "0", parts[parts.count - 1])
    guard parts.count <= 2, parts.count == 2 || !last.isEmpty else { return nil }
    switch first {
    case "~": start = -.infinity
    case "": start = 0
    default:
      guard let number = Self.number(first) else { return nil }
      start = number
    }
    if last.isEmpty {
      end = .infinity
    } else {
      guard let number = Self.number(last) else { return nil }
      end = number
    }
    // A lone colon says nothing.
    guard start <= end, text != ":", text != "@:" else { return nil }
    description = text
  }

  public func isAlarm(_ value: Double) -> Bool { (start...end).contains(value) == alarmsInside }

  /// Digits with a point and a sign, as the guidelines have values; no exponent, no `inf`.
  private static func number(_ text: Substring) -> Double? {
    let digits = text.first == "-" ? text.dropFirst() : text
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2e }) else { return nil }
    return Double(text)
  }
}

extension AlertRange {
  /// No less and no more than these.
  init(_ start: Double?, _ end: Double?, _ text: String) {
    self.start = start ?? -.infinity
    self.end = end ?? .infinity
    alarmsInside = false
    description = text
  }

  /// 0 to so much: the usual one.
  static func upTo(_ end: Int) -> AlertRange { AlertRange(0, Double(end), "\(end)") }
  static func from(_ start: Int) -> AlertRange { AlertRange(Double(start), nil, "\(start):") }
  static func within(_ distance: Int) -> AlertRange {
    AlertRange(Double(-distance), Double(distance), "-\(distance):\(distance)")
  }
}
