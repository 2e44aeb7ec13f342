extension Memcached {
  /// A `Memcached` object as an application makes it: options, servers and bucket maps in the order of its calls, which
  /// decides the result.
  ///
  /// php-memcached 3.2.0 on libmemcached 1.1.4. Beside the distribution there is a weighted flag with a history of its own
  /// (`memcached_set_weighted_ketama`), and a ring keeps the points that it was last built with.
  public struct Client: Sendable {
    /// In the order of the calls, or sorted by `OPT_SORT_HOSTS`.
    public private(set) var servers: [Server] = []
    public private(set) var rule = Rule.modula
    public private(set) var keyHash = KeyHash.oneAtATime
    /// The key hash of the moment when the ring was last built.
    private var pointHash = KeyHash.oneAtATime
    private var isWeighted = false
    private var buckets: [Int] = []
    /// What the calls set beside the rule that places keys.
    public internal(set) var settings = Settings()
    /// What PHP took without doing it.
    public internal(set) var remarks: [OptionRemark] = []
    let release: ReleaseRules

    public init(release: ReleaseRules = .measured) { self.release = release }

    /// `addServers`: empty hosts are localhost, port 0 is 11211, weight 0 is 1; a socket has port 0 whatever is said.
    public mutating func addServers(_ entries: [(host: [UInt8], port: UInt16, weight: Int)]) {
      add(
        entries.map { host, port, weight in
          let isSocket = host.first == UInt8(ascii: "/")
          return Server(
            host: host.isEmpty ? Array("localhost".utf8) : host, port: isSocket ? 0 : port == 0 ? defaultPort : port,
            weight: max(1, weight))
        })
    }

    /// `addServer`: as `addServers` with one, but a socket without a port gets 11211, and a weight counts for rings only.
    public mutating func addServer(host: [UInt8], port: UInt16, weight: Int) {
      addOne(
        Server(
          host: host.isEmpty ? Array("localhost".utf8) : host, port: port == 0 ? defaultPort : port,
          weight: max(1, weight)))
    }

    /// `setBucket`: the table of nodes by the low bits of the hash; it chooses the distribution too. Forward maps and
    /// replica counts change no place.
    public mutating func setBucket(_ map: [Int]) throws(OptionRefusal) {
      guard !map.isEmpty else { throw .map("server map cannot be empty") }
      guard map.allSatisfy({ $0 >= 0 }) else { throw .map("the map must contain positive integers") }
      place(by: .virtualBucket)
      buckets = map
    }

    /// Where keys go now; nil without servers, and with the distribution `random`, which knows no place.
    /// Throws where a bucket leads to a server that is not there: PHP would read whatever lies behind its list.
    public func distribution() throws(OptionRefusal) -> Distribution? {
      if rule == .virtualBucket, let wrong = buckets.first(where: { $0 >= servers.count }) {
        throw .wildBucket(wrong, servers: servers.count)
      }
      return plainDistribution
    }

    /// The same where no bucket map was set.
    var plainDistribution: Distribution? {
      guard !servers.isEmpty, rule != .random else { return nil }
      return Distribution(
        servers: servers, rule: rule, keyHash: keyHash, pointHash: pointHash, isWeighted: rule.isRing && isWeighted,
        buckets: buckets, hashPrefix: settings.hashesPrefix ? settings.prefix : [])
    }

    /// Many at once: a weight above 1 sets the weighted flag, whatever the distribution.
    mutating func add(_ new: [Server]) {
      guard !new.isEmpty else { return }
      servers += new
      if new.contains(where: { $0.node.weight > 1 }) { isWeighted = true }
      rebuild()
    }

    mutating func addOne(_ server: Server) {
      servers.append(server)
      if rule.isRing, server.node.weight > 1 { isWeighted = true }
      rebuild()
    }

    mutating func hashKeys(with hash: KeyHash) { keyHash = hash }

    mutating func place(by rule: Rule) {
      switch rule {
      case .consistent, .ketama: isWeighted = false
      case .weighted: isWeighted = true
      case .modula, .random, .spy, .virtualBucket: break
      }
      self.rule = rule
      rebuild()
    }

    /// Of the three ways back to modula only `OPT_LIBKETAMA_COMPATIBLE` = false clears the flag.
    mutating func forgetWeights() { isWeighted = false }

    mutating func sortHosts(_ sorts: Bool) {
      settings.sortsHosts = sorts
      rebuild()
    }

    /// `run_distribution`
    private mutating func rebuild() {
      if settings.sortsHosts {
        servers.sort {
          $0.host == $1.host ? $0.node.port < $1.node.port : $0.host.lexicographicallyPrecedes($1.host)
        }
      }
      if rule.isRing { pointHash = keyHash }
    }
  }
}

extension Memcached.Client {
  /// What a `Memcached` object is told beside its servers and how to place keys on them.
  public struct Settings: Hashable, Sendable {
    /// `OPT_PREFIX_KEY`, as it is in force.
    public var prefix: [UInt8] = []
    /// `OPT_HASH_WITH_PREFIX_KEY`
    public var hashesPrefix = false
    public var sortsHosts = false
    public var isBinary = false
    /// `OPT_NUMBER_OF_REPLICAS`; the text protocol makes none.
    public var replicas = 0
    public var randomizesReplicaRead = false
    /// `OPT_REMOVE_FAILED_SERVERS` and `OPT_AUTO_EJECT_HOSTS` are one.
    public var removesFailedServers = false
    public var failureLimit = 5
    /// Seconds for which a failed server is not dialled.
    public var retryTimeout = 2
    /// Seconds for which a removed server stays away; 0: as long as `retryTimeout`.
    public var deadTimeout = 0
    /// `OPT_STORE_RETRY_COUNT`: how often a failed write is tried again.
    public var storeRetries = 0
    public var usesUDP = false
    public var verifiesKeys = false

    public init() {}
  }
}
