/// Numbers as people read them in tables: short, with a unit, never more exact than they are.
public enum Units {
  /// `812`, `9.9k`, `12k`, `3.4M`.
  public static func count(_ value: Double) -> String { scaled(value, step: 1000, suffixes: ["", "k", "M", "G", "T"]) }

  /// All digits, in groups of three: `1,204`.
  public static func grouped(_ value: Int) -> String {
    var text = ""
    for (index, digit) in String(value.magnitude).reversed().enumerated() {
      if index > 0, index % 3 == 0 { text = "," + text }
      text = String(digit) + text
    }
    return value < 0 ? "-" + text : text
  }

  /// `1 session`, `1,204 sessions`.
  public static func grouped(_ value: Int, _ noun: String) -> String {
    "\(grouped(value)) \(noun)\(value == 1 ? "" : "s")"
  }

  /// `512 B`, `1.2 KiB`, `64 MiB`.
  public static func bytes(_ value: Double) -> String {
    scaled(value, step: 1024, suffixes: [" B", " KiB", " MiB", " GiB", " TiB"])
  }

  /// The two largest units of a span: `42s`, `3m10s`, `4h2m`, `12d3h`, `2y40d`.
  public static func span(seconds: Double) -> String {
    let units = [(31_536_000, "y"), (86400, "d"), (3600, "h"), (60, "m"), (1, "s")]
    let total = Int(max(0, seconds))
    guard let first = units.firstIndex(where: { total >= $0.0 }) else { return "0s" }
    var rest = total
    var text = ""
    for (size, name) in units[first...].prefix(2) {
      if rest >= size { text += "\(rest / size)\(name)" }
      rest %= size
    }
    return text
  }

  /// `84us`, `1.2ms`, `1.0s`.
  public static func latency(microseconds: Double) -> String {
    if microseconds < 1000 { return "\(Int(microseconds.rounded()))us" }
    if microseconds < 1_000_000 { return decimal(microseconds / 1000) + "ms" }
    return decimal(microseconds / 1_000_000) + "s"
  }

  /// A share as percent, without the sign: one digit behind the point below 10.
  public static func percent(_ share: Double) -> String { decimal(share * 100) }

  /// A part of the whole with one digit behind the point: `33.3%`.
  public static func share(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10)%"
  }

  /// For programs: up to three digits behind the point, no exponent.
  public static func plain(_ value: Double) -> String {
    // What no counter can mean is undetermined.
    guard abs(value) < 0x1p53 / 1000 else { return "U" }
    let thousandths = Int((value * 1000).rounded())
    let (whole, rest) = (abs(thousandths) / 1000, abs(thousandths) % 1000)
    var digits = "\(rest + 1000)".dropFirst()
    while digits.last == "0" { digits = digits.dropLast() }
    return (thousandths < 0 ? "-" : "") + "\(whole)" + (digits.isEmpty ? "" : "." + digits)
  }

  /// One digit behind the point below 10, none from there on.
  public static func decimal(_ value: Double) -> String {
    let tenths = (value * 10).rounded()
    if abs(tenths) < 100, tenths.truncatingRemainder(dividingBy: 10) != 0 {
      let sign = tenths < 0 ? "-" : ""
      return "\(sign)\(Int(abs(tenths)) / 10).\(Int(abs(tenths)) % 10)"
    }
    return String(Int(value.rounded()))
  }

  private static func scaled(_ value: Double, step: Double, suffixes: [String]) -> String {
    var value = value
    var suffix = suffixes[0]
    for next in suffixes.dropFirst() {
      if abs(value) < step { break }
      value /= step
      suffix = next
    }
    return decimal(value) + suffix
  }
}
