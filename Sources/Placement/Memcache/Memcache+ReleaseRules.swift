extension Memcache {
  /// What a release of pecl/memcache does differently from the others.
  ///
  /// Up to 4.0.0 read in the project's history; 8.0 and 8.2 measured. What counts is the name of the package: 8.0 and
  /// 4.0.5.3 both report themselves as 4.0.5.2, 8.0.1 and 8.0-fixed as 8.1-dev.
  public struct ReleaseRules: Hashable, Sendable {
    /// In order of time, named by what is new for sessions.
    public enum Generation: Int, Comparable, Sendable {
      /// 2.2.x: one copy at the bare key; failover is part of the lookup.
      case single
      /// 3.0.1, 3.0.2: copies, the first one at the bare key; no lock.
      case unlockedCopies
      /// 3.0.4 to 3.0.8: locks, numbered keys, one copy less than asked for.
      case oneCopyLess
      /// 4.0.0: as many copies as asked for.
      case asManyCopies
      /// 4.0.1 to 4.0.5.2, 8.0, 8.0-fixed: a live node's miss ends the read.
      case missIsFinal
      /// 4.0.5.3, 8.0.1, 8.2 and later: after a miss the mirrors are asked.
      case mirrorsHeal

      public static func < (a: Generation, b: Generation) -> Bool { a.rawValue < b.rawValue }
    }

    public let generation: Generation
    /// The numbers of the release: 4.0.5.2 is [4, 0, 5, 2].
    let numbers: [Int]

    /// Throws `.unknown` for a release whose behaviour is not known.
    public init(_ release: Release) throws(PoolError) {
      let isFixed = release.value == "8.0-fixed"
      let parts = (isFixed ? "8.0" : release.value).split(separator: ".", omittingEmptySubsequences: false)
      let numbers = parts.compactMap { part in part.allSatisfy(\.isNumber) ? Int(part) : nil }
      guard numbers.count == parts.count, let generation = Self.generation(of: numbers) else {
        throw PoolError(
          kind: .unknown, message: "\"\(release.value)\" is no release of the memcache extension that mcpool knows",
          effect: "where PHP puts and looks for sessions depends on the release",
          cure:
            "set mcpool.extension_release to 2.2.x, 3.0.1, 3.0.2, 3.0.4 to 3.0.8, 4.0.0 to 4.0.5.3, 8.0, 8.0-fixed, "
            + "8.0.1, 8.2 or a later one: the name of the package, since several releases report another version")
      }
      self.generation = generation
      self.numbers = numbers
    }

    private static func generation(of numbers: [Int]) -> Generation? {
      func isBefore(_ other: [Int]) -> Bool { numbers.lexicographicallyPrecedes(other) }
      switch numbers.prefix(2) {
      case [2, 2]: return .single
      case [3, 0]:
        if !isBefore([3, 0, 1]), isBefore([3, 0, 3]) { return .unlockedCopies }
        return !isBefore([3, 0, 4]) && isBefore([3, 0, 9]) ? .oneCopyLess : nil
      case [4, 0]:
        if isBefore([4, 0, 1]) { return .asManyCopies }
        return isBefore([4, 0, 5, 3]) ? .missIsFinal : .mirrorsHeal
      case [8, 0]: return isBefore([8, 0, 1]) ? .missIsFinal : .mirrorsHeal
      // A build that calls itself 8.1 is 8.0-fixed (old rule) or 8.0.1 (new rule).
      case [8, 1], [8]: return nil
      default: return isBefore([8, 2]) ? nil : .mirrorsHeal
      }
    }

    /// A session's lock is an item beside its data.
    public var locks: Bool { generation >= .oneCopyLess }
    /// A node that is up and has no data ends the read: the session is empty, and its mirrors are overwritten.
    public var missIsFinal: Bool { generation == .missIsFinal || generation == .single }
    /// The first candidate is looked up by the bare key, not by `key-0`.
    var beginsWithBareKey: Bool { generation <= .unlockedCopies }
    /// memcache.allow_failover has a say for sessions.
    var failsOver: Bool { generation <= .unlockedCopies }
    /// gc_maxlifetime is sent as it is; the server takes more than 30 days for a date in 1970.
    public var sendsRelativeLifetime: Bool { generation <= .oneCopyLess }
    /// The servers' timeout is whole seconds.
    var truncatesTimeout: Bool { generation <= .oneCopyLess }
    var standardByDefault: Bool { generation == .single }

    /// The distinct nodes that get a copy, when there are so many.
    func copies(redundancy: Int) -> Int {
      switch generation {
      case .single: 1
      case .oneCopyLess: max(1, redundancy - (redundancy == .min ? 0 : 1))
      case .unlockedCopies, .asManyCopies, .missIsFinal, .mirrorsHeal: max(1, redundancy)
      }
    }
  }
}

extension Memcache.ReleaseRules {
  /// Whether the release has a directive of this name (`memcache.` and the rest).
  func knows(_ directive: String) -> Bool {
    switch directive.dropFirst("memcache.".count) {
    case "hash_strategy", "hash_function", "allow_failover", "max_failover_attempts", "default_port", "chunk_size": true
    case "default_timeout_ms": generation == .single
    case "session_redundancy", "redundancy", "protocol": generation >= .unlockedCopies
    case "lock_timeout", "compress_threshold": generation >= .oneCopyLess
    case "session_save_path", "prefix_static_key", "prefix_host_key", "prefix_host_key_remove_www",
      "prefix_host_key_remove_subdomain", "session_prefix_static_key", "session_prefix_host_key",
      "session_prefix_host_key_remove_www", "session_prefix_host_key_remove_subdomain":
      generation >= .asManyCopies
    case "select_api": [8, 2].lexicographicallyPrecedes(numbers)
    default: false
    }
  }
}
