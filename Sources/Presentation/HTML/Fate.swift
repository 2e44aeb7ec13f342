import Replay

/// What a page can do to a session, as charts show it.
struct Fate: Sendable {
  /// The class and the pattern of its bars.
  let name: String
  let label: String
  let meaning: String
  let count: @Sendable (StepCounts) -> Int

  /// In the order of a bar, from what users do not notice to what hits them hardest.
  static let all = [
    Fate(name: "kept", label: "kept", meaning: "the user finds what was stored last", count: \.kept),
    Fate(
      name: "stale", label: "stale", meaning: "an older version, although PHP had reported the newer one as saved",
      count: \.stale),
    Fate(
      name: "old", label: "old, unsaved",
      meaning: "an older version; PHP had reported that saving the newer one failed",
      count: \.oldUnacked),
    Fate(name: "lost", label: "lost", meaning: "logged out: the session is empty", count: \.lost),
    Fate(name: "new-id", label: "new id", meaning: "logged out, and given another id", count: \.newID),
    Fate(name: "error", label: "error", meaning: "no session at all: session_start() is false", count: \.error),
  ]

  /// What each colour and pattern means, for those that occur.
  static func legend(_ counts: [StepCounts]) -> Markup {
    let items = all.filter { fate in counts.contains { fate.count($0) > 0 } }.map { fate -> Markup in
      """
      <li><svg class="swatch" aria-hidden="true"><rect class="\(fate.name)" width="100%" height="100%"/></svg>
      <span><b>\(fate.label)</b>: \(fate.meaning)</span></li>
      """
    }
    return "<ul class=\"legend\">\n\(items)\n</ul>"
  }
}

extension StepCounts {
  /// Sessions of which the page read something.
  var read: Int { kept + harmed }

  /// `kept 700 · lost 300 · not saved 12`; what did not occur is left out.
  var summary: String {
    var parts = Fate.all.compactMap { fate in
      fate.count(self) > 0 ? "\(fate.label) \(Units.grouped(fate.count(self)))" : nil
    }
    if writeFailed > 0 { parts.append("not saved \(Units.grouped(writeFailed))") }
    return parts.joined(separator: " · ")
  }
}
