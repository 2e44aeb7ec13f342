/// What a client of the exporter may take, so that none can keep the others from being served.
public struct ServerLimits: Sendable {
  /// How many may be connected. Of more, the one that has been silent for longest has to go.
  public var connections = 64
  /// The bytes of a request's head.
  public var headBytes = 16384
  /// How long a new connection may take to ask something.
  public var request = Duration.seconds(10)
  /// How long a connection may stay open for a further request: longer than most scrape intervals.
  public var nextRequest = Duration.seconds(180)
  /// How long an answer may take on its way.
  public var reading = Duration.seconds(10)
  /// How long what a client still sends is read and dropped after the last answer, so that it gets that answer.
  public var parting = Duration.seconds(2)
  /// How long nodes are waited for where the scraper does not say how long it waits: Prometheus does so for 10 s.
  public var scrape = Duration.milliseconds(9500)
  /// How long they are waited for at most.
  public var longestScrape = Duration.seconds(60)

  public init() {}

  /// How long nodes may be waited for.
  ///
  /// - Parameter patience: how long the scraper waits for all of the answer; nil: it does not say.
  func scrape(within patience: Duration?) -> Duration {
    guard let patience else { return scrape }
    return min(longestScrape, max(patience - .milliseconds(500), patience / 2))
  }
}
