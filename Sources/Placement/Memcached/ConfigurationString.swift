public import PHPConfiguration

extension Memcached {
  /// libmemcached's configuration string, `--SERVER=host:port/?weight --HASH=MD5 …`, which a save_path of 2.2 may hold, and
  /// the third argument of `new Memcached` in every release.
  ///
  /// Options stand one blank apart, in any letter case, and are carried out from left to right, so their order counts; one
  /// mistake and the whole text is refused. Accepted texts and places were compared with libmemcached 1.1.4 through
  /// php-memcached 3.2.0.
  struct ConfigurationString {
    private(set) var client: Client
    private var hasHash = false
    private var hasNamespace = false
    private let release: ReleaseRules

    /// Throws `.refused` for a mistake, `.unknown` for what would take more than this text to know.
    init(_ text: [UInt8], release: ReleaseRules, at location: SourceLocation?) throws(PoolError) {
      self.release = release
      client = Client(release: release)
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
    }

    private mutating func carryOut(
      _ word: String, with scanner: inout ConfigurationScanner
    ) throws(ConfigurationScanner.Mismatch) {
      switch word {
      case "--SERVER":
        let host = try scanner.host()
        let port = scanner.isNext(":") ? UInt16(truncatingIfNeeded: try scanner.shortNumber(after: ":")) : 0
        client.addServer(host: host, port: port, weight: try scanner.weight())
      case "--SOCKET":
        let path = try scanner.quoted()
        client.addOne(Server(host: path, port: 0, weight: try scanner.weight()))
      case "--HASH":
        guard !hasHash, let hash = Self.hashes[try scanner.value()] else { throw .mistake }
        hasHash = true
        client.hashKeys(with: hash)
      case "--DISTRIBUTION": client.place(by: try Self.rule(scanner.value()))
      case "--NAMESPACE":
        guard !hasNamespace else { throw .mistake }
        hasNamespace = true
        client.settings.prefix = try scanner.namespace()
      case "--HASH-WITH-NAMESPACE": client.settings.hashesPrefix = true
      case "--NUMBER-OF-REPLICAS": client.settings.replicas = Int(min(try scanner.number(), UInt64(UInt32.max)))
      case "--REMOVE-FAILED-SERVERS": client.settings.removesFailedServers = try scanner.number() != 0
      case "--RETRY-TIMEOUT": client.settings.retryTimeout = Int(Int32(truncatingIfNeeded: try scanner.number()))
      case "--BINARY-PROTOCOL": client.settings.isBinary = true
      case "--RANDOMIZE-REPLICA-READ": client.settings.randomizesReplicaRead = true
      case "--SORT-HOSTS": client.sortHosts(true)
      case "--USE-UDP": client.settings.usesUDP = true
      case "RESET": (client, hasHash, hasNamespace) = (Client(release: release), false, false)
      case "DEBUG": break
      case "INCLUDE", "--CONFIGURE-FILE": throw .unknowable
      default:
        if Self.numbersWithoutEffect.contains(word) {
          _ = try scanner.number()
        } else if !Self.flagsWithoutEffect.contains(word) {
          throw .mistake
        }
      }
    }

    /// A second word, behind a comma, names a hash and has no effect.
    private static func rule(_ value: String) throws(ConfigurationScanner.Mismatch) -> Rule {
      let words = value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard words.count <= 2, words.count == 1 || hashes[words[1]] != nil else { throw .mistake }
      switch words[0] {
      case "CONSISTENT": return .consistent
      case "MODULA": return .modula
      case "RANDOM": return .random
      default: throw .mistake
      }
    }
  }
}

extension Memcached.ConfigurationString {
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
    "--POOL-MAX", "--POOL-MIN", "--RCV-TIMEOUT", "--SND-TIMEOUT", "--SOCKET-RECV-SIZE",
    "--SOCKET-SEND-SIZE",
  ]
}

extension Memcached.Client {
  /// `new Memcached(null, null, text)`: see `ConfigurationString`; then what php.ini says of new objects. Throws where the
  /// constructor would die, and `.unknown` where the text names files, which is more than it tells.
  /// - Parameter text: nil: none is given.
  public init(
    configurationString text: [UInt8]?, configuration: Configuration = Configuration(),
    release: Memcached.ReleaseRules = .measured
  ) throws(PoolError) {
    self.init(release: release)
    if let text { self = try Memcached.ConfigurationString(text, release: release, at: nil).client }
    applyDefaults(configuration)
  }
}

extension PoolError {
  static func refusedOptions(_ rest: [UInt8], at location: SourceLocation?) -> PoolError {
    PoolError(
      kind: .refused, message: "libmemcached refuses these options from here on: \(excerpt(rest))",
      effect: "the whole text is refused: session_start() is false, and new Memcached ends the script with \"Failed to "
        + "allocate memory for memcached structure\"",
      cure: "put one blank between options: --SERVER=10.0.0.1:11211/?1 --SERVER=10.0.0.2:11211/?1", location: location)
  }

  static func unknowableOptions(_ rest: [UInt8], at location: SourceLocation?) -> PoolError {
    PoolError(
      kind: .unknown,
      message: "mcpool does not follow this option of libmemcached: \(excerpt(rest))",
      effect: "where PHP puts keys depends on it", cure: "write the plain list host:port:weight,host:port:weight",
      location: location)
  }
}
