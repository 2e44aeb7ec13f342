/// What was foretold of sessions, held against what real servers and real PHP did with them.
public struct Comparison: Sendable {
  /// How two answers about one step differ.
  public struct Difference: Hashable, Sendable {
    public let step: Int
    /// Of one session; nil: of the count of sessions with this letter.
    public let session: Int?
    /// Letters as `Simulation` spells them; for a count the numbers that chance allows, as `3 to 7`.
    public let predicted: String
    public let real: String
    /// Which count, where it is one.
    public let kind: String?
  }

  public let prediction: Simulation
  public let fact: Simulation
  public let differences: [Difference]
  /// Made-up ids are random, so that counts are compared instead of letters, and what servers hold is not.
  public let isByCounts: Bool

  /// For each session its letter, whether it was saved, and what each server holds of it. Waits are not compared.
  /// - Parameter fact: of the same timeline and sessions.
  public init(_ prediction: Simulation, _ fact: Simulation) {
    self.prediction = prediction
    self.fact = fact
    isByCounts = false
    differences = prediction.timeline.steps.indices.flatMap { step in
      let unreadable = prediction.conditions(before: step).map { $0 == .frozen }
      return (0..<prediction.traceOfSession.count).compactMap { session in
        let predicted = prediction.mark(step, session, without: unreadable)
        let real = fact.mark(step, session, without: unreadable)
        return predicted == real
          ? nil : Difference(step: step, session: session, predicted: predicted, real: real, kind: nil)
      }
    }
  }

  /// For each page its counts, where ids are random.
  ///
  /// - Parameter chances: the same played with other made-up ids. Where they all give the same count the fact has to be
  ///   that; elsewhere it may be away from their mean by five standard deviations and one session. With 200 of them a right
  ///   rule is found wrong less than once in ten thousand drills.
  public init(_ prediction: Simulation, _ fact: Simulation, chances: [Simulation]) {
    self.prediction = prediction
    self.fact = fact
    isByCounts = true
    let counts = chances.map(\.counts)
    let real = fact.counts
    differences = real.indices.flatMap { step -> [Difference] in
      guard let real = real[step] else { return [] }
      return StepCounts.kinds.compactMap { name, kind in
        let bounds = Self.bounds(counts.compactMap { $0[step]?[keyPath: kind] })
        if bounds.contains(real[keyPath: kind]) { return nil }
        let allowed =
          bounds.lowerBound == bounds.upperBound
          ? "\(bounds.lowerBound)" : "\(bounds.lowerBound) to \(bounds.upperBound)"
        return Difference(step: step, session: nil, predicted: allowed, real: "\(real[keyPath: kind])", kind: name)
      }
    }
  }

  private static func bounds(_ counts: [Int]) -> ClosedRange<Int> {
    guard let least = counts.min(), let most = counts.max(), least < most else {
      return (counts.first ?? 0)...(counts.first ?? 0)
    }
    let mean = Double(counts.reduce(0, +)) / Double(counts.count)
    let squares = counts.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    let reach = 5 * (squares / Double(counts.count)).squareRoot() + 1
    return max(0, Int((mean - reach).rounded(.up)))...Int((mean + reach).rounded(.down))
  }

  public var agrees: Bool { differences.isEmpty }

  /// How many differ at a step: sessions, or counts where these are compared.
  public func differing(at step: Int) -> Int { differences.count { $0.step == step } }
}

extension StepCounts {
  /// The counts that a drill compares.
  fileprivate static var kinds: [(String, KeyPath<StepCounts, Int>)] {
    [
      ("kept", \.kept), ("stale", \.stale), ("old_unacked", \.oldUnacked), ("lost", \.lost), ("error", \.error),
      ("new_id", \.newID), ("mixed_up", \.foreign), ("write_failed", \.writeFailed),
    ]
  }
}

extension Simulation {
  /// The letter of a session with `x` where it was not saved, what servers hold of it, or nothing.
  ///
  /// - Parameter unreadable: servers that hang, so that nobody knows what they hold.
  fileprivate func mark(_ index: Int, _ session: Int, without unreadable: [Bool]) -> String {
    let step = traces[Int(traceOfSession[session])].steps[index]
    let letters = (step.fate.map { [$0.letter] } ?? []) + (step.isSaved ? [] : [UInt8(ascii: "x")])
    let held = zip(step.held, unreadable).filter { !$1 }.map(\.0)
    return String(decoding: letters + held, as: UTF8.self)
  }
}
