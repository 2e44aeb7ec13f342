/// A key or session id as JSON has it: bytes that are no UTF-8 are percent-encoded, and that is said beside it.
public struct KeyText: Hashable, Sendable {
  public let text: String
  public let isPercentEncoded: Bool

  /// `percent`: encode it even where it is UTF-8, because another key beside it is not.
  public init(_ bytes: some Collection<UInt8>, percent: Bool = false) {
    if !percent, let plain = String(validating: bytes, as: UTF8.self) {
      text = plain
      isPercentEncoded = false
    } else {
      text = bytes.map(Self.encoded).joined()
      isPercentEncoded = true
    }
  }

  /// Letters, digits and `-._~,` stay; every other byte, `%` included, becomes `%XX`.
  private static func encoded(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"), UInt8(ascii: ","):
      return String(UnicodeScalar(byte))
    default:
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count == 1 ? "0" + digits : digits)
    }
  }
}
