import PHPConfiguration

extension Memcached {
  /// libmemcached's configuration string, `--SERVER=host:port/?weight --HASH=MD5 …`, which a save_path of 2.2 may hold.
  ///
  /// Options stand one blank apart, in any letter case, and are carried out from left to right, so their order counts; one
  /// mistake and the whole text is refused. Accepted texts and places were compared with libmemcached 1.1.4 through
  /// php-memcached 3.2.0, whose `Memcached` class still takes such a string.
  struct ConfigurationString {
    private(set) var servers: [Server] = []
    private(set) var options = Options()
    private let location: SourceLocation?
    private var hasHash = false

    /// Throws `.refused` for a mistake, `.unknown` for what would take more than this text to know.
    init(_ text: [UInt8], at location: SourceLocation?) throws(PoolError) {
      self.location = location
      var scanner = ConfigurationScanner(text)
      while true {
        let begin = scanner.rest
        do throws(ConfigurationScanner.Mismatch) {
          let word = try scanner.word()
          if word == "END" { break }
          try carryOut(word, with: &scanner)
          if scanner.isAtEnd { break }
          try scanner.take(" ")
        } catch {
          switch error {
          case .mistake: throw .refusedOptions(begin, at: location)
          case .unknowable: throw .unknowableOptions(begin, at: location)
          }
        }
      }
      if options.sortsHosts {
        servers.sort {
          $0.host == $1.host ? $0.node.port < $1.node.port : $0.host.lexicographicallyPrecedes($1.host)
        }
      }
      guard !servers.isEmpty else { throw .refusedOptions(text, at: location) }
    }

    private mutating func carryOut(
      _ word: String, with scanner: inout ConfigurationScanner
    ) throws(ConfigurationScanner.Mismatch) {
      switch word {
      case "--SERVER":
        let host = try scanner.host()
        let port = scanner.isNext(":") ? UInt16(truncatingIfNeeded: try scanner.shortNumber(after: ":")) : 0
        add(host, port: port == 0 ? defaultPort : port, weight: try scanner.weight())
      case "--SOCKET":
        let path = try scanner.quoted()
        add(path, port: 0, weight: try scanner.weight())
      case "--HASH":
        guard !hasHash, let hash = Self.hashes[try scanner.value()] else { throw .mistake }
        hasHash = true
        options.keyHash = hash
      case "--DISTRIBUTION": try choose(scanner.value())
      case "--NAMESPACE":
        guard options.namespace == nil else { throw .mistake }
        options.namespace = try scanner.namespace()
      case "--NUMBER-OF-REPLICAS": options.replicas = Int(min(try scanner.number(), UInt64(UInt32.max)))
      case "--REMOVE-FAILED-SERVERS": options.removesFailedServers = try scanner.number() != 0
      case "--BINARY-PROTOCOL": options.isBinary = true
      case "--RANDOMIZE-REPLICA-READ": options.randomizesReplicaRead = true
      case "--SORT-HOSTS": options.sortsHosts = true
      case "RESET": (servers, options, hasHash) = ([], Options(), false)
      case "DEBUG": break
      case "INCLUDE", "--CONFIGURE-FILE", "--HASH-WITH-NAMESPACE", "--USE-UDP": throw .unknowable
      default:
        if Self.numbersWithoutEffect.contains(word) {
          _ = try scanner.number()
        } else if !Self.flagsWithoutEffect.contains(word) {
          throw .mistake
        }
      }
    }

    private mutating func add(_ host: [UInt8], port: UInt16, weight: Int) {
      servers.append(Server(host: host, port: port, weight: weight))
      guard options.rule.isRing else { return }
      if weight > 1 { options.isWeighted = true }
      options.pointHash = options.keyHash
    }

    /// A second word, behind a comma, names a hash and has no effect.
    private mutating func choose(_ value: String) throws(ConfigurationScanner.Mismatch) {
      let words = value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard words.count <= 2, words.count == 1 || Self.hashes[words[1]] != nil else { throw .mistake }
      switch words[0] {
      case "CONSISTENT":
        options.rule = .consistent
        options.isWeighted = false
        options.pointHash = options.keyHash
      case "MODULA": options.rule = .modula
      case "RANDOM": throw .unknowable
      default: throw .mistake
      }
    }
  }
}

extension Memcached.ConfigurationString {
  /// What the options set, as far as sessions notice.
  struct Options {
    var rule = Memcached.Rule.modula
    var keyHash = Memcached.KeyHash.oneAtATime
    /// The key hash of the moment when the ring was last built.
    var pointHash = Memcached.KeyHash.oneAtATime
    var isWeighted = false
    var sortsHosts = false
    var isBinary = false
    var replicas = 0
    var randomizesReplicaRead = false
    var removesFailedServers = false
    var namespace: [UInt8]?
  }

  /// `HSIEH` is refused where libmemcached is built without it, as in Debian.
  static let hashes: [String: Memcached.KeyHash] = [
    "MD5": .md5, "CRC": .crc, "FNV1_64": .fnv1x64, "FNV1A_64": .fnv1ax64, "FNV1_32": .fnv1x32, "FNV1A_32": .fnv1ax32,
    "MURMUR": .murmur, "JENKINS": .jenkins,
  ]

  private static let flagsWithoutEffect: Set<String> = [
    "--BUFFER-REQUESTS", "--FETCH-VERSION", "--NOREPLY", "--SUPPORT-CAS", "--TCP-KEEPALIVE", "--TCP-KEEPIDLE",
    "--TCP-NODELAY", "--USER-DATA", "--VERIFY-KEY",
  ]

  private static let numbersWithoutEffect: Set<String> = [
    "--CONNECT-TIMEOUT", "--IO-BYTES-WATERMARK", "--IO-KEY-PREFETCH", "--IO-MSG-WATERMARK", "--POLL-TIMEOUT",
    "--POOL-MAX", "--POOL-MIN", "--RCV-TIMEOUT", "--RETRY-TIMEOUT", "--SND-TIMEOUT", "--SOCKET-RECV-SIZE",
    "--SOCKET-SEND-SIZE",
  ]
}

extension PoolError {
  fileprivate static func refusedOptions(_ rest: [UInt8], at location: SourceLocation?) -> PoolError {
    PoolError(
      kind: .refused, message: "session.save_path: libmemcached refuses its options from here on: \(excerpt(rest))",
      effect: "the whole text is refused, and session_start() is false",
      cure: "put one blank between options: --SERVER=10.0.0.1:11211/?1 --SERVER=10.0.0.2:11211/?1", location: location)
  }

  fileprivate static func unknowableOptions(_ rest: [UInt8], at location: SourceLocation?) -> PoolError {
    PoolError(
      kind: .unknown,
      message: "session.save_path: mcpool does not follow this option of libmemcached: \(excerpt(rest))",
      effect: "where PHP puts sessions depends on it", cure: "write the plain list host:port:weight,host:port:weight",
      location: location)
  }
}
