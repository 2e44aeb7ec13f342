import Replay
import Testing

@Suite("Timelines agree with recorded drills") struct RecordedDrillsTests {
  @Test("Each letter, each mark and each count of every exact drill") func exact() throws {
    let drills = try RecordedDrill.all(.exact)
    #expect(drills.count == 576)
    var differences: [String] = []
    for drill in drills { differences += try drill.simulation().differences(from: drill) }
    #expect(differences == [])
  }

  /// Drills with hangs or with a worker's memory, played by the simulator's own clock.
  @Test("The same of drills that depend on time, but for those that are known to differ") func timing() throws {
    let drills = try RecordedDrill.all(.timing)
    #expect(drills.count == 126)
    var differing: Set<String> = []
    for drill in drills where try !drill.simulation().differences(from: drill).isEmpty { differing.insert(drill.id) }
    #expect(differing.isSubset(of: Self.known), "\(differing.subtracting(Self.known))")
  }

  /// docs/replay.md says why.
  private static let known: Set<String> = {
    let worker = "worker-p/hash_strategyconsistent-allow_failover1-session_redundancy"
    let frozen = ["8.0", "8.2"].flatMap { release in
      ["s2/\(worker)1/T4z", "s2/\(worker)2/T4z", "s3/\(worker)2/T4z"].map { "memcache-\(release)/\($0)" }
    }
    return Set(frozen + ["memcache-8.0/s3/\(worker)3/T3t"])
  }()

  /// In strict mode each new session has a random id, so only how many there are of each kind can be foretold.
  @Test("With random ids, how many sessions of each kind, as far as chance allows") func random() throws {
    var compared = 0
    for drill in try RecordedDrill.all(.random)
    where drill.config.mode == "group" && drill.config.ini["session.use_strict_mode"] != nil {
      let chances = try (0..<200).map { try drill.simulation(chance: $0) }
      for (index, phase) in drill.phases.enumerated() {
        guard let recorded = phase.seen else { continue }
        let played = chances.compactMap { $0.seen(at: index) }
        for letter in "KSsLNE" {
          let counts = played.map { seen in Double(seen.count { $0 == letter }) }
          let mean = counts.reduce(0, +) / Double(counts.count)
          let deviation = (counts.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(counts.count)).squareRoot()
          let fact = Double(recorded.count { $0 == letter })
          #expect(
            abs(fact - mean) <= 5 * deviation + (deviation > 0 ? 1 : 0),
            "\(drill.id) \(index) \(phase.step) \(letter): PHP \(fact), played \(mean) ± \(deviation)")
        }
        compared += 1
      }
    }
    #expect(compared >= 24)
  }
}
