import Replay

/// SVGBars as inline SVG. Positions are percentages, so that a bar is as wide as there is room while its labels keep the
/// size of the text around it.
enum SVGBars {
  /// One bar of all fates. Counts stand in it where there is room for them.
  static func fates(of counts: StepCounts, label: String) -> Markup {
    let parts = Fate.all.map { (fate: $0, count: $0.count(counts)) }.filter { $0.count > 0 }
    guard !parts.isEmpty else { return "" }
    let widths = widths(parts.map { Double($0.count) })
    var start = 0.0
    let pieces = zip(parts, widths).map { part, width -> Markup in
      defer { start += width }
      let number = Units.grouped(part.count)
      let middle = percent(start + width / 2)
      let text: Markup =
        width > 3 + 2.6 * Double(number.count) ? "<text x=\"\(middle)\" y=\"50%\">\(number)</text>" : ""
      return
        "<rect class=\"\(part.fate.name)\" x=\"\(percent(start))\" width=\"\(percent(width))\" height=\"100%\"/>\(text)"
    }
    return "<svg class=\"bar\" role=\"img\" aria-label=\"\(label): \(counts.summary)\">\n\(pieces)\n</svg>"
  }

  /// A thin bar for one number, `part` of the greatest one.
  static func amount(_ part: Double) -> Markup {
    let width = percent(100 * part)
    return "<svg class=\"amount\" aria-hidden=\"true\"><rect width=\"\(width)\" height=\"100%\"/></svg>"
  }

  /// What is lost to the left of the middle, what is gained to the right of it.
  static func gainAndLoss(gained: Int, lost: Int, greatest: Int, label: String) -> Markup {
    let (gain, loss) = (50 * Double(gained) / Double(greatest), 50 * Double(lost) / Double(greatest))
    return """
      <svg class="moves" role="img" aria-label="\(label): loses \(Units.grouped(lost)), gains \(Units.grouped(gained))">
      <rect class="loss" x="\(percent(50 - loss))" width="\(percent(loss))" height="100%"/>
      <rect class="gain" x="50%" width="\(percent(gain))" height="100%"/>
      <rect class="axis" x="50%" width="1" height="100%"/>
      </svg>
      """
  }

  /// Parts of 100. One session in a million is seen, too; the greatest part gives what that takes.
  private static func widths(_ counts: [Double]) -> [Double] {
    let total = counts.reduce(0, +)
    var widths = counts.map { max(0.6, 100 * $0 / total) }
    if let greatest = widths.indices.max(by: { widths[$0] < widths[$1] }) {
      widths[greatest] -= widths.reduce(0, +) - 100
    }
    return widths
  }

  private static func percent(_ value: Double) -> String { "\(Units.plain(value))%" }
}
