import ArgumentParser

/// A span of time on the command line: a number and one of us, ms, s, m, h.
struct DurationArgument: ExpressibleByArgument, Sendable {
  var duration: Duration
  private var text: String

  /// Nil when it is not a positive number with a unit.
  init?(argument: String) {
    let digits = argument.prefix { $0.isNumber || $0 == "." }
    guard let number = Double(digits), number > 0 else { return nil }
    let seconds: Double
    switch argument.dropFirst(digits.count) {
    case "us": seconds = number / 1_000_000
    case "ms": seconds = number / 1000
    case "s": seconds = number
    case "m": seconds = number * 60
    case "h": seconds = number * 3600
    default: return nil
    }
    guard seconds < 1e9 else { return nil }
    duration = .nanoseconds(Int64((seconds * 1e9).rounded()))
    text = argument
  }

  var defaultValueDescription: String { text }
}
