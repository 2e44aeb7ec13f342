/// One client's connection, as far as it must be known whom it waits for.
struct ConnectionLife {
  enum Wait: Hashable {
    /// For a request that the client has not sent yet.
    case firstRequest, nextRequest
    /// For the client to read what was sent.
    case reading
    /// For the client to end, after the last answer.
    case parting
  }

  private var isAsked = false
  private var unread = 0
  private var hasAsked = false
  /// No further request is answered.
  private(set) var isLast = false

  /// Nil while the client waits for us.
  var wait: Wait? {
    if unread > 0 { return .reading }
    if isAsked { return nil }
    if isLast { return .parting }
    return hasAsked ? .nextRequest : .firstRequest
  }

  /// It may go without that anybody misses an answer.
  var isSilent: Bool { wait == .firstRequest || wait == .nextRequest }

  mutating func asked() {
    isAsked = true
    hasAsked = true
  }

  /// The answer is on its way.
  mutating func answered(isLast: Bool) {
    isAsked = false
    unread += 1
    if isLast { self.isLast = true }
  }

  /// An answer has left for the client.
  mutating func read() { unread -= 1 }

  /// What is being answered is the last.
  mutating func endsSoon() { isLast = true }
}
