extension Memcached {
  /// The options of `Memcached::setOption`, as PHP spells them.
  public enum Option: String, Sendable, CaseIterable {
    case hash = "OPT_HASH"
    case distribution = "OPT_DISTRIBUTION"
    case libketamaCompatible = "OPT_LIBKETAMA_COMPATIBLE"
    case libketamaHash = "OPT_LIBKETAMA_HASH"
    case sortHosts = "OPT_SORT_HOSTS"
    case prefixKey = "OPT_PREFIX_KEY"
    case hashWithPrefixKey = "OPT_HASH_WITH_PREFIX_KEY"
    case binaryProtocol = "OPT_BINARY_PROTOCOL"
    case numberOfReplicas = "OPT_NUMBER_OF_REPLICAS"
    case randomizeReplicaRead = "OPT_RANDOMIZE_REPLICA_READ"
    case removeFailedServers = "OPT_REMOVE_FAILED_SERVERS"
    case autoEjectHosts = "OPT_AUTO_EJECT_HOSTS"
    case serverFailureLimit = "OPT_SERVER_FAILURE_LIMIT"
    case retryTimeout = "OPT_RETRY_TIMEOUT"
    case deadTimeout = "OPT_DEAD_TIMEOUT"
    case storeRetryCount = "OPT_STORE_RETRY_COUNT"
    case useUDP = "OPT_USE_UDP"
    case verifyKey = "OPT_VERIFY_KEY"
    case cacheLookups = "OPT_CACHE_LOOKUPS"
    case userFlags = "OPT_USER_FLAGS"
    case serializer = "OPT_SERIALIZER"
    case compression = "OPT_COMPRESSION"
    case compressionType = "OPT_COMPRESSION_TYPE"
    case compressionLevel = "OPT_COMPRESSION_LEVEL"
    case itemSizeLimit = "OPT_ITEM_SIZE_LIMIT"
    case bufferWrites = "OPT_BUFFER_WRITES"
    case noBlock = "OPT_NO_BLOCK"
    case noReply = "OPT_NOREPLY"
    case tcpNoDelay = "OPT_TCP_NODELAY"
    case tcpKeepAlive = "OPT_TCP_KEEPALIVE"
    case socketSendSize = "OPT_SOCKET_SEND_SIZE"
    case socketReceiveSize = "OPT_SOCKET_RECV_SIZE"
    case connectTimeout = "OPT_CONNECT_TIMEOUT"
    case sendTimeout = "OPT_SEND_TIMEOUT"
    case receiveTimeout = "OPT_RECV_TIMEOUT"
    case pollTimeout = "OPT_POLL_TIMEOUT"
    case serverTimeoutLimit = "OPT_SERVER_TIMEOUT_LIMIT"

    /// By its name, in any case, with or without `Memcached::` and `OPT_`. Throws with the nearest names.
    public init(named name: String) throws(OptionRefusal) {
      let plain = Self.plain(name)
      guard let option = Self.allCases.first(where: { Self.plain($0.rawValue) == plain }) else {
        throw .unknownOption(name, nearest: Self.nearest(to: plain))
      }
      self = option
    }

    /// Without class and `OPT_`, in capitals.
    static func plain(_ name: String) -> String {
      var plain = name.uppercased()[...]
      for head in ["MEMCACHED::", "OPT_"] where plain.hasPrefix(head) { plain = plain.dropFirst(head.count) }
      return String(plain)
    }

    /// Up to three names that differ in few letters or hold the one that was given.
    private static func nearest(to plain: String) -> [String] {
      let names = allCases.map { (name: $0.rawValue, distance: editDistance(Self.plain($0.rawValue), plain)) }
      let close = names.filter {
        $0.distance <= max(2, plain.count / 3) || plain.count > 2 && $0.name.contains(plain)
      }
      return close.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(3).map(\.name)
    }
  }
}
