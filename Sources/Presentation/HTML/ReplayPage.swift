import Operations
import Replay

extension ReplayReport {
  /// The same as a page for a change request.
  public func page(_ circumstances: Circumstances) -> Markup {
    let timeline = simulation.timeline
    let pages = rows.compactMap(\.counts)
    return Page(
      title: "What becomes of sessions: \(circumstances.poolName)", verdict: verdict,
      isGood: pages.allSatisfy { $0.harmed == 0 && $0.writeFailed == 0 },
      sections: [chart(pages)] + movesSection + lettersSection + [tableSection], circumstances: circumstances,
      workers: simulation.life.words, nodes: timeline.servers.map { ($0.letter, $0.names) }, remarks: remarks
    ).markup
  }

  private func chart(_ pages: [StepCounts]) -> Markup {
    let greatest = pages.map(\.longestWait).max() ?? .zero
    let steps = rows.enumerated().map { step, row -> Markup in
      let words = shortened(simulation.timeline.words(forStep: step), to: 160)
      let event = shortened(row.event)
      guard let counts = row.counts else {
        return "<li class=\"event\"><b>\(words)</b> <code>\(event)</code></li>"
      }
      let bar = SVGBars.fates(of: counts, label: row.event)
      let summary = counts.read > 0 ? counts.summary : counts.stored(of: simulation.traceOfSession.count)
      return """
        <li class="page"><div class="what">\(words) <code>\(event)</code></div>
        <div>\(bar)<div class="summary">\(summary)</div></div>
        \(Wait.markup(counts.longestWait, greatest: greatest))</li>
        """
    }
    return """
      <section>
      <h2>What happens</h2>
      <p>\(Units.grouped(simulation.traceOfSession.count, "session")), one event after the other. The bar of a page shows
      what its users find; beside it, the longest that one of them waits\(greatest > .zero ? "" : " (nobody does here)").</p>
      \(Fate.legend(pages))
      <ol class="steps\(greatest > .zero ? "" : " prompt")">
      \(steps)
      </ol>
      </section>
      """
  }

  private var movesSection: [Markup] {
    let changes = rows.compactMap { row in row.moved.map { (row, $0) } }
    guard !changes.isEmpty else { return [] }
    let letters = Dictionary(
      simulation.timeline.servers.map { ($0.name, $0.letter) }, uniquingKeysWith: { first, _ in first })
    let parts = changes.map { row, moved -> Markup in
      let greatest = moved.nodes.map { max($0.gained, $0.lost) }.max() ?? 1
      let nodes = moved.nodes.map { node -> Markup in
        let bar = SVGBars.gainAndLoss(gained: node.gained, lost: node.lost, greatest: greatest, label: node.node)
        return """
          <li><span class="what"><b>\(letters[node.node] ?? "")</b> \(node.node)</span>
          <span class="loses">\(node.lost == 0 ? "0" : "-\(Units.grouped(node.lost))")</span>\(bar)<span>\(node.gained == 0 ? "0" : "+\(Units.grouped(node.gained))")</span></li>
          """
      }
      return """
        <h3><code>\(shortened(row.event))</code></h3>
        <p>\(Units.grouped(moved.sessions)) of \(Units.grouped(simulation.traceOfSession.count, "session"))
        (\(Units.share(moved.share))) \(moved.sessions == 1 ? "has" : "have") another owner.</p>
        \(nodes.isEmpty ? "" : "<ul class=\"gains\">\n\(nodes)\n</ul>" as Markup)
        """
    }
    return ["<section>\n<h2>What the change of the configuration moves</h2>\n\(parts)\n</section>"]
  }

  /// A letter a session, where that was asked for, and what nodes hold.
  private var lettersSection: [Markup] {
    let lines = rows.flatMap { row -> [(String, String)] in
      var lines: [(String, String)] = []
      if let seen = row.seen { lines.append((row.event, seen)) }
      if let write = row.write { lines.append(("\(row.event), saved", write)) }
      for (letter, marks) in (row.hold ?? [:]).sorted(by: { $0.key < $1.key }) {
        lines.append(("\(row.event) \(letter)", marks))
      }
      return lines
    }
    guard !lines.isEmpty else { return [] }
    let list = lines.map { name, marks -> Markup in "<dt>\(shortened(name))</dt><dd><code>\(marks)</code></dd>" }
    return ["<section>\n<h2>Session by session</h2>\n<dl>\n\(list)\n</dl>\n</section>"]
  }

  private var tableSection: Markup {
    let numbers = rows.map { row -> [String] in
      guard let counts = row.counts else {
        return [shortened(row.event)] + Array(repeating: "", count: Fate.all.count + 3)
      }
      return [row.event] + Fate.all.map { Units.grouped($0.count(counts)) }
        + [Units.grouped(counts.writeFailed), Units.grouped(counts.waited), Wait.text(counts.longestWait)]
    }
    let heads = ["event"] + Fate.all.map(\.label) + ["not saved", "waited", "longest wait"]
    return
      "<section>\n<h2>All numbers</h2>\n\(Markup.table("Sessions, event by event", heads: heads, rows: numbers))\n</section>"
  }
}

extension StepCounts {
  /// What a page says that had nothing to read yet.
  fileprivate func stored(of count: Int) -> String {
    writeFailed == 0
      ? "stored \(Units.grouped(count))"
      : "stored \(Units.grouped(count - writeFailed)) · not saved \(Units.grouped(writeFailed))"
  }
}

extension WorkerLife {
  var words: String {
    switch self {
    case .request: "failures are forgotten when a request ends (request)"
    case .persistent: "connections and the memory of failures outlive requests (persistent)"
    }
  }
}

/// How long users wait.
enum Wait {
  static func text(_ wait: Duration) -> String {
    wait > .zero ? Units.latency(microseconds: Double(wait.microseconds)) : "0"
  }

  static func markup(_ wait: Duration, greatest: Duration) -> Markup {
    guard wait > .zero else { return "<div class=\"wait\"></div>" }
    return "<div class=\"wait\">\(SVGBars.amount(wait / greatest))<span>waits \(text(wait))</span></div>"
  }
}
