import Advice
import Replay

extension MatrixReport {
  /// The same as a page for a change request.
  public func page(_ circumstances: Circumstances) -> Markup {
    let servers = matrix.entries.first?.simulation.timeline.servers ?? []
    return Page(
      title: "What failures do to sessions: \(circumstances.poolName)", verdict: matrix.verdict,
      isGood: rows.allSatisfy { $0.harmed == 0 && $0.notSaved == 0 }, sections: [chart, tableSection],
      circumstances: circumstances, workers: matrix.life.words, nodes: servers.map { ($0.letter, $0.names) },
      remarks: remarks
    ).markup
  }

  private var chart: Markup {
    let greatest = rows.map(\.longestWait).max() ?? .zero
    let timelines = rows.map { row -> Markup in
      let meanwhile = [(row.harmed, "harmed"), (row.notSaved, "not saved")].filter { $0.0 > 0 }
        .map { "\($0.1) \(Units.grouped($0.0))" }.joined(separator: " · ")
      return """
        <li class="page"><div class="what"><b>\(row.timeline)</b>
        <div class="events">\(Self.inWords(row.events))</div></div>
        <div>\(SVGBars.fates(of: row.counts, label: row.timeline))<div class="summary">\(row.counts.summary)</div>
        <div class="summary">\(meanwhile.isEmpty ? "" : "at the worst moment: \(meanwhile)")</div></div>
        \(Wait.markup(row.longestWait, greatest: greatest))</li>
        """
    }
    return """
      <section>
      <h2>What is left when it is over</h2>
      <p>\(Units.grouped(matrix.sessions, "session")) in each timeline. A bar shows what users find at its last page; beside
      it, the longest that one of them waits on the way.</p>
      \(Fate.legend(rows.map(\.counts)))
      <ol class="steps\(greatest > .zero ? "" : " prompt")">
      \(timelines)
      </ol>
      </section>
      """
  }

  /// A rolling restart of a hundred nodes has four hundred events.
  private static func inWords(_ events: [String]) -> String {
    let some = events.prefix(8).map { shortened($0, to: 60) }.joined(separator: " · ")
    return events.count > 8 ? "\(some) … (\(events.count) events in all)" : some
  }

  private var tableSection: Markup {
    let heads =
      ["timeline"] + Fate.all.map(\.label) + ["worst: harmed", "worst: not saved", "longest wait", "in words"]
    let numbers = rows.map { row in
      [row.timeline] + Fate.all.map { Units.grouped($0.count(row.counts)) }
        + [
          Units.grouped(row.harmed), Units.grouped(row.notSaved), Wait.text(row.longestWait),
          shortened(row.sentence, to: 240),
        ]
    }
    let table = Markup.table("Sessions, timeline by timeline", heads: heads, rows: numbers, texts: 1)
    return "<section>\n<h2>All numbers</h2>\n\(table)\n</section>"
  }
}
