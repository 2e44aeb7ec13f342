import PHPConfiguration
import Placement

/// Goes through everything that decides about sessions and notes what the pools have differently.
struct ConfigurationComparison {
  let pools: [ComparedPool]
  let servers: ServerTable
  /// Some session has another owner: without that no difference of the rings has an effect.
  let movesOwners: Bool
  /// Some session has copies on other servers.
  let movesCopies: Bool

  init(_ pools: [ComparedPool], _ servers: ServerTable, movesOwners: Bool, movesCopies: Bool) {
    self.pools = pools
    self.servers = servers
    self.movesOwners = movesOwners
    self.movesCopies = movesCopies
  }

  /// The gravest first.
  var differences: [ConfigurationDifference] {
    var found = [handler, key] + serverDifferences + sessionDifferences
    let memcache = pools.compactMap(\.memcache)
    let memcached = pools.compactMap(\.memcached)
    if memcache.count == pools.count { found += differences(of: memcache) }
    if memcached.count == pools.count { found += differences(of: memcached) }
    let all = found.compactMap(\.self)
    return Diagnostic.Severity.falling.flatMap { severity in all.filter { $0.severity == severity } }
  }

  /// Nil where all say the same.
  /// - Parameter directives: whose line is shown: the first one of these that is set.
  func difference(
    _ aspect: ConfigurationDifference.Aspect, _ severity: Diagnostic.Severity, _ directives: [String],
    _ texts: [String], _ message: String, effect: String, cure: String
  ) -> ConfigurationDifference? {
    guard Set(texts).count > 1 else { return nil }
    return ConfigurationDifference(
      aspect: aspect, severity: severity, message: message, effect: effect, cure: cure,
      values: zip(pools.indices, texts).map { index, text in
        let location = directives.lazy.compactMap { pools[index].configuration[$0]?.location }.first
        return ConfigurationDifference.Value(pool: index, text: text, location: location)
      })
  }

  /// Of something that places sessions.
  func gravity(_ matters: Bool = true) -> Diagnostic.Severity { matters && movesOwners ? .critical : .info }

  private var handler: ConfigurationDifference? {
    difference(
      .handler, .critical, ["session.save_handler"], pools.map(\.pool.handler.rawValue),
      "the web servers use different extensions",
      effect: "rings and locks have nothing in common, and keys seldom: what one writes the other does not find",
      cure: "use one extension on all web servers; mcpool config convert has the lines of the other one")
  }

  private var key: ConfigurationDifference? {
    difference(
      .key, .critical,
      ["memcached.sess_prefix", "memcache.session_prefix_static_key", "memcache.session_prefix_host_key"],
      pools.map { String(decoding: $0.pool.emptyKey.bytes, as: UTF8.self) + "ID" }, "sessions have different keys",
      effect: "no web server finds a session that one with another key has written: users are logged out",
      cure: "use one prefix, and one extension release line, on all web servers")
  }
}

extension ComparedPool {
  var memcache: Memcache.Rules? { if case .memcache(let rules) = pool.rules { rules } else { nil } }
  var memcached: Memcached.Rules? { if case .memcached(let rules) = pool.rules { rules } else { nil } }

  /// A directive as it is written; nil where nothing sets it.
  func text(_ name: String) -> String? { configuration[name]?.text }
}

extension Diagnostic.Severity {
  fileprivate static let falling: [Diagnostic.Severity] = [.critical, .warning, .info]
}

extension Duration {
  /// `90 s`, `150 ms`.
  var inWords: String {
    // Any number of whole seconds can be set, also one that has no milliseconds in an Int64.
    guard components.attoseconds != 0 else { return "\(components.seconds) s" }
    return "\(components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000) ms"
  }
}
