import Fixtures
import PHPConfiguration
import Placement
import Replay
import Testing

/// One whole request of the real extension, and the node that a second one read.
private struct Row: Decodable {
  struct Outcome: Decodable {
    var start: Bool
    var warnings: [String]
  }

  var ini: [String: JSON]?
  var savePath: String?
  var mode: String?
  var down: [String]?
  var key: String
  var chosen: [String]
  /// Null where replica reads are random.
  var readFrom: [String]?
  var outcome: Outcome?

  enum CodingKeys: String, CodingKey {
    case ini, mode, down, key, outcome
    case savePath = "save_path"
    case chosen = "servers_chosen"
    case readFrom = "read_from"
  }
}

@Suite("Requests agree with recorded ones of php-memcached 3.2.0") struct MemcachedRecordedTests {
  @Test("Copies, the node read next, the start and every warning")
  func requests() throws {
    var count = 0
    for row in try Fixtures.lines("php-memcached.jsonl", as: Row.self) {
      guard let path = row.savePath, row.mode == "live", let recorded = row.outcome else { continue }
      let bench = try MemcachedBench(path, (row.ini ?? [:]).compactMapValues(\.text))
      let names = bench.pool.nodes.map(\.name)
      let down = Set((row.down ?? []).compactMap { names.firstIndex(of: $0) })
      let location = Locator(pool: bench.pool, down: down).locate(Array(row.key.utf8))
      let what: Comment = "\(row.ini ?? [:]) \(path) \(row.key)"
      #expect(Set(location.copies.map { names[$0] }) == Set(row.chosen), what)
      if let read = row.readFrom?.first { #expect(location.owner.map { names[$0] } == read, what) }

      var world = bench
      for node in down { world.cut(node) }
      let outcome = world.play(.write(version: 1), row.key)
      #expect(outcome.started == recorded.start, what)
      #expect(outcome.warnings.count == recorded.warnings.count, what)
      for (ours, theirs) in zip(outcome.warnings, recorded.warnings) {
        // The recorded texts are cut short, and ours leave out the addresses behind libmemcached's words.
        #expect(theirs.hasPrefix(ours.prefix(theirs.count)) || ours.hasPrefix(theirs.prefix(60)), what)
      }
      count += 1
    }
    #expect(count == 450)
  }
}
