import PHPConfiguration

extension Memcache {
  /// New sessions that lock themselves out.
  ///
  /// Releases that ask the mirrors after a miss take the lock of a new session on each server of its walk. Where the
  /// first max_failover_attempts probes do not meet enough distinct servers, the next probe leads to a server whose lock
  /// this very request holds, and it waits for itself, up to twice lock_timeout. Measured with release 8.2: 4.3 s with a
  /// lock_timeout of 2.
  struct ProbeBound {
    /// The part of new sessions that is hit, judged by a fixed sample of ids.
    let share: Double
    private let placement: Sessions

    private static let sampleSize = 4096
    /// Pools of two or three equal servers have a little of it whatever one does.
    private static let worthSaying = 0.002

    init(placement: Sessions, rules: ReleaseRules) {
      self.placement = placement
      guard rules.locks, !rules.missIsFinal, placement.copyCount > 1 else {
        share = 0
        return
      }
      let hit = (0..<Self.sampleSize).count { Self.isHit(Self.id($0), placement) }
      share = Double(hit) / Double(Self.sampleSize)
    }

    private static func isHit(_ id: [UInt8], _ placement: Sessions) -> Bool {
      let walk = placement.walk(for: id.span)
      var met = Candidates()
      var index: UInt32 = 0
      while met.count < placement.copyCount {
        guard let server = walk.next(skipping: met, index: &index), !met.contains(server) else { return true }
        met.append(server)
      }
      return false
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
      let percent = (share * 1000).rounded() / 10
      return [
        Diagnostic(
          code: "MC213", severity: .warning,
          message: "\(percent) % of new sessions find no \(placement.copyCount) servers within max_failover_attempts",
          effect: "each of them waits for its own lock when it starts, up to twice memcache.lock_timeout",
          cure:
            "use memcache.hash_function = crc32 and even weights, or a larger memcache.max_failover_attempts (it moves "
            + "no session)", location: location)
      ]
    }
  }
}
