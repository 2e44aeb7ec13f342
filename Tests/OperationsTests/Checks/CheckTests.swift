import FoundationEssentials
import MemcacheClient
import PHPConfiguration
import Placement
import Testing

@testable import Operations

@Suite("Each check judges what was seen") struct CheckTests {
  /// A check, what its second node counts and has as settings now, and the answer that belongs to it.
  struct Cell: Sendable, CustomTestStringConvertible {
    let check: Check
    let fields: [String: String]
    let status: CheckStatus
    let words: String

    init(_ check: Check, _ fields: [String: String], _ status: CheckStatus, _ words: String) {
      (self.check, self.fields, self.status, self.words) = (check, fields, status, words)
    }

    var testDescription: String { "\(check.name) \(fields)" }
  }

  static let cells: [Cell] = [
    Cell(.evictions, [:], .ok, "none since the last run"),
    Cell(.evictions, ["evictions": "12"], .warning, "b:11211 throws away 12 items a minute"),
    Cell(.evictions, ["evictions": "61"], .critical, "61 items a minute"),
    Cell(.evictions, ["evictions": ""], .unknown, "b:11211 does not count evictions"),
    Cell(.rejected, ["rejected_connections": "3"], .warning, "b:11211 refuses 3 connections a minute"),
    Cell(.rejected, ["rejected_connections": "6", "listen_disabled_num": "5"], .critical, "11 connections"),
    Cell(.rejected, ["rejected_connections": "", "listen_disabled_num": ""], .unknown, "does not count rejected"),
    Cell(.evictedTime, [:], .ok, "nothing alive was thrown away"),
    Cell(.evictedTime, ["items:5:evicted": "3", "items:5:evicted_time": "1500"], .ok, "nothing alive was thrown away"),
    Cell(
      .evictedTime, ["items:5:evicted": "3", "items:5:evicted_time": "900"], .warning,
      "had not been used for 15 min, while session.gc_maxlifetime is 1000 s"),
    Cell(
      .evictedTime,
      [
        "items:5:evicted": "3", "items:5:evicted_time": "900", "items:9:evicted": "1", "items:9:evicted_time": "20",
      ], .critical, "20 s"),
    Cell(.memory, [:], .ok, "enough on all nodes"),
    Cell(.memory, ["bytes": "810"], .warning, "b:11211 has 81% of its memory in use"),
    Cell(.memory, ["bytes": "901"], .critical, "90%"),
    Cell(.memory, ["limit_maxbytes": ""], .unknown, "b:11211 does not tell its memory"),
    Cell(.connections, ["curr_connections": "799"], .ok, "enough room"),
    Cell(.connections, ["curr_connections": "801"], .warning, "801 of 1000 connections in use, 80%"),
    Cell(.connections, ["curr_connections": "950"], .critical, "95%"),
    Cell(.connections, ["curr_connections": "950", "reserved_fds": ""], .critical, "950 of 1024"),
    Cell(.connections, ["max_connections": "", "maxconns": ""], .unknown, "does not tell its connections"),
    Cell(.clockSkew, [:], .ok, "all clocks agree"),
    Cell(.clockSkew, ["time": "\(SightOfPool.second + 10)"], .warning, "b:11211 has its clock 10 s ahead"),
    Cell(.clockSkew, ["time": "\(SightOfPool.second - 300)"], .critical, "5 min behind"),
    Cell(.clockSkew, ["time": ""], .unknown, "does not tell its time"),
    Cell(.lastRestart, [:], .ok, "none lately"),
    Cell(.lastRestart, ["uptime": "182"], .warning, "b:11211 was started 3 min ago"),
    Cell(.lastRestart, ["uptime": ""], .unknown, "does not tell when it was started"),
    Cell(.lastFlush, [:], .ok, "none lately"),
    // Counted from 62 s before the start, one second less.
    Cell(.lastFlush, ["oldest": "\(100_000 + 61 - 180)"], .warning, "b:11211 was flushed by somebody 3 min ago"),
    Cell(.lastFlush, ["oldest": "\(100_000 + 61 + 30)"], .warning, "fires in 30 s"),
    Cell(.lastFlush, ["time": ""], .unknown, "does not tell when it was flushed"),
    Cell(.settings, [:], .ok, "all nodes are configured alike"),
    Cell(
      .settings, ["item_size_max": "2000"], .warning, "nodes differ in item_size_max (a:11211: 1000, b:11211: 2000)"),
    Cell(
      .settings, ["maxbytes": "9", "version": "1.6.45"], .warning, "maxbytes (a:11211: 1000, b:11211: 9), version ("),
  ]

  @Test("By what nodes count and how they are set", arguments: cells)
  func cell(_ cell: Cell) throws {
    var sight = try SightOfPool.healthy()
    let past = sight.nodes[1].past
    sight.nodes[1] = SightOfPool.node("b:11211", cell.fields)
    sight.nodes[1].past = past
    expect(cell.check, sight, cell.status, cell.words)
  }

  @Test("Nothing that nodes tell is known of a node that gives no answer, or none in time")
  func silentNode() throws {
    let bySurvey: [Check] = [
      .evictions, .rejected, .evictedTime, .memory, .connections, .roundTrip, .clockSkew, .lastRestart, .lastFlush,
      .settings,
    ]
    for check in bySurvey {
      var sight = try SightOfPool.healthy()
      sight.nodes[1] = SightOfPool.node("b:11211", failure: .refused)
      expect(check, sight, .unknown, "b:11211 gives no answer (refused)")
      sight.nodes[1].sample = nil
      expect(check, sight, .unknown, "b:11211 has given no answer in time")
      // An alarm elsewhere is not hidden by that.
      sight.nodes[0] = SightOfPool.node("a:11211", ["bytes": "950"])
      if check.name == "memory" { expect(check, sight, .critical, "a:11211 has 95%") }
    }
  }

  @Test("Nodes count by their share of the sessions")
  func nodes() throws {
    var sight = try SightOfPool.healthy()
    expect(.nodes, sight, .ok, "all 2 answer")
    sight.nodes[1] = SightOfPool.node("b:11211", failure: .refused)
    expect(.nodes, sight, .warning, "50% of sessions have their owner on what cannot be used: b:11211 (refused)")
    sight.nodes[0].sample = nil
    expect(.nodes, sight, .critical, "100% of sessions")
    #expect(result(.nodes, sight).worst?.number == 100)
  }

  @Test(
    "Round trips are in milliseconds", arguments: [(900, CheckStatus.ok), (25_000, .warning), (250_000, .critical)])
  func roundTrip(_ microseconds: Int, _ status: CheckStatus) throws {
    var sight = try SightOfPool.healthy()
    sight.nodes[1].sample = SightOfPool.sample("b:11211", trip: .microseconds(microseconds))
    #expect(result(.roundTrip, sight).status == status)
    #expect(result(.roundTrip, sight).worst?.number == Double(microseconds) / 1000)
  }

  @Test("The first run has no rates and is no alarm; one whose counters cannot be kept never has any, and says so")
  func firstRun() throws {
    var sight = try SightOfPool.healthy()
    for index in sight.nodes.indices { sight.nodes[index].past = nil }
    for check in [Check.evictions, .rejected, .evictedTime] {
      expect(check, sight, .ok, "rates need a second run")
      var unkept = sight
      unkept.stateProblem = "cannot be written"
      expect(check, unkept, .unknown, "cannot be written")
    }
  }

  @Test("A warm restart shows although the uptime goes on")
  func warmRestart() throws {
    var sight = try SightOfPool.healthy()
    sight.nodes[1].counts?.warmRestart = SightOfPool.now.timeIntervalSince1970 - 60
    expect(.lastRestart, sight, .warning, "60 s ago with what it held before")
  }

  @Test(
    "The largest session counts against the largest item",
    arguments: [(700, CheckStatus.ok), (800, .warning), (999, .critical)])
  func itemSize(_ bytes: Int, _ status: CheckStatus) throws {
    var sight = try SightOfPool.healthy()
    sight.listing = .seen(ListingSight(largest: ["a:11211": 10, "b:11211": bytes], gaps: []))
    #expect(result(.itemSize, sight).status == status)
    #expect(result(.itemSize, sight).worst?.number == Double(bytes) / 10)
  }

  @Test("A session that was too large to be stored is in no listing, and counts as one at the limit")
  func tooLarge() throws {
    var sight = try SightOfPool.healthy()
    let past = sight.nodes[1].past
    sight.nodes[1] = SightOfPool.node("b:11211", ["store_too_large": "2"])
    sight.nodes[1].past = past
    sight.listing = .seen(ListingSight(largest: [:], gaps: []))
    expect(.itemSize, sight, .critical, "b:11211 refused 2 items as too large since the last run")
  }

  @Test("What was listed in part is not known to be well")
  func partialListing() throws {
    var sight = try SightOfPool.healthy()
    for check in [Check.itemSize, .copiesDiffer, .copiesMissing, .locks] {
      expect(check, sight, .unknown, "not finished")
    }
    sight.listing = .seen(ListingSight(largest: ["a:11211": 10], gaps: ["b:11211 was not listed in time"]))
    expect(.itemSize, sight, .unknown, "b:11211 was not listed in time")
    sight.listing = .seen(ListingSight(largest: ["a:11211": 950], gaps: ["b:11211 was not listed in time"]))
    expect(.itemSize, sight, .critical, "a:11211 has a session of 950 bytes")
    sight.locks = .failed("no room")
    expect(.locks, sight, .unknown, "no room")
  }

  @Test("Copies are judged as part of the sample")
  func copies() throws {
    var sight = try SightOfPool.healthy()
    var copies = CopiesSight(configured: 2, judged: 100, differing: [], missing: 0, gaps: [])
    sight.copies = .seen(copies)
    expect(.copiesDiffer, sight, .ok, "all copies in the sample are the same")
    expect(.copiesMissing, sight, .ok, "none in the sample")
    copies.differing = ["abc"]
    copies.missing = 11
    sight.copies = .seen(copies)
    expect(.copiesDiffer, sight, .warning, "1% of 100 sessions have copies that differ: abc")
    expect(.copiesMissing, sight, .warning, "11% of 100 sessions have fewer than 2 copies")
    copies.differing = (0..<11).map { "\($0)" }
    sight.copies = .seen(copies)
    expect(.copiesDiffer, sight, .critical, "11%")
    sight.copies = .seen(CopiesSight(configured: 2, judged: 0, differing: [], missing: 0, gaps: []))
    expect(.copiesDiffer, sight, .ok, "no session to compare")
    sight.copies = .seen(CopiesSight(configured: 2, judged: 5, differing: [], missing: 0, gaps: ["b is gone"]))
    expect(.copiesMissing, sight, .unknown, "b is gone")
  }

  @Test("Locks left behind are counted, those that are held are not")
  func locks() throws {
    var sight = try SightOfPool.healthy()
    sight.locks = .seen(LocksSight(held: 9, abandoned: 0, endless: 0, gaps: []))
    expect(.locks, sight, .ok, "none is left behind, 9 held")
    sight.locks = .seen(LocksSight(held: 9, abandoned: 2, endless: 1, gaps: []))
    expect(.locks, sight, .warning, "3 locks left behind (2 abandoned, 1 without end)")
    sight.locks = .seen(LocksSight(held: 0, abandoned: 11, endless: 0, gaps: []))
    expect(.locks, sight, .critical, "11 locks")
  }

  @Test("A canary that does not come back is critical")
  func probe() throws {
    var sight = try SightOfPool.healthy()
    let fine = ProbedNode(node: "a:11211", problem: nil)
    sight.probe = .seen([fine, ProbedNode(node: "b:11211", problem: nil)])
    expect(.probe, sight, .ok, "written, read and removed on 2 nodes")
    sight.probe = .seen([fine, ProbedNode(node: "b:11211", problem: "takes no session")])
    expect(.probe, sight, .critical, "b:11211 takes no session")
    sight.probe = .pending
    expect(.probe, sight, .unknown, "not finished in time")
  }

  @Test(
    "The gravest finding of the configuration decides",
    arguments: [
      ([], CheckStatus.ok), ([.info], .ok), ([.info, .warning], .warning), ([.warning, .critical], .critical),
    ] as [([Diagnostic.Severity], CheckStatus)])
  func configuration(_ severities: [Diagnostic.Severity], _ status: CheckStatus) throws {
    let sight = Sight(
      pool: "shop", php: nil,
      findings: severities.map {
        Diagnostic(
          code: "MC1", severity: $0, message: "found \($0)", effect: "", cure: "",
          location: PHPConfiguration.SourceLocation(source: "php.ini", line: 3))
      }, nodes: [], now: .now)
    #expect(result(.configuration, sight).status == status)
    if let worst = severities.max(), worst > .info {
      expect(.configuration, sight, status, "MC1 found \(worst) (php.ini:3)")
    }
  }

  @Test("What a pool cannot have is no alarm")
  func pointless() throws {
    var bare = try SightOfPool.healthy()
    bare = Sight(pool: "servers", php: nil, findings: nil, nodes: bare.nodes, now: bare.now)
    for check in [Check.copiesDiffer, .copiesMissing, .locks, .itemSize, .probe, .evictedTime, .configuration] {
      #expect(result(check, bare).status == .ok, "\(check.name)")
      #expect(result(check, bare).worst == nil)
    }
    let single = try SightOfPool.healthy(.memcached, ["memcached.sess_locking": "0"])
    expect(.copiesDiffer, single, .ok, "PHP keeps one copy")
    expect(.locks, single, .ok, "this pool takes no locks")
  }

  @Test("Thresholds of the user count instead of the check's own")
  func thresholds() throws {
    var sight = try SightOfPool.healthy()
    sight.nodes[1] = SightOfPool.node("b:11211", ["bytes": "500"])
    let stricter = Thresholds(
      warnings: ["memory": try #require(AlertRange("10"))], criticals: ["memory": try #require(AlertRange("@45:55"))])
    let judged = CheckResult(.memory, sight, stricter)
    #expect(judged.status == .critical && judged.critical?.description == "@45:55")
    #expect(judged.values.map(\.status) == [.ok, .critical])
  }

  @Test("When the time was over, the answer is critical or unknown")
  func cut() throws {
    var sight = try SightOfPool.healthy()
    sight.nodes[1] = SightOfPool.node("b:11211", ["bytes": "850"])
    func report(_ check: Check, cut: Duration?) -> CheckReport {
      CheckReport(results: [result(check, sight)], notes: [], problems: [], cut: cut)
    }
    #expect(report(.memory, cut: nil).status == .warning)
    #expect(report(.memory, cut: .seconds(1)).status == .unknown)
    sight.nodes[1] = SightOfPool.node("b:11211", ["bytes": "950"])
    #expect(report(.memory, cut: .seconds(1)).status == .critical)
    #expect(CheckReport(results: [], notes: [], problems: []).status == .unknown)
    let beside = CheckReport(results: [result(.roundTrip, sight)], notes: [], problems: ["no such pool"])
    #expect(beside.status == .unknown)
  }

  private func result(_ check: Check, _ sight: Sight) -> CheckResult { CheckResult(check, sight, Thresholds()) }

  private func expect(
    _ check: Check, _ sight: Sight, _ status: CheckStatus, _ words: String,
    at place: Testing.SourceLocation = #_sourceLocation
  ) {
    let result = result(check, sight)
    #expect(result.status == status, "\(result.message)", sourceLocation: place)
    #expect(result.message.contains(words), "\(result.message)", sourceLocation: place)
  }
}
