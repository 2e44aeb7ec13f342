import PHPConfiguration

extension Check {
  static let configuration = Check(
    "configuration", "the gravest finding in the configuration: 0 none, 1 a warning, 2 critical",
    effect: "sessions are lost, stale, never saved or given to others in a case that can be foreseen",
    cure: "mcpool config show has each finding with its line, what PHP does with it and the cure", unit: .count,
    warning: .upTo(0), critical: .upTo(1), need: .nothing
  ) { sight in
    guard let findings = sight.findings else { return .pointless("bare nodes have none") }
    let grave = findings.filter { $0.severity > .info }.sorted { $0.severity > $1.severity }
    let remark = "nothing dangerous in it"
    guard let worst = grave.first else {
      return Observation([Observation.Value(node: nil, number: 0, text: remark)], remark: remark)
    }
    let words = grave.prefix(3).map { finding in
      let place = finding.location.line == 0 ? "" : " (\(finding.location))"
      return "\(finding.code.isEmpty ? "" : finding.code + " ")\(finding.message)\(place)"
    }
    let more = grave.count > 3 ? "; and \(grave.count - 3) more" : ""
    return Observation(
      [
        Observation.Value(
          node: nil, number: worst.severity == .critical ? 2 : 1, text: words.joined(separator: "; ") + more)
      ], remark: "\(count(grave.count, "finding")), mcpool config show has them")
  }
}
