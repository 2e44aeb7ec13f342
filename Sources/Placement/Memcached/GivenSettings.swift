import PHPConfiguration

extension Memcached {
  /// The session directives by the names, defaults and conversions of a release, before they meet the save_path.
  ///
  /// Names and defaults of 3.2.0 were run; those of 2.2, 3.0, 3.1 and 3.3 were read.
  struct GivenSettings {
    let locks: Locks
    /// As it is in force: one that is too long for libmemcached is none.
    let prefix: [UInt8]
    let isPersistent: Bool
    let isBinary: Bool
    let hasSASL: Bool
    let replicas: Int
    let randomizesReplicaRead: Bool
    let removesFailedServers: Bool
    let failureLimit: Int
    let connectTimeout: Duration
    let touchesUnchanged: Bool
    let isStrict: Bool
    let dataLifetime: Duration?
    /// Nil: modula, or what the options in a save_path of 2.2 say.
    let ring: RingType?

    init(_ directives: inout Directives, release: ReleaseRules) {
      directives.remarkForeign(release)
      let prefix = directives.prefix(default: release.defaultPrefix)
      self.prefix = prefix.count > Keys.longestPrefix ? [] : prefix
      locks = release.isTwo ? Locks(oldIn: &directives) : Locks(in: &directives, release: release)
      isPersistent = !release.isTwo && directives.isOn("memcached.sess_persistent", default: false)
      isBinary = directives.isOn(
        release.isTwo ? "memcached.sess_binary" : "memcached.sess_binary_protocol", default: release.isBinary)
      hasSASL =
        (!release.isTwo || directives.isOn("memcached.use_sasl", default: false))
        && !directives.bytes("memcached.sess_sasl_username", default: "").isEmpty
        && !directives.bytes("memcached.sess_sasl_password", default: "").isEmpty
      replicas = directives.natural("memcached.sess_number_of_replicas", default: 0)
      randomizesReplicaRead = directives.isOn("memcached.sess_randomize_replica_read", default: false)
      removesFailedServers = directives.isOn(
        release.isTwo ? "memcached.sess_remove_failed" : "memcached.sess_remove_failed_servers", default: false)
      let limit = release.isTwo ? 0 : directives.natural("memcached.sess_server_failure_limit", default: 0)
      failureLimit = limit == 0 ? 5 : min(limit, Int(UInt32.max))
      let patience = directives.integer("memcached.sess_connect_timeout", default: release.isTwo ? 1000 : 0)
      connectTimeout = .milliseconds(min(max(patience, 0), Int(Int32.max)))
      touchesUnchanged = release.refreshesUnchanged && directives.isOn("session.lazy_write", default: true)
      isStrict = release.checksIDs && directives.isOn("session.use_strict_mode", default: false)
      let lifetime = directives.integer("session.gc_maxlifetime", default: 1440)
      dataLifetime = release.datesLongLifetimes || lifetime <= longestLifetime ? seconds(lifetime) : .zero
      ring =
        directives.isOn("memcached.sess_consistent_hash", default: release.hashesConsistently)
        ? directives.ringType(release) : nil
    }
  }

  /// Seconds; the server takes a larger number for a date.
  static let longestLifetime = 2_592_000

  /// The extension's own reading of a lifetime: 0 and less never end.
  static func seconds(_ count: Int) -> Duration? { count <= 0 ? nil : .seconds(count) }
}

extension Memcached.Locks {
  /// Since 3.0.
  fileprivate init(in directives: inout Memcached.Directives, release: Memcached.ReleaseRules) {
    areTaken = directives.isOn("memcached.sess_locking", default: true)
    let first = directives.natural("memcached.sess_lock_wait_min", default: release.lockWaitMin)
    let longest = directives.natural("memcached.sess_lock_wait_max", default: release.lockWaitMax)
    let retries = directives.integer("memcached.sess_lock_retries", default: 5)
    firstWait = .milliseconds(min(first, Self.longestMilliseconds))
    longestWait = .milliseconds(min(longest, Self.longestMilliseconds))
    tries = min(max(retries, 0), Self.mostTries - 1) + 1
    (lifetime, isLifetimeStated) = Self.lifetime(in: &directives)
  }

  /// 2.2: one wait in microseconds, repeated until the longest wait in seconds is over.
  fileprivate init(oldIn directives: inout Memcached.Directives) {
    areTaken = directives.isOn("memcached.sess_locking", default: true)
    let given = directives.integer("memcached.sess_lock_wait", default: 150_000)
    let wait = given <= 0 ? 150_000 : given
    var longest = directives.integer("memcached.sess_lock_max_wait", default: 0)
    if longest <= 0 { longest = directives.integer("max_execution_time", default: 30) }
    if longest <= 0 { longest = 30 }
    firstWait = .microseconds(wait)
    longestWait = .microseconds(wait)
    let (microseconds, tooMuch) = longest.multipliedReportingOverflow(by: 1_000_000)
    tries = tooMuch ? Self.mostTries : min(max(microseconds / wait, 1), Self.mostTries)
    (lifetime, isLifetimeStated) = Self.lifetime(in: &directives)
  }

  private static func lifetime(
    in directives: inout Memcached.Directives
  ) -> (lifetime: Duration?, isStated: Bool) {
    let expire = directives.natural("memcached.sess_lock_expire", default: 0)
    let seconds = expire > 0 ? expire : directives.integer("max_execution_time", default: 30)
    return (Memcached.seconds(seconds), expire > 0)
  }
}

extension Memcached.Directives {
  /// What this release does not know, or refuses whatever the value.
  fileprivate mutating func remarkForeign(_ release: Memcached.ReleaseRules) {
    for directive in Memcached.ReleaseRules.Directive.allCases where !release.knows(directive) {
      guard let setting = configuration[directive.rawValue] else { continue }
      remark(
        Diagnostic(
          code: "MC236", severity: .warning, message: "\(setting.name) is a directive of another release",
          effect: "it has no effect", cure: "use \(directive.replacement)", location: setting.location))
    }
  }

  fileprivate mutating func prefix(default standard: String) -> [UInt8] {
    let name = "memcached.sess_prefix"
    let (value, setting) = accepted(
      name, default: (Array(standard.utf8), standard), cure: "use at most 127 visible ASCII characters"
    ) { value in
      value.count <= 251 && value.allSatisfy { (0x21...0x7e).contains($0) } ? value : nil
    }
    if let setting, value.count > Memcached.Keys.longestPrefix {
      remark(
        Diagnostic(
          code: "MC229", severity: .warning, message: "\(name) has \(value.count) bytes",
          effect: "libmemcached takes at most 127, PHP does not look, and sessions have no prefix at all",
          cure: "use at most 127 visible ASCII characters", location: setting.location))
    }
    return value
  }

  fileprivate mutating func ringType(_ release: Memcached.ReleaseRules) -> Memcached.RingType {
    guard release.knows(.ringType) else { return release.defaultRing }
    return accepted(
      "memcached.sess_consistent_hash_type", default: (release.defaultRing, release.defaultRing.rawValue),
      cure: "write ketama or ketama_weighted"
    ) { Memcached.RingType(rawValue: String(decoding: $0, as: UTF8.self)) }.value
  }
}
