import MemcacheClient

/// What a node says of itself when a flush is planned.
struct NodeFacts: Sendable {
  let general: StatTable
  let settings: StatTable

  init(of client: any NodeClient) async throws(NodeFailure) {
    general = StatTable(try await client.stats(nil))
    settings = StatTable(try await client.stats("settings"))
  }

  var items: Int { Int(general.number("curr_items") ?? 0) }
  var clock: ServerClock? { ServerClock(stats: general, settings: settings) }
  /// Started with `-F`.
  var forbidsFlush: Bool { settings["flush_enabled"] == "no" }

  var process: ServerProcess? { ServerProcess(general: general, settings: settings) }

  /// What an operator should know before it is flushed.
  var remarks: [String] {
    var remarks: [String] = []
    if let clock, let flush = clock.flush, flush > clock.now {
      remarks.append("a delayed flush_all is pending and fires in \(flush - clock.now) s; flushing now cancels it")
    }
    if settings["cas_enabled"] == "no", ServerVersion(general["version"] ?? "") <= ServerVersion("1.6.24") {
      remarks.append("it runs without CAS (-C): what is written in the second of the flush is lost too")
    }
    return remarks
  }
}
