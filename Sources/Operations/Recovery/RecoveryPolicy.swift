import Placement
import Replay

/// What is done about nodes that came back.
public enum RecoveryPolicy: String, CaseIterable, Sendable {
  /// What the pool's rule needs; see `Cure`.
  case auto
  case flush, refill, report
}

extension Pool {
  /// What may be written where nothing is known of what became of the nodes; nil: nothing. Each session is looked at by
  /// itself then: an old copy is one that is there and older, whatever its node went through.
  func extent(_ policy: RecoveryPolicy) -> Mender.Extent? {
    switch policy {
    case .report, .flush: return nil
    case .refill: return placement.copyCount > 1 || strays ? .replacesOld : nil
    case .auto:
      let cures = [Cure(for: self, isEmpty: false), Cure(for: self, isEmpty: true)]
      if cures.contains(.refill) || cures.contains(.flush) { return .replacesOld }
      return cures.contains(.addMissing) ? .addsMissing : nil
    }
  }

  /// PHP writes sessions to nodes that no rule names.
  private var strays: Bool { if case .memcached(let rules) = rules { rules.removesFailedServers } else { false } }
}
