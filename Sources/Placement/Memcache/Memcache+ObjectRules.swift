import PHPConfiguration

extension Memcache {
  /// A `Memcache` object for the servers of a configuration: what php.ini says of applications' own keys.
  public struct ObjectRules: Sendable {
    public let release: ReleaseRules
    public let maxFailoverAttempts: Int
    public let allowFailover: Bool
    public let servers: [Server]
    public let placement: Objects

    /// Throws where PHP would refuse the servers or die of them.
    init(
      configuration: Configuration, release: Release, serverName: [UInt8]?, diagnostics: inout [Diagnostic]
    ) throws(PoolError) {
      let rules = try ReleaseRules(release)
      var directives = Directives(configuration, rules: rules, release: release)
      let strategy = directives.choice(
        "memcache.hash_strategy", default: rules.standardByDefault ? HashStrategy.standard : .consistent)
      let function = directives.choice("memcache.hash_function", default: HashFunction.crc32)
      // 2.2.x knows no copies; all of its directives that came later are none.
      let redundancy = directives.integer("memcache.redundancy", from: 1, default: 1)
      maxFailoverAttempts = directives.integer("memcache.max_failover_attempts", from: 1, default: 20)
      allowFailover = directives.integer("memcache.allow_failover", default: 1) != 0
      let setting = try Self.servers(configuration, rules: rules)
      let path = try SavePath(setting, rules: rules)
      let prefix = try Prefix(&directives, family: "memcache.prefix", serverName: serverName)
      let memoryLimit = MemoryLimit(directives["memory_limit"])
      let dangers = Dangers(
        servers: path.servers, strategy: strategy, function: function, setting: setting, rules: rules,
        redundancy: redundancy)
      for server in path.servers where server.node.weight <= 0 {
        throw dangers.error(
          .refused, "MC105", "\(server.node.name) has a weight of \(server.node.weight)",
          effect: "addServer() returns false and warns \"weight must be a positive integer\"",
          cure: "give it a weight of 1 or more")
      }
      try dangers.refuseCrashes(memoryLimit: memoryLimit.bytes)
      if prefix.bytes.count > Keys.longest {
        throw dangers.error(
          .crashes, "MC107", "the prefix before keys has \(prefix.bytes.count) bytes",
          effect: "PHP writes behind the end of a buffer", cure: "keep prefix and key within 250 bytes")
      }
      diagnostics += directives.remarks + memoryLimit.remarks + prefix.remarks + path.remarks
      self.release = rules
      servers = path.servers
      placement = Objects(
        servers: path.servers, strategy: strategy, function: function, prefix: prefix.bytes, redundancy: redundancy,
        maxFailoverAttempts: maxFailoverAttempts)
    }

    private static func servers(_ configuration: Configuration, rules: ReleaseRules) throws(PoolError) -> Setting {
      let own = rules.knows("memcache.session_save_path") ? configuration["memcache.session_save_path"] : nil
      let setting = own ?? configuration["session.save_path"]
      if let setting, !SavePath.pieces(of: setting.value).isEmpty { return setting }
      throw PoolError(
        kind: .refused, message: "\(setting?.name ?? "session.save_path") names no server",
        effect: "an object without servers stores nothing", cure: "name the servers: tcp://HOST:PORT, tcp://HOST:PORT",
        location: setting?.location)
    }
  }
}
