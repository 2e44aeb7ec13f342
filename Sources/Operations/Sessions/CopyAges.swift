/// Which of the differing copies of one session was written last, as far as the items tell: a rule on plain numbers.
///
/// What there is to go by is when each copy ends:
///
/// - **By the web host's clock** (pecl/memcache since 4.0, php-memcached beyond 30 days): PHP sends the second of the
///   end, its own time and `session.gc_maxlifetime`. A server keeps that number less the second that it counts from, and
///   both `time` of `stats` and the seconds left are reckoned from there too: `time` + TTL is the number that was sent,
///   on every server, however wrong the server's own clock is. So the ends of two copies compare across servers. What a
///   wrong clock changes is when the item is dropped.
/// - **By the server** (php-memcached up to 30 days, pecl/memcache up to 3.0.8): PHP sends a number of seconds, and each
///   server counts them from the moment in which it got the item. So what is left on two servers at one moment compares,
///   as long as both counted all the time. A virtual machine that was suspended did not; its memcached's `time` lags, by
///   which it is found out.
///
/// Either way the later end is the later write as far as the web hosts' clocks and their `session.gc_maxlifetime` leave
/// no other explanation, and unless the write was only a touch. No PHP writes an end that is further away than its
/// `session.gc_maxlifetime`, so such an end was moved. And php-memcached gives a session that a page left as it was its
/// full time again on the node that it reads from, and on no other. Then the later end is one of two things, and nothing
/// tells which: the CAS of an item, which a touch leaves alone, is a number of its own server and compares with none of
/// another.
///
/// Nor does anything tell that an old copy was read and written again: that makes it the newer one for good.
public struct CopyAges: Sendable {
  /// Who counted the end of the items.
  public enum Dating: Hashable, Sendable { case byWebHost, byServer }

  /// One copy that is there.
  public struct Copy: Sendable {
    /// Equal numbers have equal values and flags.
    public var content: Int
    /// The seconds that it had left; nil: it never ends.
    public var ttl: Int64?
    /// When that was: by the web host's dating the `time` of its node before and after the look; by the server's the
    /// seconds since a moment that is common to the nodes. Nil: neither that nor the `ttl` is known.
    public var looked: ClosedRange<Int64>?
    /// How many seconds its node's `time` is ahead of this machine's clock; nil: not known. It matters only where
    /// servers count.
    public var ahead: ClosedRange<Int64>?
    /// Its end may have been moved without a write.
    public var mayBeTouched: Bool
    /// It was written after an outage had begun, or before: its CAS against that of the last item that was known on its
    /// node then. A touch leaves the CAS. Nil: not known.
    public var isSinceOutage: Bool?

    public init(
      content: Int, ttl: Int64?, looked: ClosedRange<Int64>?, ahead: ClosedRange<Int64>? = nil,
      mayBeTouched: Bool = false, isSinceOutage: Bool? = nil
    ) {
      self.content = content
      self.ttl = ttl
      self.looked = looked
      self.ahead = ahead
      self.mayBeTouched = mayBeTouched
      self.isSinceOutage = isSinceOutage
    }
  }

  /// Why a copy is the newest, or why that cannot be known. Copies are named by their index.
  public enum Reason: Hashable, Sendable {
    case noCopy
    case onlyCopy
    case allAlike
    /// It was written after an outage had begun, and every copy with another content before.
    case writtenSinceOutage(Int)
    /// It ends so many seconds, at least, after every copy with another content.
    case endsLater(Int, bySeconds: Int64)
    /// This one and the latest of another content end too close to each other.
    case tooClose(Int, Int)
    /// This one ends last, and a touch could be why.
    case perhapsTouched(Int)
    /// This one ends later than PHP could have it by a write.
    case beyondLifetime(Int)
    /// This one never ends.
    case neverEnds(Int)
    /// When this one ends is not known.
    case unknownEnd(Int)
    /// The server of this one counts, and may have stood still: its clock is so many seconds, at least, from another.
    case clockDiffers(Int, bySeconds: Int64)
    /// The server of this one counts, and does not tell whether it did so all the time.
    case unknownClock(Int)
  }

  public struct Verdict: Hashable, Sendable {
    /// All copies with the newest content; empty when it is not known which that is.
    public var newest: [Int]
    public var reason: Reason

    public init(newest: [Int], reason: Reason) {
      self.newest = newest
      self.reason = reason
    }
  }

  public let dating: Dating
  private let skew: Int64
  private let lifetimes: [Int64]

  /// - Parameters:
  ///   - skew: how far the clocks of the web hosts may be apart, in seconds.
  ///   - lifetimes: each `session.gc_maxlifetime` that a web host may have, in seconds; empty: PHP gives items no end.
  public init(_ dating: Dating, skew: Int64 = 0, lifetimes: [Int64]) {
    self.dating = dating
    self.skew = skew
    self.lifetimes = lifetimes
  }

  /// Ends that are no further apart say nothing, in seconds. One request takes its time for each of the servers it
  /// writes to, so that a second may begin meanwhile, and web hosts' clocks differ; and where servers count, each one's
  /// seconds begin at another moment, when the item is stored and when it is looked at.
  private var tolerance: Int64 { dating == .byWebHost ? 2 + skew : 2 }

  /// The same with what different lifetimes explain: an end that is so much later may belong to the earlier write.
  public var doubt: Int64 { tolerance + (lifetimes.max() ?? 0) - (lifetimes.min() ?? 0) }

  /// - Parameter now: after all looks, at the latest: the Unix second where web hosts date, else the seconds that
  ///   `looked` counts.
  public func verdict(_ copies: [Copy], now: Int64) -> Verdict {
    guard let first = copies.first else { return Verdict(newest: [], reason: .noCopy) }
    if copies.count == 1 { return Verdict(newest: [0], reason: .onlyCopy) }
    if copies.allSatisfy({ $0.content == first.content }) {
      return Verdict(newest: Array(copies.indices), reason: .allAlike)
    }
    if let since = sinceOutage(copies) { return since }
    var ends: [ClosedRange<Int64>] = []
    for (index, copy) in copies.enumerated() {
      guard let looked = copy.looked else { return Verdict(newest: [], reason: .unknownEnd(index)) }
      guard let ttl = copy.ttl else { return Verdict(newest: [], reason: .neverEnds(index)) }
      let end = looked.lowerBound + ttl...looked.upperBound + ttl
      if let lifetime = lifetimes.max(), end.lowerBound > now + lifetime + tolerance {
        return Verdict(newest: [], reason: .beyondLifetime(index))
      }
      ends.append(end)
    }
    if dating == .byServer, let doubt = doubtfulClock(copies) { return Verdict(newest: [], reason: doubt) }
    return verdict(copies, ends)
  }

  /// Whatever the ends say: what was written while a node was away is newer than what that node had kept.
  private func sinceOutage(_ copies: [Copy]) -> Verdict? {
    guard copies.allSatisfy({ $0.isSinceOutage != nil }),
      let first = copies.firstIndex(where: { $0.isSinceOutage == true })
    else { return nil }
    let newest = copies.indices.filter { copies[$0].content == copies[first].content }
    let others = copies.indices.filter { copies[$0].content != copies[first].content }
    if others.contains(where: { copies[$0].isSinceOutage == true }) { return nil }
    return Verdict(newest: newest, reason: .writtenSinceOutage(first))
  }

  /// Why it is not known that the servers counted the same seconds; nil: it is. This machine's clock is one more to
  /// compare with.
  private func doubtfulClock(_ copies: [Copy]) -> Reason? {
    var (first, last, farthest) = (Int64(0), Int64(0), 0)
    var distance = Int64.min
    for (index, copy) in copies.enumerated() {
      guard let ahead = copy.ahead else { return .unknownClock(index) }
      first = min(first, ahead.upperBound)
      last = max(last, ahead.lowerBound)
      let own = max(ahead.lowerBound, -ahead.upperBound)
      if own > distance { (farthest, distance) = (index, own) }
    }
    return last - first > tolerance ? .clockDiffers(farthest, bySeconds: last - first) : nil
  }

  /// A content is the newest if it was surely written, by one of its copies, after each other one ends.
  private func verdict(_ copies: [Copy], _ ends: [ClosedRange<Int64>]) -> Verdict {
    func latest(_ indices: some Sequence<Int>) -> Int? { indices.max { ends[$0].upperBound < ends[$1].upperBound } }
    guard let last = latest(copies.indices) else { return Verdict(newest: [], reason: .noCopy) }
    let alike = copies.indices.filter { copies[$0].content == copies[last].content }
    guard let rival = latest(copies.indices.filter { copies[$0].content != copies[last].content }) else {
      return Verdict(newest: alike, reason: .allAlike)
    }
    func lead(_ index: Int) -> Int64 { ends[index].lowerBound - ends[rival].upperBound }
    let written = alike.filter { !copies[$0].mayBeTouched }.max { lead($0) < lead($1) }
    if let written, lead(written) > doubt {
      return Verdict(newest: alike, reason: .endsLater(written, bySeconds: lead(written)))
    }
    if copies[last].mayBeTouched, lead(last) > doubt {
      return Verdict(newest: [], reason: .perhapsTouched(last))
    }
    return Verdict(newest: [], reason: .tooClose(last, rival))
  }
}

extension CopyAges {
  /// The reason for people, with the names of the copies' nodes.
  public func words(for reason: Reason, _ name: (Int) -> String) -> String {
    switch reason {
    case .noCopy: "there is no copy"
    case .onlyCopy: "there is no other copy"
    case .allAlike: "all copies are the same"
    case .writtenSinceOutage(let copy):
      "\(name(copy)) has the newest: it was written while a node was away, and what differs from it was not"
    case .endsLater(let copy, let seconds):
      "\(name(copy)) has the newest: it ends \(seconds) s after the latest other one, \(trusted)"
    case .tooClose(let copy, let rival):
      "not known which is newest: \(name(copy)) and \(name(rival)) end within \(doubt) s of each other, and no write "
        + "is dated better than that"
    case .perhapsTouched(let copy):
      "not known which is newest: \(name(copy)) ends last, but PHP moves the end of the copy that it reads from also "
        + "when a page changes nothing (session.lazy_write). Unless memcached.sess_remove_failed_servers is on, the others "
        + "are written only behind this one, which makes it likely to be the newest"
    case .beyondLifetime(let copy):
      "not known which is newest: the copy on \(name(copy)) ends later than PHP has a session end, "
        + "\(lifetimes.max() ?? 0) s (session.gc_maxlifetime) from a write on. Something moved its end, or a web host has "
        + "another gc_maxlifetime or clock"
    case .neverEnds(let copy):
      "not known which is newest: the copy on \(name(copy)) never ends, so nothing dates it"
    case .clockDiffers(let copy, let seconds):
      "not known which is newest: the clock of \(name(copy)) is \(seconds) s from another one (a node's, or this "
        + "machine's). A server that stood still (a suspended virtual machine) has counted too little of its copy's life"
    case .unknownClock(let copy):
      "not known which is newest: \(name(copy)) does not tell its time, so it may have stood still (a suspended virtual "
        + "machine) and counted too little of its copy's life"
    case .unknownEnd(let copy): "not known which is newest: \(name(copy)) does not tell when its copy ends"
    }
  }

  private var trusted: String {
    switch dating {
    case .byWebHost:
      "and PHP sends the second of the end with each write. Web hosts with different clocks or session.gc_maxlifetime, "
        + "or an old copy that was read and saved again, would mislead here"
    case .byServer:
      "and each write starts its time anew. Web hosts with different session.gc_maxlifetime, or an old copy that was "
        + "read and saved again, would mislead here"
    }
  }
}
