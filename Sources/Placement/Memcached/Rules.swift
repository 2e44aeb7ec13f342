public import PHPConfiguration

extension Memcached {
  /// A configuration as php-memcached understands it: what placement and one request go by.
  public struct Rules: Sendable {
    public let release: ReleaseRules
    public let locks: Locks
    /// `sess_persistent`, or `PERSISTENT=` in the save_path of 2.2: the worker keeps connections and failures.
    public let isPersistent: Bool
    /// In force, credentials included: they force it.
    public let isBinary: Bool
    /// User name and password are set: servers are told them before anything else.
    public let hasSASL: Bool
    /// `sess_number_of_replicas`, whatever the protocol; what is really copied is `placement.replicas`.
    public let configuredReplicas: Int
    public let randomizesReplicaRead: Bool
    public let removesFailedServers: Bool
    /// How many failed connects in a row make a node fail for good: `sess_server_failure_limit`, or libmemcached's own 5.
    public let failureLimit: Int
    /// `sess_connect_timeout`; zero is libmemcached's own four seconds.
    public let connectTimeout: Duration
    /// An unchanged session is refreshed with a touch instead of being written: `session.lazy_write`, from release 3.0 on.
    public let touchesUnchanged: Bool
    /// `session.use_strict_mode`, from release 3.0 on.
    public let isStrict: Bool
    /// The lifetime of data, from `session.gc_maxlifetime`: nil never ends, zero ends at once.
    public let dataLifetime: Duration?
    /// For PHP's messages.
    public let savePath: String
    public let placement: Sessions

    /// Fills `diagnostics` with the values that the extension refuses or drops and with the dangers of the combination.
    /// Throws where PHP would refuse the configuration or die of it, and where the answer cannot be known.
    /// - Parameter serverName: unused; the keys of this extension do not depend on it.
    public init(
      configuration: Configuration, release: Release, serverName: [UInt8]?, diagnostics: inout [Diagnostic]
    ) throws(PoolError) {
      let rules = try ReleaseRules(release)
      var directives = Directives(configuration)
      let given = GivenSettings(&directives, release: rules)
      diagnostics += directives.remarks
      let path = try SessionPath(configuration["session.save_path"], release: rules)
      diagnostics += path.remarks
      try path.refuseUnknowable(at: configuration["session.save_path"]?.location)
      try self.init(given, path: path, release: rules)
      diagnostics += remarks(configuration)
    }

    private init(_ given: GivenSettings, path: SessionPath, release: ReleaseRules) throws(PoolError) {
      let options = path.client.settings
      self.release = release
      locks = given.locks
      isPersistent = given.isPersistent || path.isPersistent
      isBinary = given.isBinary || given.hasSASL || options.isBinary
      hasSASL = given.hasSASL
      configuredReplicas = given.replicas > 0 ? given.replicas : options.replicas
      randomizesReplicaRead = given.randomizesReplicaRead || options.randomizesReplicaRead
      removesFailedServers = given.removesFailedServers || options.removesFailedServers
      failureLimit = given.failureLimit
      connectTimeout = given.connectTimeout
      touchesUnchanged = given.touchesUnchanged
      isStrict = given.isStrict
      dataLifetime = given.dataLifetime
      savePath = path.text
      var client = path.client
      switch given.ring {
      case nil: break
      case .ketama: client.place(by: .ketama)
      case .ketamaWeighted: client.setLibketamaCompatible(true)
      }
      guard let distribution = client.plainDistribution else { throw .randomDistribution }
      placement = Sessions(
        distribution: distribution,
        keys: Keys(
          prefix: given.prefix.isEmpty ? options.prefix : given.prefix, hasLocks: given.locks.areTaken,
          isBinary: isBinary),
        replicas: Replicas(count: isBinary ? configuredReplicas : 0, nodeCount: path.client.servers.count))
    }

    /// On a healthy pool users get the sessions of other users, because answers shift in the connection (measured with 3.2.0;
    /// with any of these off it does not happen).
    public var mixesAnswers: Bool { isPersistent && isBinary && locks.areTaken && placement.replicas.count > 0 }

    /// How often a request writes a record before it gives up: each try that fails warns.
    public var writeTries: Int {
      guard removesFailedServers, configuredReplicas > 0 else { return 1 }
      let (tries, tooMany) = configuredReplicas.multipliedReportingOverflow(by: failureLimit + 1)
      return tooMany ? Locks.mostTries : min(tries + 1, Locks.mostTries)
    }
  }

  /// How a request waits for the lock of its session.
  public struct Locks: Hashable, Sendable {
    /// Whatever is configured, no more tries than these are played: every node has answered the same long before.
    static let mostTries = 100_000
    /// Nor longer waits than this, 24 days.
    static let longestMilliseconds = Int(Int32.max)

    public let areTaken: Bool
    /// At least 1.
    public let tries: Int
    /// Between two tries, when the lock is another's; a try that fails otherwise is repeated at once.
    public let firstWait: Duration
    /// The wait doubles up to this.
    public let longestWait: Duration
    /// Nil: a lock whose request died stays for ever.
    public let lifetime: Duration?
    /// It is `memcached.sess_lock_expire`. Otherwise it is `max_execution_time` as each request has it when it takes the
    /// lock, which `set_time_limit()` changes and the command line sets to 0.
    public let isLifetimeStated: Bool
  }
}
