import NIOHTTP1

/// What a request asks for.
enum Route: Hashable, Sendable {
  case metrics, front, healthy, missing, wrongMethod
  /// It announces a body, for which there is no use.
  case wantsBody

  init(_ head: HTTPRequestHead) {
    let path = head.uri.prefix { $0 != "?" && $0 != "#" }
    let isReading = head.method == .GET || head.method == .HEAD
    let found: Route =
      switch path {
      case "/metrics": .metrics
      case "/": .front
      case "/-/healthy": .healthy
      default: .missing
      }
    self = found == .missing ? .missing : !isReading ? .wrongMethod : head.announcesBody ? .wantsBody : found
  }
}

extension HTTPRequestHead {
  var announcesBody: Bool {
    headers.contains(name: "transfer-encoding") || headers["content-length"].contains { $0 != "0" }
  }

  /// How long the scraper waits, as Prometheus says it; nil when it does not.
  var scrapeTimeout: Duration? {
    guard let seconds = headers.first(name: "x-prometheus-scrape-timeout-seconds").flatMap(Double.init),
      seconds > 0, seconds < 1e6
    else { return nil }
    return .milliseconds(Int64(seconds * 1000))
  }
}
