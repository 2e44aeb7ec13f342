import NIOHTTP1

/// What the exporter has to say, by route.
struct Site: Sendable {
  let source: MetricsSource
  let limits: ServerLimits

  func answer(to head: HTTPRequestHead) async -> Answer {
    switch Route(head) {
    case .metrics:
      let end = ContinuousClock.now + limits.scrape(within: head.scrapeTimeout)
      let exposition = await source.scrape(by: end).exposition
      return Answer(.ok, exposition.bytes, contentType: Exposition.contentType)
    case .front: return Answer(.ok, front, contentType: "text/html; charset=utf-8")
    case .healthy: return Answer(.ok, "mcpool exporter answers; whether nodes do is in /metrics\n")
    case .missing: return Answer(.notFound, "nothing is here; there are /, /metrics and /-/healthy\n")
    case .wrongMethod: return Answer(.methodNotAllowed, "this can only be read: GET or HEAD\n", allowed: "GET, HEAD")
    case .wantsBody: return Answer(.payloadTooLarge, "a request here has no body\n")
    }
  }

  /// To a request that cannot be read.
  static func refusal(_ error: HTTPParserError) -> Answer {
    error == .headerOverflow
      ? Answer(.requestHeaderFieldsTooLarge, "the head of the request is too long\n")
      : Answer(.badRequest, "this is no HTTP/1 request\n")
  }

  /// A page for people who look what this is.
  private var front: String {
    """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8"><title>mcpool exporter</title></head><body>
    <h1>mcpool exporter \(escaped(source.version))</h1>
    <p><a href="/metrics">/metrics</a>: what the memcached nodes of these pools say, for Prometheus. They are asked anew
    for each scrape.</p>
    <ul>\(source.poolNames.map { "<li>\(escaped($0))</li>" }.joined())</ul>
    <p><a href="/-/healthy">/-/healthy</a>: whether this exporter answers, without asking a node.</p>
    </body></html>

    """
  }

  private func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result.append(character)
      }
    }
  }
}
