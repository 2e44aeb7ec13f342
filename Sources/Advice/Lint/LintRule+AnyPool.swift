import PHPConfiguration

// A table: rules for the pools of both extensions.
extension LintRule {
  static let anyPool = [
    mc201, mc207, mc210, mc214, mc236, mc237, mc238, mc239, mc301, mc302, mc304,
  ]

  static let mc201 = LintRule(
    "MC201", .warning, nil, "a semicolon between servers",
    effect:
      "there is one server only: memcached drops what follows the first, memcache takes all of it for one host with "
      + "a name that no other web host has in its ring; outside quotes php.ini takes what follows for a comment",
    cure: "put commas between servers, and double quotes round the whole",
    measured:
      "a:1;b:1 is the one server a:1 to memcached 3.2.0, tcp://a:1;tcp://b:1 the one host \"a:1;tcp\" with port 0 "
      + "to memcache 8.0, which with addresses in numbers all the same reaches the first and never the second (PHP 8.2.35)"
  )

  static let mc207 = LintRule(
    "MC207", .warning, nil, "localhost or a socket in a pool of several servers",
    effect: "each web host means another server by it, so a session that was made through one web host is not found "
      + "through another. localhost and 127.0.0.1 differ, too: the name takes part in the ring",
    cure:
      "name each server by the one address under which every web host reaches it; with a single web host it may stay",
    measured:
      "two web hosts, one with localhost and one with 127.0.0.1 for the same server, one copy, 50 sessions: with "
      + "consistent hashing 23 of 50 were found on 2 nodes and 38 on 3 by memcache 8.0 and 8.2, 30 and 33 by memcached "
      + "3.2.0; with standard and modula 50 (PHP 8.2.35)")

  static let mc210 = LintRule(
    "MC210", .warning, nil, "copies, and no guard over them",
    effect:
      "a node that was cut off and comes back with what it had is read before the newer copies, by either extension: "
      + "its users are back in an old state, and with memcache the next page writes that over the good copy",
    cure:
      "run mcpool guard on one host and name that host in the file of this pool: mcpool.guard = HOST (in a pool file of "
      + "php-fpm php_value[mcpool.guard] = HOST, beside Apache's lines in a php.ini file); without a guard empty a node before it rejoins only if the release reads its copies after a miss (mcpool recover knows)",
    measured:
      "50 sessions, 2 copies, node A cut off, all sessions written again, A back: 27 of 50 stale on 2 nodes and 14 "
      + "on 3 with memcache 8.0 and 8.2 and standard hashing (15 and 9 consistent), 26 and 23 of 50 on 2 nodes with "
      + "memcached 3.2.0, 1 replica, no locking (PHP 8.2.35)")

  static let mc214 = LintRule(
    "MC214", .warning, nil, "hashing that moves most sessions when the list changes",
    effect:
      "a server more, a server less or another order of the same servers sends most sessions to other nodes, which "
      + "means that their users are logged out",
    cure:
      "memcache.hash_strategy = consistent, or memcached.sess_consistent_hash = On, on all web hosts at once and in a "
      + "quiet hour: the change itself moves sessions too",
    measured:
      "50 sessions, one copy, a third node added: 12 are found with memcache standard, 29 with consistent; 16 with "
      + "memcached modula, 31 with ketama. The same three servers in reverse: 15 standard, 10 modula, 50 with either ring "
      + "(PHP 8.2.35, memcache 8.0, memcached 3.2.0)")

  static let mc236 = LintRule(
    "MC236", .warning, nil, "a directive that this release does not have",
    effect: "it has no effect, and PHP says nothing; releases 3.x of memcached warn of sess_lock_wait alone",
    cure: "use the name of this release, or remove the line",
    measured:
      "memcached.sess_lock_wait gives \"deprecated\" and is refused (PHP 8.2.35, memcached 3.2.0); which release "
      + "has which directive was read in the histories of both extensions")

  static let mc237 = LintRule(
    "MC237", .warning, nil, "a value that PHP refuses",
    effect: "the value of a weaker source stays in force, else the built-in default. Whoever reads the file believes "
      + "otherwise",
    cure: "write a value that the directive takes",
    measured: "memcache.session_redundancy = 0 stays 2, memcached.sess_consistent_hash_type = zzz stays ketama, "
      + "session.name = 123 stays PHPSESSID, session.sid_length = 5 stays 32 (PHP 8.2.35, memcache 8.0, memcached 3.2.0)"
  )

  static let mc238 = LintRule(
    "MC238", .warning, nil, "one node only",
    effect: "when it restarts, everybody is logged out; while it is down nobody can log in",
    cure: "name two nodes or more, with memcache.session_redundancy = 2 and a release that reads its copies (8.2)",
    measured: "50 sessions on a pool whose every node restarted: 50 lost, with every release and setting (PHP 8.2.35, "
      + "memcache 8.0 and 8.2, memcached 3.2.0)")

  static let mc239 = LintRule(
    "MC239", .warning, nil, "session settings for some sites only",
    effect: "[HOST=], [PATH=], a .user.ini or a container of Apache changes them for these sites; the command line and "
      + "get_cfg_var do not see it",
    cure: "set sessions once for all sites, or look at each site's settings by a command of its own",
    measured: "PHP 8.2.35, cli and fpm: behind a [PATH=...] line every later line of that file counts for that folder "
      + "only, also behind another ordinary section")

  static let mc301 = LintRule(
    "MC301", .info, nil, "the release of the extension is assumed",
    effect: "where sessions are, and what a failure does to them, depends on it; rules of other releases are silent",
    cure:
      "state it by the name of its package: mcpool.extension_release = 8.0 (in a pool file of php-fpm "
      + "php_value[mcpool.extension_release] = 8.0), or name the PHP with --php",
    measured: "memcache 8.0 reports itself as 4.0.5.2: after a restart of one of two nodes it keeps 23 of 50 sessions, "
      + "8.2 keeps 50 (PHP 8.2.35, 2 copies, standard hashing)")

  static let mc302 = LintRule(
    "MC302", .info, nil, "host names that can be spelled in several ways",
    effect: "the ring is made of the names as they are written, with case and brackets: cache1, CACHE1 and cache1. are "
      + "three different servers",
    cure: "write each server in one way, lower case, on all web hosts",
    measured: "localhost, LOCALHOST and 127.0.0.1 are three members of the ring; [::1] keeps its brackets there (PHP "
      + "8.2.35, memcache 8.0, memcached 3.2.0)")

  static let mc304 = LintRule(
    "MC304", .info, nil, "bytes outside ASCII in what is hashed",
    effect: "hosts on ARM hash them otherwise than hosts on x86, so that a mixed fleet looks for sessions on different "
      + "nodes",
    cure: "keep prefixes and host names in plain ASCII",
    measured:
      "on x86-64 bytes from 0x80 on are sign-extended before they are hashed (memcache 8.0 with fnv, libmemcached "
      + "1.1.4); that ARM does otherwise was read in the sources and not run")
}
