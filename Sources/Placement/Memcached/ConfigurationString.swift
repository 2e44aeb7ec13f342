import PHPConfiguration

extension Memcached {
  /// libmemcached's options in a save_path of 2.2.
  struct ConfigurationString {
    struct Options {
      var isBinary = false
      var replicas = 0
      var randomizesReplicaRead = false
      var removesFailedServers = false
      var rule = Rule.modula
      var keyHash = KeyHash.oneAtATime
      var isWeighted = false
    }

    let nodes: [Node] = []
    let options = Options()

    init(_ text: [UInt8], at location: SourceLocation?) throws(PoolError) {
      throw PoolError(
        kind: .unknown, message: "session.save_path has libmemcached's options, which mcpool does not read yet",
        effect: "php-memcached 2.2 takes servers and settings from them", cure: "write host:port,host:port",
        location: location)
    }
  }
}
extension Memcached.Distribution {
  init(_ options: Memcached.ConfigurationString.Options, nodes: [Node]) {
    self.init(nodes: nodes, rule: options.rule, keyHash: options.keyHash, isWeighted: options.isWeighted)
  }
}
