import Glibc

extension TLSFault {
  /// `2026-01-31 12:00 UTC`
  static func date(_ unixSeconds: Int64) -> String {
    var time = time_t(unixSeconds)
    var parts = tm()
    guard gmtime_r(&time, &parts) != nil else { return "second \(unixSeconds)" }
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(Int(parts.tm_year) + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday)) "
      + "\(two(parts.tm_hour)):\(two(parts.tm_min)) UTC"
  }
}
