/// A percentage for people: `7.3%`, `80%`.
func percent(_ value: Double) -> String { decimal(value) + "%" }

/// One digit behind the point below 10, none from there on; what is not nothing never reads 0.
func decimal(_ value: Double) -> String {
  let tenths = value == 0 ? 0 : max(1, (abs(value) * 10).rounded())
  guard tenths < 100 else { return "\(Int(value.rounded()))" }
  let sign = value < 0 ? "-" : ""
  let (whole, rest) = (Int(tenths) / 10, Int(tenths) % 10)
  return sign + (rest == 0 ? "\(whole)" : "\(whole).\(rest)")
}

/// `1 session`, `12 sessions`.
func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

/// A span for people: `42 s`, `3 min`, `5 h`, `12 d`.
func span(_ seconds: Double) -> String {
  switch seconds {
  case ..<120: "\(Int(max(0, seconds))) s"
  case ..<7200: "\(Int(seconds / 60)) min"
  case ..<172_800: "\(Int(seconds / 3600)) h"
  default: "\(Int(seconds / 86400)) d"
  }
}
