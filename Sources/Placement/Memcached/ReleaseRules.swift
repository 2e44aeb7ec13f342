import PHPConfiguration

extension Memcached {
  /// What a release of php-memcached does differently from the others.
  public struct ReleaseRules: Hashable, Sendable {
    /// In order of time.
    public enum Line: Int, Comparable, Sendable {
      case v2x2, v3x0, v3x1, v3x2, v3x3

      public static func < (a: Line, b: Line) -> Bool { a.rawValue < b.rawValue }
    }

    public let line: Line
    private let patch: Int

    /// The release whose answers were measured: 3.2.0.
    public static let measured = ReleaseRules(line: .v3x2, patch: 0)

    private init(line: Line, patch: Int) {
      self.line = line
      self.patch = patch
    }

    /// Throws `.unknown` for a text that is none of `2.2.x`, `3.0.x`, `3.1.x`, `3.2.x`, `3.3.x`.
    init(_ release: Release) throws(PoolError) {
      let parts = release.value.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
      let lines: [[Int]: Line] = [[2, 2]: .v2x2, [3, 0]: .v3x0, [3, 1]: .v3x1, [3, 2]: .v3x2, [3, 3]: .v3x3]
      guard (2...3).contains(parts.count), !parts.contains(nil), !release.value.contains("+"),
        let line = lines[parts.prefix(2).compactMap(\.self)]
      else {
        throw PoolError(
          kind: .unknown, message: "\"\(release.value)\" is no release of the memcached extension that mcpool knows",
          effect: "where PHP puts sessions depends on the release",
          cure: "set mcpool.extension_release to 2.2.0, 3.0.4, 3.1.5, 3.2.0, 3.3.0 or another patch of these")
      }
      self.line = line
      patch = parts.count == 3 ? parts[2] ?? 0 : 0
    }

    var isTwo: Bool { line == .v2x2 }

    var defaultPrefix: String { line == .v3x0 && patch <= 4 ? "memc.sess." : "memc.sess.key." }
    /// 2.2 places by modula unless told otherwise.
    var hashesConsistently: Bool { !isTwo }
    /// 2.2 knows the weighted ring only, 3.0 the unweighted one only.
    var defaultRing: RingType { isTwo ? .ketamaWeighted : .ketama }
    var isBinary: Bool { !isTwo }
    /// Milliseconds.
    var lockWaitMin: Int { line == .v3x0 ? 1000 : 150 }
    var lockWaitMax: Int { line == .v3x0 ? 2000 : 150 }
    /// A lifetime above 30 days is made a date since 3.0; before, the server took it for one in 1970.
    var datesLongLifetimes: Bool { !isTwo }
    /// 2.2 is for PHP 5, which writes every session at its end, and checks no id with the handler.
    var refreshesUnchanged: Bool { !isTwo }
    var checksIDs: Bool { !isTwo }
    /// `setOption` leaves alone what has the value already.
    var skipsSameOption: Bool { line >= .v3x2 }
    /// `memcached.store_retry_count`
    var storeRetries: Int { line >= .v3x2 ? 0 : 2 }
    /// `memcached.default_consistent_hash` and the others for new objects.
    var hasObjectDefaults: Bool { !isTwo }
    /// An application's key may have 250 bytes less its prefix; before, PHP left the prefix out of account.
    var countsPrefixOfKeys: Bool { line >= .v3x3 }
  }

  /// `memcached.sess_consistent_hash_type`
  enum RingType: String {
    case ketama
    case ketamaWeighted = "ketama_weighted"
  }
}

extension Memcached.ReleaseRules {
  /// The directives that came or went, with the release lines that know them.
  enum Directive: String, CaseIterable {
    case lockWait = "memcached.sess_lock_wait"
    case lockMaxWait = "memcached.sess_lock_max_wait"
    case binary = "memcached.sess_binary"
    case removeFailed = "memcached.sess_remove_failed"
    case useSASL = "memcached.use_sasl"
    case lockWaitMin = "memcached.sess_lock_wait_min"
    case lockWaitMax = "memcached.sess_lock_wait_max"
    case lockRetries = "memcached.sess_lock_retries"
    case persistent = "memcached.sess_persistent"
    case removeFailedServers = "memcached.sess_remove_failed_servers"
    case failureLimit = "memcached.sess_server_failure_limit"
    case binaryProtocol = "memcached.sess_binary_protocol"
    case ringType = "memcached.sess_consistent_hash_type"
    case defaultConsistentHash = "memcached.default_consistent_hash"
    case defaultBinaryProtocol = "memcached.default_binary_protocol"
    case defaultConnectTimeout = "memcached.default_connect_timeout"
    case compressionLevel = "memcached.compression_level"
    case itemSizeLimit = "memcached.item_size_limit"

    var lines: ClosedRange<Memcached.ReleaseRules.Line> {
      switch self {
      case .lockWait, .lockMaxWait, .binary, .removeFailed, .useSASL: .v2x2 ... .v2x2
      case .lockWaitMin, .lockWaitMax, .lockRetries, .persistent, .removeFailedServers, .failureLimit, .binaryProtocol,
        .defaultConsistentHash, .defaultBinaryProtocol, .defaultConnectTimeout:
        .v3x0 ... .v3x3
      case .ringType: .v3x1 ... .v3x3
      case .compressionLevel, .itemSizeLimit: .v3x3 ... .v3x3
      }
    }

    /// What does the same in the other releases.
    var replacement: String {
      switch self {
      case .lockWait, .lockMaxWait: "memcached.sess_lock_wait_min, _wait_max (milliseconds) and _retries"
      case .binary: "memcached.sess_binary_protocol"
      case .removeFailed: "memcached.sess_remove_failed_servers"
      case .useSASL: "nothing: user name and password are enough"
      case .lockWaitMin, .lockWaitMax, .lockRetries: "memcached.sess_lock_wait (microseconds), _lock_max_wait (seconds)"
      case .persistent: "PERSISTENT=name and a blank at the beginning of session.save_path"
      case .removeFailedServers: "memcached.sess_remove_failed"
      case .binaryProtocol: "memcached.sess_binary"
      case .failureLimit: "nothing: the limit is 5"
      case .ringType: "nothing: release 3.0 has the unweighted ring, 2.2 the weighted one"
      case .defaultConsistentHash: "Memcached::OPT_DISTRIBUTION in the application"
      case .defaultBinaryProtocol: "Memcached::OPT_BINARY_PROTOCOL in the application"
      case .defaultConnectTimeout: "Memcached::OPT_CONNECT_TIMEOUT in the application"
      case .compressionLevel, .itemSizeLimit: "nothing: it came with 3.3"
      }
    }
  }

  func knows(_ directive: Directive) -> Bool { directive.lines.contains(line) }
}
