import ArgumentParser
import FoundationEssentials

/// How session ids are written on the command line and in the input.
enum IDEncoding: String, CaseIterable, ExpressibleByArgument, Sendable {
  case raw, percent, base64

  /// The id's bytes; nil when the text is not of this encoding.
  func decode(_ text: Span<UInt8>) -> [UInt8]? {
    let bytes = (0..<text.count).map { text[$0] }
    return switch self {
    case .raw: bytes
    case .percent: Self.percentDecoded(bytes)
    case .base64: Self.base64Decoded(bytes)
    }
  }

  private static func percentDecoded(_ text: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    var rest = text[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        result.append(byte)
        continue
      }
      guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
        return nil
      }
      result.append(value)
      rest.removeFirst(2)
    }
    return result
  }

  private static func base64Decoded(_ text: [UInt8]) -> [UInt8]? {
    Data(base64Encoded: String(decoding: text, as: UTF8.self)).map { Array($0) }
  }
}
