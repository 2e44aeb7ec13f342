extension Check {
  static let memory = Check(
    "memory", "bytes of a node's items, in percent of its limit (-m)",
    effect: "a full node throws away sessions before they end; in each class of sizes that can begin far below 100 %",
    cure: "give the node more memory (memcached -m); mcpool session summary shows what fills it", unit: .percent,
    warning: .upTo(80), critical: .upTo(90), need: .survey
  ) { sight in
    sight.observe(remark: "enough on all nodes") { _, sample in
      guard let bytes = sample.general.number("bytes"), let limit = sample.general.number("limit_maxbytes"), limit > 0
      else { return .gap("does not tell its memory") }
      let part = bytes / limit * 100
      return .value(part, "has \(percent(part)) of its memory in use")
    }
  }

  /// memcached keeps descriptors back. 1.6.18 with -c 64, 128 and 1024, 2 and 4 threads: the next client is refused
  /// when `curr_connections` is `max_connections` - `reserved_fds` - 4. Servers without `reserved_fds` are taken at
  /// their word.
  static let connections = Check(
    "connections", "open connections of a node, in percent of those that it can have: -c less what it keeps back",
    effect: "above the limit PHP is refused and takes the node for dead",
    cure: "start memcached with more connections (-c), or have PHP open fewer (FPM's pm.max_children, persistent ones)",
    unit: .percent, warning: .upTo(80), critical: .upTo(90), need: .survey
  ) { sight in
    sight.observe(remark: "enough room on all nodes") { _, sample in
      let most = sample.general.number("max_connections") ?? sample.settings.number("maxconns")
      guard let open = sample.general.number("curr_connections"), let most, most > 0 else {
        return .gap("does not tell its connections")
      }
      let usable = max(1, sample.general.number("reserved_fds").map { most - $0 - 4 } ?? most)
      let part = open / usable * 100
      return .value(part, "has \(Int(open)) of \(Int(usable)) connections in use, \(percent(part))")
    }
  }

  static let itemSize = Check(
    "item_size",
    "the largest session on a node, in percent of the largest item that it takes (-I); 100 if it refused one",
    effect: "a session that grows beyond the limit is no longer saved: its user keeps the old one, or is logged out",
    cure: "find it with mcpool session list --sort size --limit 5; have less in it, or raise -I on all nodes",
    unit: .percent, warning: .upTo(75), critical: .upTo(90), need: .listing
  ) { sight in
    guard sight.php != nil else { return .pointless("bare nodes: nothing tells sessions from other items") }
    return sight.judge(sight.listing) { listing in
      var observation = sight.observe(remark: "all sessions are far from the limit") { node, sample in
        guard let limit = sample.settings.number("item_size_max"), limit > 0 else {
          return .gap("does not tell its item_size_max")
        }
        let refused = node.past.flatMap { past in
          node.counts.flatMap { NodeGrowth(from: past, to: $0).tooLarge }
        }
        if let refused, refused > 0 {
          return .value(100, "refused \(count(Int(refused), "item")) as too large since the last run")
        }
        guard let largest = listing.largest[node.name] else { return .nothing }
        let part = Double(largest) / limit * 100
        return .value(part, "has a session of \(largest) bytes, \(percent(part)) of what it takes")
      }
      observation.gaps += listing.gaps.filter { !observation.gaps.contains($0) }
      return observation
    }
  }
}
