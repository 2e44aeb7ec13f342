import FoundationEssentials

extension Check {
  static let roundTrip = Check(
    "round_trip", "the time of one question and answer on an open connection to a node",
    effect: "PHP pays it several times a page",
    cure: "mcpool ping -c 100; look at the network and the node's processors",
    unit: .milliseconds, warning: .upTo(20), critical: .upTo(100), need: .survey
  ) { sight in
    sight.observe(remark: "all nodes answer at once") { _, sample in
      guard let trip = sample.roundTrip else { return .gap("was not timed") }
      let milliseconds = Double(trip.microseconds) / 1000
      return .value(milliseconds, "takes \(decimal(milliseconds)) ms to answer")
    }
  }

  static let clockSkew = Check(
    "clock_skew", "how far a node's clock is ahead of this machine's, good to a second",
    effect: "pecl/memcache 4 and later, and lifetimes over 30 days, end by the node's clock: sessions live longer or "
      + "shorter by as much",
    cure: "keep all clocks with NTP; a memcached on a machine that was suspended must be restarted", unit: .seconds,
    warning: .within(2), critical: .within(30), need: .survey
  ) { sight in
    sight.observe(remark: "all clocks agree") { _, sample in
      guard let skew = sample.life?.clockSkew else { return .gap("does not tell its time") }
      return .value(Double(skew), "has its clock \(span(Double(abs(skew)))) \(skew < 0 ? "behind" : "ahead")")
    }
  }

  static let lastRestart = Check(
    "last_restart", "the time since a node was started",
    effect: "it came back empty: sessions that it owned are read from a copy, or their users were logged out. With a "
      + "memory file (-e) it came back with old sessions",
    cure: "look into the node's journal for why; mcpool session summary shows which sessions miss a copy",
    unit: .seconds, warning: .from(600), critical: nil, need: .survey, fearsLow: true
  ) { sight in
    sight.observe(remark: "none lately") { node, sample in
      guard let life = sample.life else { return .gap("does not tell when it was started") }
      if let past = node.past, let seen = node.counts?.warmRestart {
        let ago = max(0, sight.now.timeIntervalSince1970 - seen)
        let words = seen == past.warmRestart ? "came back" : "has come back since the last run,"
        return .value(ago, "\(words) \(span(ago)) ago with what it held before (another process, its uptime goes on)")
      }
      let ago = max(0, sight.now.timeIntervalSince(life.started))
      return .value(ago, "was started \(span(ago)) ago")
    }
  }

  static let lastFlush = Check(
    "last_flush", "the time since somebody flushed a node; 0 while a flush with a delay is pending",
    effect: "all sessions that it held were thrown away: users without a copy elsewhere are logged out",
    cure: "find out who did it (mcpool's own are in its audit log); memcached -F forbids it to all", unit: .seconds,
    warning: .from(600), critical: nil, need: .survey, fearsLow: true
  ) { sight in
    sight.observe(remark: "none lately") { _, sample in
      guard let life = sample.life else { return .gap("does not tell when it was flushed") }
      if let pending = life.pendingIn {
        return .value(0, "has a delayed flush_all pending that fires in \(pending) s: another flush_all cancels it")
      }
      guard let flush = life.lastFlush else { return .nothing }
      let ago = max(0, sight.now.timeIntervalSince(flush))
      return .value(ago, "was flushed by somebody \(span(ago)) ago")
    }
  }
}
