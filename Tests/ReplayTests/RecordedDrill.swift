import Fixtures
import PHPConfiguration
import Replay

@testable import Placement

/// Real pages on real servers that broke and came back, session by session.
struct RecordedDrill: Decodable, Sendable {
  struct Config: Decodable, Sendable {
    var ext: String
    var mode: String
    var persistent: Int
    var ini: [String: JSON]
  }

  struct Phase: Decodable, Sendable {
    var step: String
    var savePath: String?
    var seen: String?
    var write: String?
    var hold: [String: String]?
    var kept: Int?
    var stale: Int?
    var oldUnacked: Int?
    var lost: Int?
    var error: Int?
    var writeFailed: Int?
    var newID: Int?

    enum CodingKeys: String, CodingKey {
      case step, seen, write, hold, kept, stale, lost, error
      case savePath = "save_path"
      case oldUnacked = "old_unacked"
      case writeFailed = "write_failed"
      case newID = "new_id"
    }
  }

  /// How far a drill can be foretold.
  enum Comparison: String, Decodable { case exact, timing, random }

  var id: String
  var config: Config
  var savePath: String
  var release: String
  var timeline: String
  var sessions: Int
  var phases: [Phase]
  var compare: Comparison

  enum CodingKeys: String, CodingKey {
    case id, config, timeline, sessions, phases, compare
    case savePath = "save_path"
    case release = "ext_version"
  }

  static func all(_ comparison: Comparison) throws -> [RecordedDrill] {
    try Fixtures.lines("drills.jsonl", as: RecordedDrill.self).filter { $0.compare == comparison }
  }

  /// The ids of the recorded sessions: the beginning of md5 of `drill-0`, `drill-1`, …
  var ids: SessionBatch {
    SessionBatch(
      (0..<sessions).map { number in
        let digest = MD5.digest(Array("drill-\(number)".utf8).span)
        // The words begin with their lowest byte.
        let bytes = (0..<16).map { UInt8(truncatingIfNeeded: digest[$0 / 4] >> (8 * UInt32($0 % 4))) }
        return Array(bytes.flatMap(hexadecimal).prefix(26))
      })
  }

  /// - Parameter chance: another number makes up other ids.
  func simulation(chance: Int = 0) throws -> Simulation {
    let words = try phases.map { phase in
      try EventWord(phase.step.hasPrefix("path:") ? "path:\(phase.savePath ?? "")" : phase.step)
    }
    let paths = [savePath] + phases.filter { $0.step.hasPrefix("path:") }.compactMap(\.savePath)
    let pools = try paths.map { try pool($0) }
    // localhost and 127.0.0.1 are one server.
    var numbers: [String: Int] = [:]
    let acting = pools.map { pool in
      let servers = pool.nodes.map { node in
        let address = node.name.replacing("localhost", with: "127.0.0.1")
        return numbers[address]
          ?? { (number: Int) in
            numbers[address] = number; return number
          }(numbers.count)
      }
      return Timeline.ActingPool(pool, servers: servers)
    }
    let timeline = try Timeline(words, pools: acting)
    return try Simulation(
      timeline, sessions: SimulatedSessions(ids: ids), life: config.mode == "worker" ? .persistent : .request,
      cookies: .commandLine, chance: chance)
  }

  private func pool(_ path: String) throws -> Pool {
    var configuration = Configuration()
    configuration.set("session.save_path", to: Array(path.utf8), from: "test")
    for (name, value) in config.ini { configuration.set(name, to: Array((value.text ?? "").utf8), from: "test") }
    if config.ext == "memcached", config.persistent == 1 {
      configuration.set("memcached.sess_persistent", to: [0x31], from: "test")
    }
    return try Pool(
      configuration: configuration, handler: Handler(rawValue: config.ext),
      release: Release(value: release, provenance: .stated))
  }

  private func hexadecimal(_ byte: UInt8) -> [UInt8] {
    let text = String(byte, radix: 16)
    return Array((text.count == 1 ? "0" + text : text).utf8)
  }
}

extension Simulation {
  /// Where it differs from what was recorded: step, field, both.
  func differences(from drill: RecordedDrill) -> [String] {
    var differences: [String] = []
    func compare<Value: Equatable>(_ step: Int, _ field: String, _ recorded: Value?, _ mine: Value?) {
      guard recorded != mine else { return }
      let (theirs, ours) = ("\(recorded.map { "\($0)" } ?? "-")", "\(mine.map { "\($0)" } ?? "-")")
      differences.append("\(drill.id) \(step) \(drill.phases[step].step) \(field): PHP \(theirs), played \(ours)")
    }
    let counts = counts
    for (index, phase) in drill.phases.enumerated() {
      compare(index, "seen", phase.seen, seen(at: index))
      compare(index, "write", phase.write, unsaved(at: index))
      for (letter, marks) in phase.hold ?? [:] {
        compare(index, "hold \(letter)", marks, held(at: index)?.first { $0.letter == letter }?.marks)
      }
      guard let mine = counts[index] else { continue }
      let fields: [(String, Int?, Int)] = [
        ("kept", phase.kept, mine.kept), ("stale", phase.stale, mine.stale),
        ("old_unacked", phase.oldUnacked, mine.oldUnacked), ("lost", phase.lost, mine.lost),
        ("error", phase.error, mine.error), ("write_failed", phase.writeFailed, mine.writeFailed),
        ("new_id", phase.newID, mine.newID),
      ]
      for (name, recorded, own) in fields where recorded != nil { compare(index, name, recorded, own) }
    }
    return differences
  }
}
