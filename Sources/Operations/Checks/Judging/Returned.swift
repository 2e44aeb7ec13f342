import FoundationEssentials
import Replay

extension Check {
  /// Seconds after which a guard is taken for gone; one in cron looks each minute.
  private static let longestSilence = 300

  static let returned = Check(
    "returned",
    "nodes that came back, as a guard of this machine knows: 0 well, 1 mended but not settled, 2 not mended",
    effect:
      "a node that is not mended shows old sessions, or logs users out; until it has settled workers may still write "
      + "past it",
    cure: "mcpool guard --yes mends it by itself; mcpool recover does it now", unit: .count, warning: .upTo(0),
    critical: .upTo(1), need: .nothing
  ) { sight in
    guard let known = sight.known else { return .pointless("no guard of this machine has looked after it") }
    let values = sight.nodes.compactMap { node -> Observation.Value? in
      guard let seen = known.nodes[node.name] else { return nil }
      switch seen.life.state {
      case .returned(let kind, at: _):
        var text = "\(node.name) came back (\(kind.rawValue)) and is not mended"
        if let php = sight.php, case .report(let reason) = Cure(for: php, after: kind) { text += ": \(reason.words)" }
        return Observation.Value(node: node.name, number: 2, text: text)
      case .healing(let until):
        let rest =
          until == .max
          ? "restart PHP's workers, then run mcpool recover"
          : "workers may still avoid it for \(max(0, until - Int(sight.now.timeIntervalSince1970))) s"
        return Observation.Value(
          node: node.name, number: 1, text: "\(node.name) came back, is mended and has not settled: \(rest)")
      case .unknown, .up, .suspect, .down:
        return Observation.Value(node: node.name, number: 0, text: "\(node.name) is settled")
      }
    }
    let seen = known.nodes.values.compactMap(\.life.lastSeen).max() ?? 0
    let age = Int(sight.now.timeIntervalSince1970) - seen
    let isStale = age > Self.longestSilence
    return Observation(
      isStale ? values.filter { $0.number > 0 } : values,
      gaps: isStale ? ["the guard of this machine has seen no node for \(age) s: does it run?"] : [],
      remark: "none has come back lately")
  }
}
