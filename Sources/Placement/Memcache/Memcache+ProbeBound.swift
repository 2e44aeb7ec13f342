import PHPConfiguration

extension Memcache {
  /// Sessions whose first max_failover_attempts probes do not meet enough distinct servers, so that the next probe leads
  /// to one that was met before.
  ///
  /// The write then sends the same server the same items again. Releases that ask the mirrors after a miss also take the
  /// lock of a new session on each server of its walk: there the request finds its own lock and waits for itself, up to
  /// twice lock_timeout. Measured with release 8.2: 4.3 s with a lock_timeout of 2; the second write with 8.0.
  struct ProbeBound {
    /// The part of sessions that is hit, judged by a fixed sample of ids.
    let share: Double
    private let placement: Sessions

    private static let sampleSize = 4096
    /// The most probes for the whole sample, some 10 ms; what they do not reach is not judged. Pools with weights of
    /// about the same size need 40,000 at most.
    private static let mostProbes = 500_000
    /// Pools of two or three equal servers have a little of it whatever one does.
    private static let worthSaying = 0.002

    init(placement: Sessions) {
      self.placement = placement
      guard placement.rules.locks, placement.copyCount > 1 else {
        share = 0
        return
      }
      var sample = Sample(placement: placement, probesLeft: Self.mostProbes)
      var judged = 0
      var hits = 0
      while judged < Self.sampleSize, let isHit = sample.isHit(Self.id(judged), number: judged) {
        judged += 1
        if isHit { hits += 1 }
      }
      share = judged > 0 ? Double(hits) / Double(judged) : 0
    }

    /// 26 letters and digits that look like PHP's, the same in every run (splitmix64).
    private static func id(_ number: Int) -> [UInt8] {
      let alphabet = Array("0123456789abcdefghijklmnopqrstuv".utf8)
      var state = UInt64(number) &* 0x9e37_79b9_7f4a_7c15
      return (0..<26).map { _ in
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return alphabet[Int((mixed ^ mixed >> 31) & 31)]
      }
    }

    func remarks(at location: SourceLocation) -> [Diagnostic] {
      guard share >= Self.worthSaying else { return [] }
      let percent = Double(Int(share * 1000 + 0.5)) / 10
      let waits = !placement.rules.missIsFinal
      return [
        Diagnostic(
          code: "MC213", severity: waits ? .warning : .info,
          message: "\(percent) % of \(waits ? "new " : "")sessions find no \(placement.copyCount) servers within "
            + "max_failover_attempts",
          effect: waits
            ? "each of them waits for its own lock when it starts, up to twice memcache.lock_timeout"
            : "the same server gets the same write twice or more often, each time that one of them is written",
          cure:
            "use memcache.hash_function = crc32 and even weights, or a larger memcache.max_failover_attempts (it moves "
            + "no session)", location: location)
      ]
    }
  }
}

extension Memcache.ProbeBound {
  /// Probes on behalf of one id after the other, as `Walk.next` goes on from server to server, until a budget is spent.
  private struct Sample {
    private let placement: Memcache.Sessions
    private var probesLeft: Int
    /// The number of the id that met each server last.
    private var met: [Int]

    init(placement: Memcache.Sessions, probesLeft: Int) {
      self.placement = placement
      self.probesLeft = probesLeft
      met = Array(repeating: -1, count: placement.nodes.count)
    }

    /// Nil when the budget ends first. `number` is another one for each id.
    mutating func isHit(_ id: [UInt8], number: Int) -> Bool? {
      let walk = placement.walk(for: id.span)
      var distinct = 0
      var index: UInt32 = 0
      while distinct < placement.copyCount {
        guard probesLeft > 0 else { return nil }
        probesLeft -= 1
        let server = walk.server(at: index)
        index += 1
        if met[server] != number {
          met[server] = number
          distinct += 1
        } else if Int(index) >= placement.maxFailoverAttempts {
          return true
        }
      }
      return false
    }
  }
}
