import Placement

/// A page that holds all it needs: it loads nothing, has no script, and prints.
struct Page {
  let title: String
  /// The answer, in sentences.
  let verdict: [String]
  /// Whether the answer is that nobody is harmed.
  let isGood: Bool
  let sections: [Markup]
  let circumstances: Circumstances
  let workers: String
  /// Letter and names.
  let nodes: [(letter: String, names: [String])]
  /// What the answer depends on.
  let remarks: [String]

  var markup: Markup {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta name="color-scheme" content="light dark"/>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
    <title>\(title)</title>
    <style>
    \(PageStyle.rules)
    </style>
    </head>
    <body>
    \(PageStyle.patterns)
    <main>
    <h1>\(title)</h1>
    <div class="verdict \(isGood ? "good" : "bad")">
    \(verdict.map { "<p>\(shortened($0, to: 320))</p>" })
    </div>
    \(played)
    \(sections)
    \(details)
    </main>
    </body>
    </html>

    """
  }

  /// What is longer stands at the end.
  private static let nodesAbove = 8
  private var isLong: Bool { circumstances.command.count > 400 }

  private var played: Markup {
    let release = circumstances.pool.release
    let assumed = release.provenance == .assumed ? ": state yours with mcpool.extension_release" : ""
    let facts = [
      ("pool from", circumstances.source),
      ("handler", circumstances.pool.handler.rawValue),
      ("release", "\(release.value) (\(release.provenance.rawValue)\(assumed))"),
      ("copies of a session", "\(circumstances.pool.placement.copyCount)"),
      ("nodes", nodes.count > Self.nodesAbove ? "\(nodes.count), listed at the end" : named.joined(separator: ", ")),
      ("sessions", circumstances.sessions),
      ("PHP's workers", workers),
      ("made", "\(circumstances.time) by mcpool \(circumstances.version)"),
    ]
    let list = facts.map { name, value -> Markup in "<dt>\(name)</dt><dd>\(value)</dd>" }
    return """
      <section>
      <h2>What was played</h2>
      <dl>
      \(list)
      <dt>again with</dt><dd><code>\(isLong ? "see the end" : circumstances.command)</code></dd>
      </dl>
      </section>
      """
  }

  private var named: [String] { nodes.map { "\($0.letter) = \($0.names.joined(separator: " = "))" } }

  private var details: [Markup] {
    var details: [Markup] = []
    if nodes.count > Self.nodesAbove {
      let items = named.map { "<li>\($0)</li>" as Markup }
      details.append("<section>\n<h2>Nodes</h2>\n<ul class=\"nodes\">\n\(items)\n</ul>\n</section>")
    }
    if !remarks.isEmpty {
      let items = remarks.map { "<li>\($0)</li>" as Markup }
      details.append("<section>\n<h2>What the answer depends on</h2>\n<ul>\n\(items)\n</ul>\n</section>")
    }
    if isLong {
      details.append("<section>\n<h2>Again with</h2>\n<p><code>\(circumstances.command)</code></p>\n</section>")
    }
    return details
  }
}

extension Markup {
  /// A table that scrolls by itself where it is wider than the page. Cells from the second column on are numbers, but for
  /// the last `texts`.
  static func table(_ caption: String, heads: [String], rows: [[String]], texts: Int = 0) -> Markup {
    func cells(_ row: [String], _ name: Markup) -> [Markup] {
      row.enumerated().map { index, cell in
        let style: Markup = index > 0 && index < heads.count - texts ? " class=\"number\"" : ""
        return index == 0 && name.text == "td"
          ? "<th scope=\"row\">\(cell)</th>" : "<\(name)\(style)>\(cell)</\(name)>"
      }
    }
    let body = rows.map { row -> Markup in "<tr>\(cells(row, "td"))</tr>" }
    return """
      <div class="scroll" role="region" tabindex="0" aria-label="\(caption)">
      <table>
      <caption>\(caption)</caption>
      <thead><tr>\(cells(heads, "th"))</tr></thead>
      <tbody>
      \(body)
      </tbody>
      </table>
      </div>
      """
  }
}
