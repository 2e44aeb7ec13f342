import ArgumentParser

/// A number of bytes on the command line: `2048`, `1k` (1000), `64KiB` (65536), and M, G the same.
struct ByteCountArgument: ExpressibleByArgument, Sendable {
  let bytes: Int
  private let text: String

  /// Nil when it is no whole number with one of the units, or more than 2^53.
  init?(argument: String) {
    let digits = argument.prefix { $0.isASCII && $0.isNumber }
    guard let number = Int(digits) else { return nil }
    let factor: Int
    switch argument.dropFirst(digits.count) {
    case "", "B": factor = 1
    case "k", "kB": factor = 1000
    case "M", "MB": factor = 1_000_000
    case "G", "GB": factor = 1_000_000_000
    case "KiB", "Ki", "K": factor = 1 << 10
    case "MiB", "Mi": factor = 1 << 20
    case "GiB", "Gi": factor = 1 << 30
    default: return nil
    }
    let (bytes, isOver) = number.multipliedReportingOverflow(by: factor)
    guard !isOver, bytes <= 1 << 53 else { return nil }
    self.bytes = bytes
    text = argument
  }

  var defaultValueDescription: String { text }
}
