import PHPConfiguration
import Placement

extension ConfigurationComparison {
  /// What PHP's session module and both extensions have.
  var sessionDifferences: [ConfigurationDifference?] { [copies, locking, lifetime, serializer, cookie] }

  private var copies: ConfigurationDifference? {
    difference(
      .copies, .warning, ["memcache.session_redundancy", "memcached.sess_number_of_replicas"],
      pools.map { "\($0.pool.placement.copyCount) \($0.pool.placement.copyCount == 1 ? "copy" : "copies") each" },
      "sessions get different numbers of copies",
      effect: "who writes fewer leaves the others as they were: when the owner fails, PHP reads an old session or none",
      cure: "use one number of copies (and, with memcached, one protocol) on all web servers")
  }

  private var locking: ConfigurationDifference? {
    difference(
      .locking, .warning, ["memcached.sess_locking", "session.save_handler"],
      pools.map { $0.pool.locksSessions ? "locks sessions" : "no locks" },
      "some lock sessions and some do not",
      effect: "who does not lock writes into sessions that others have open, and one of the two loses what it wrote",
      cure: "lock on all web servers, or on none")
  }

  private var lifetime: ConfigurationDifference? {
    difference(
      .lifetime, .warning, ["session.gc_maxlifetime"],
      pools.map { $0.pool.sessionLifetime.map { $0.inWords } ?? "no end" },
      "sessions live for different times",
      effect: "a session ends when the web server that wrote it last says: users are logged out now sooner, now later",
      cure: "set one session.gc_maxlifetime on all web servers")
  }

  private var serializer: ConfigurationDifference? {
    difference(
      .serializer, .critical, ["session.serialize_handler"],
      pools.map { $0.text("session.serialize_handler") ?? "php" },
      "sessions are written in different formats",
      effect: "PHP cannot decode what the others wrote: it warns, destroys the session, and the user is logged out",
      cure: "set one session.serialize_handler on all web servers")
  }

  private var cookie: ConfigurationDifference? {
    difference(
      .cookie, .warning, ["session.name"], pools.map { SessionDirective.cookieName.accepted(in: $0.configuration) },
      "the cookies have different names",
      effect: "a browser gets a cookie of each kind, and so a user has a session of each kind",
      cure: "set one session.name on all web servers of a site")
  }
}
