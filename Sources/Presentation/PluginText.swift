import Operations

/// The answer of `check` as the Monitoring Plugins' guidelines have it: one line with performance data, and behind it
/// lines for people. The first line of each alarm says what and where, the next what it means for PHP and what to do.
public struct PluginText {
  private let report: CheckReport
  private let hasPools: Bool
  private let width: Int?

  /// Beyond so many values each check has only its worst: monitoring systems cut what is too long.
  private static let mostValues = 120
  private static let alarmsInFirstLine = 3

  init(_ report: CheckReport, width: Int?) {
    self.report = report
    self.width = width
    hasPools = Set(report.results.map(\.pool)).count > 1
  }

  var text: String {
    let first = "MCPOOL \(report.status.word) - \(headline)"
    let data = performanceData
    let lines = longText.map { wrapped(Self.safe($0), width: width) }
    return ([Self.safe(first) + (data.isEmpty ? "" : " | " + data)] + lines).map { $0 + "\n" }.joined()
  }

  /// Nothing that ends the line, begins performance data, or moves a terminal's cursor.
  public static func safe(_ text: String) -> String {
    printable(text).split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\x7c")
  }

  private var alarms: [CheckResult] {
    report.results.filter { $0.status > .unknown }.sorted { $0.status > $1.status }
  }

  private var headline: String {
    var parts = alarms.prefix(Self.alarmsInFirstLine).map { "\(name($0)): \($0.message)" }
    if alarms.count > Self.alarmsInFirstLine { parts.append("and \(alarms.count - Self.alarmsInFirstLine) more") }
    if let cut = report.cut {
      parts.append(
        "the deadline of \(Units.latency(microseconds: Double(cut.microseconds))) was over before all was seen")
    }
    parts += report.problems.prefix(Self.alarmsInFirstLine)
    if parts.isEmpty {
      let unknown = gaps
      if let (message, names) = unknown.first {
        parts = ["\(names.joined(separator: ", ")): \(message)"]
        if unknown.count > 1 { parts.append("and \(unknown.count - 1) more") }
      } else {
        parts = ["\(Units.grouped(report.results.count, "check")) fine"]
      }
    }
    return parts.joined(separator: "; ")
  }

  private var longText: [String] {
    var lines = alarms.flatMap { result in
      ["[\(result.status.word)] \(name(result)): \(result.message)", "  PHP: \(result.check.effect)"]
        + ["  try: \(result.check.cure)"]
    }
    for (message, names) in gaps { lines.append("[UNKNOWN] \(names.joined(separator: ", ")): \(message)") }
    for result in report.results where result.status == .ok { lines.append("[OK] \(name(result)): \(result.message)") }
    return lines + report.problems.map { "[UNKNOWN] \($0)" } + report.notes.map { "note: \($0)" }
  }

  /// What is not known: checks with the same reason together, also those that found an alarm elsewhere.
  private var gaps: [(message: String, names: [String])] {
    var gaps: [(message: String, names: [String])] = []
    for result in report.results where !result.gaps.isEmpty {
      let message =
        result.gaps.prefix(3).joined(separator: "; ")
        + (result.gaps.count > 3 ? "; and \(result.gaps.count - 3) more" : "")
      if let same = gaps.firstIndex(where: { $0.message == message }) {
        gaps[same].names.append(name(result))
      } else {
        gaps.append((message, [name(result)]))
      }
    }
    return gaps
  }

  private func name(_ result: CheckResult) -> String {
    hasPools ? "\(result.pool) \(result.check.name)" : result.check.name
  }

  private var performanceData: String {
    let isLong = report.results.reduce(0) { $0 + $1.values.count } > Self.mostValues
    return report.results.flatMap { result in
      (isLong ? result.worst.map { [$0] } ?? [] : result.values).map { value in
        let node = isLong ? nil : value.node
        return datum(label: name(result) + (node.map { " \($0)" } ?? ""), value.number, result)
      }
    }.joined(separator: " ")
  }

  /// `'label'=value[unit];[warning];[critical]`
  private func datum(label: String, _ number: Double, _ result: CheckResult) -> String {
    // The two characters that no label may have.
    let plain = String(Self.safe(label).map { $0 == "'" || $0 == "=" ? "_" : $0 })
    let digits = Units.plain(number)
    let value = "'\(plain)'=" + digits + (digits == "U" ? "" : result.check.unit.rawValue)
    switch (result.warning, result.critical) {
    case (nil, nil): return value
    case (let warning?, nil): return value + ";\(warning)"
    case (let warning, let critical?): return value + ";\(warning?.description ?? "");\(critical)"
    }
  }
}
