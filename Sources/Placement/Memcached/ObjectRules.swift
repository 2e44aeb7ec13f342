import PHPConfiguration

extension Memcached {
  /// A `Memcached` object for the servers of a configuration, with the options that an application sets first.
  public struct ObjectRules: Sendable {
    public let release: ReleaseRules
    public let settings: Client.Settings
    public let placement: Objects

    /// The constructor, the options in their order, then `addServers`. Where the save_path of 2.2 is a configuration string
    /// it is the constructor's, and the options come behind its servers.
    init(
      configuration: Configuration, release: Release, options: [(Option, OptionValue)],
      diagnostics: inout [Diagnostic]
    ) throws(ObjectPoolError) {
      let rules: ReleaseRules
      let path: SessionPath
      do throws(PoolError) {
        rules = try ReleaseRules(release)
        path = try SessionPath(configuration["session.save_path"], release: rules)
      } catch { throw .pool(error) }
      var client = path.isConfigurationString ? path.client : Client(release: rules)
      client.applyDefaults(configuration)
      do throws(OptionRefusal) {
        for (option, value) in options { try client.setOption(option, to: value) }
        if !path.isConfigurationString { client.add(path.client.servers) }
      } catch { throw .option(error) }
      // A configuration string with it was refused above: only an option can have set it.
      guard let distribution = client.plainDistribution else { throw .option(.random) }
      self.release = rules
      settings = client.settings
      placement = Objects(distribution, client.settings, release: rules)
      let location = configuration["session.save_path"]?.location ?? SourceLocation(source: "default", line: 0)
      diagnostics += path.remarks + client.remarks(isWeighted: distribution.isWeighted, at: location)
    }
  }
}

extension Memcached.Client {
  /// What the constructor sets by php.ini before anything else.
  mutating func applyDefaults(_ configuration: Configuration) {
    let directives = Memcached.Directives(configuration)
    settings.storeRetries = directives.integer("memcached.store_retry_count", default: release.storeRetries)
    guard release.hasObjectDefaults else { return }
    if directives.isOn("memcached.default_consistent_hash", default: false) { place(by: .consistent) }
    if directives.isOn("memcached.default_binary_protocol", default: false) {
      settings.isBinary = true
      settings.verifiesKeys = false
    }
  }

  /// What the calls do otherwise than they look.
  fileprivate func remarks(isWeighted: Bool, at location: SourceLocation) -> [Diagnostic] {
    var found = remarks
    if settings.replicas > 0, !settings.isBinary {
      found.append(
        Memcached.OptionRemark(
          code: "MC220", message: "OPT_NUMBER_OF_REPLICAS without the binary protocol",
          effect: "no copy is made, and no warning is given", cure: "set OPT_BINARY_PROTOCOL"))
    }
    if Set(servers.map(\.node.weight)).count > 1, !isWeighted {
      found.append(
        Memcached.OptionRemark(
          code: "MC230", message: "the servers have weights", effect: "this distribution ignores them",
          cure: "set OPT_LIBKETAMA_COMPATIBLE, or a ring before the servers are added"))
    }
    return found.map {
      Diagnostic(
        code: $0.code, severity: .warning, message: $0.message, effect: $0.effect, cure: $0.cure, location: location)
    }
  }
}
