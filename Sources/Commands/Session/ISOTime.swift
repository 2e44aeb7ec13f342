/// Points in time as the reports have them, ISO 8601 in UTC, straight to bytes.
enum ISOTime {
  /// Appends a Unix second as `2026-11-21T18:26:48Z`.
  ///
  /// The date follows from the days since 1970 by counting in eras of 400 years that begin in March, so that a leap day
  /// is the last day of its year (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`).
  static func append(_ second: Int, to bytes: inout [UInt8]) {
    let day = floor(second, 86400)
    let time = second - day * 86400
    let shifted = day + 719_468
    let era = floor(shifted, 146_097)
    let ofEra = shifted - era * 146_097
    let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * year + year / 4 - year / 100)
    let month = (5 * ofYear + 2) / 153
    let ofMonth = ofYear - (153 * month + 2) / 5 + 1
    let civil = month < 10 ? month + 3 : month - 9

    let full = year + era * 400 + (civil <= 2 ? 1 : 0)
    if full < 1000 { bytes.append(UInt8(ascii: "0")) }
    JSONBytes.append(full, to: &bytes)
    two(civil, after: "-", to: &bytes)
    two(ofMonth, after: "-", to: &bytes)
    two(time / 3600, after: "T", to: &bytes)
    two(time / 60 % 60, after: ":", to: &bytes)
    two(time % 60, after: ":", to: &bytes)
    bytes.append(UInt8(ascii: "Z"))
  }

  private static func floor(_ number: Int, _ divisor: Int) -> Int {
    number >= 0 ? number / divisor : (number - divisor + 1) / divisor
  }

  private static func two(_ number: Int, after mark: Unicode.Scalar, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: mark))
    bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10))
    bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
  }
}
