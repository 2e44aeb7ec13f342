public import PHPConfiguration

extension Memcache {
  /// Everything of a configuration that decides what pecl/memcache does with a session.
  public struct Rules: Sendable {
    public let release: ReleaseRules
    public let strategy: HashStrategy
    public let function: HashFunction
    /// `memcache.session_redundancy`
    public let redundancy: Int
    public let maxFailoverAttempts: Int
    /// Has a say for sessions up to 3.0.2 only.
    public let allowFailover: Bool
    /// The life of a lock; who waits for one sleeps up to twice as long. At most 68 years, whatever is configured.
    public let lockTimeout: Duration
    /// `session.gc_maxlifetime`, the life of a session, in seconds.
    public let maxLifetime: Int
    /// What stands before the id in a key, as PHP works it out for a request.
    public let prefix: [UInt8]
    /// In save_path order, with their timeouts.
    public let servers: [Server]
    /// session.save_path as PHP's warnings name it.
    public let savePathInWarnings: String
    public let placement: Sessions

    /// Throws where PHP would refuse the configuration, hang or crash, or where its answer cannot be known; `diagnostics`
    /// gets what PHP drops or does unexpectedly.
    public init(
      configuration: Configuration, release: Release, serverName: [UInt8]?, diagnostics: inout [Diagnostic]
    ) throws(PoolError) {
      let rules = try ReleaseRules(release)
      var directives = Directives(configuration, rules: rules, release: release)
      let first = diagnostics.count
      // Also for a configuration that makes no pool.
      defer { diagnostics.insert(contentsOf: directives.remarks, at: first) }
      strategy = directives.choice("memcache.hash_strategy", default: rules.standardByDefault ? .standard : .consistent)
      function = directives.choice("memcache.hash_function", default: .crc32)
      redundancy = directives.integer("memcache.session_redundancy", from: 1, default: 2)
      maxFailoverAttempts = directives.integer("memcache.max_failover_attempts", from: 1, default: 20)
      lockTimeout = .seconds(min(directives.integer("memcache.lock_timeout", from: 1, default: 15), Self.longestLock))
      allowFailover = directives.integer("memcache.allow_failover", default: 1) != 0
      maxLifetime = directives.integer("session.gc_maxlifetime", default: 1440)
      Self.readRest(&directives)
      let setting = try Self.savePath(configuration, rules: rules)
      let path = try SavePath(setting, rules: rules)
      let prefix: Prefix
      do throws(PoolError) {
        prefix = try Prefix(&directives, family: "memcache.session_prefix", serverName: serverName)
      } catch {
        var error = error
        error.nodes = path.servers.map(\.node)
        throw error
      }
      let memoryLimit = MemoryLimit(directives["memory_limit"])
      diagnostics += memoryLimit.remarks + prefix.remarks
      self.release = rules
      self.prefix = prefix.bytes
      savePathInWarnings = configuration["session.save_path"]?.text ?? ""
      diagnostics += path.remarks
      servers = path.servers
      let dangers = Dangers(
        servers: servers, strategy: strategy, function: function, setting: setting, rules: rules, redundancy: redundancy
      )
      try dangers.refuseCrashes(memoryLimit: memoryLimit.bytes)
      try dangers.refuseLongPrefix(prefix.bytes, at: directives["memcache.session_prefix_static_key"]?.location)
      placement = Sessions(
        servers: servers, strategy: strategy, function: function, prefix: prefix.bytes, redundancy: redundancy,
        maxFailoverAttempts: maxFailoverAttempts, rules: rules)
      try dangers.refuseLoops(reachable: placement.ring.reachable)
      diagnostics += dangers.remarks(
        placement: placement, idLength: directives.integer("session.sid_length", default: 32))
      diagnostics += ProbeBound(placement: placement).remarks(at: setting.location)
    }

    /// The directive in force: memcache.session_save_path, even an empty one, goes before session.save_path.
    static func savePath(_ configuration: Configuration, rules: ReleaseRules) throws(PoolError) -> Setting {
      let own = rules.knows("memcache.session_save_path") ? configuration["memcache.session_save_path"] : nil
      let setting = own ?? configuration["session.save_path"]
      guard let setting, !SavePath.pieces(of: setting.value).isEmpty else {
        throw PoolError(
          kind: .crashes, code: "MC102", message: "\(setting?.name ?? "session.save_path") names no server",
          effect: "PHP dies as soon as a session starts (\"stack smashing detected\" or a segmentation fault)",
          cure: "name the servers: tcp://HOST:PORT, tcp://HOST:PORT", location: setting?.location)
      }
      return setting
    }

    private static let longestLock = Int(Int32.max)

    /// Directives that change no placement, read for the values that PHP refuses.
    private static func readRest(_ directives: inout Directives) {
      _ = directives.integer("memcache.redundancy", from: 1, default: 1)
      _ = directives.integer("memcache.chunk_size", from: 1, default: 32768)
      _ = directives.integer("memcache.compress_threshold", from: 0, default: 20000)
      _ = directives.choice("memcache.protocol", default: WireProtocol.ascii)
      _ = directives.undotted("memcache.prefix_static_key")
    }
  }
}
