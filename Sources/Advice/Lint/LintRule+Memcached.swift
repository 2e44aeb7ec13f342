import PHPConfiguration
import Placement

// A table: rules for the pools of php-memcached.
extension LintRule {
  static let memcached = [
    mc203, mc204, mc205, mc220, mc221, mc222, mc223, mc224, mc225, mc226, mc227, mc228, mc229, mc230, mc231, mc232,
    mc233, mc235, mc303,
  ]

  static let mc203 = LintRule(
    "MC203", .warning, .memcached, "a port or a weight that is none",
    effect:
      "16 bits of the number count, and text is 11211: another server than the one that was meant is asked. A weight "
      + "without a number is 1, and what stands behind either number is dropped",
    cure: "write HOST:PORT or HOST:PORT:WEIGHT with a port from 1 to 65535 and a weight from 1",
    measured: "70000 becomes 4464, -1 becomes 65535, abc becomes 11211; h:11211?weight=2 is h:11211 with weight 1 (PHP "
      + "8.2.35, memcached 3.2.0)")

  static let mc204 = LintRule(
    "MC204", .warning, .memcached, "blanks or an empty entry in the list",
    effect:
      "a blank becomes part of the host, which then cannot be found; behind a port it begins the weight, so what follows "
      + "it is no server; an empty entry is the server localhost:11211",
    cure: "write HOST:PORT,HOST:PORT with one comma and nothing else between them",
    measured:
      "\"a:1,,b:1\" has three servers, the second localhost:11211; \"a:1,  b:1\" has a host \" b\"; \"a:1 b:1\" is the one "
      + "server a:1 (PHP 8.2.35, memcached 3.2.0)")

  static let mc205 = LintRule(
    "MC205", .warning, .memcached, "--SERVER or PERSISTENT= in the save path",
    effect:
      "since 3.0 an option of libmemcached is taken for a host, and PERSISTENT= is refused: session_start() is false",
    cure: "write HOST:PORT:WEIGHT, and the rest as directives (memcached.sess_persistent = On)",
    measured: "--SERVER=127.9.9.9 is a host of that name; PERSISTENT= gives \"PERSISTENT is replaced by "
      + "memcached.sess_persistent = On\" (PHP 8.2.35, memcached 3.2.0)")

  static let mc220 = LintRule(
    "MC220", .warning, .memcached, "replicas without the binary protocol",
    effect: "no copy is made, and nothing says so",
    cure: "memcached.sess_binary_protocol = On, or memcached.sess_number_of_replicas = 0",
    measured: "text protocol and 1 replica: in six drills the same outcome as without replicas, and no warning (PHP "
      + "8.2.35, memcached 3.2.0)")

  static let mc221 = LintRule(
    "MC221", .warning, .memcached, "replicas, as if they survived a restart",
    effect: "a replica is read only while the session's own node cannot be reached. One that is back and empty answers "
      + "\"not found\", which counts: the session is empty, and that is written over the replica",
    cure:
      "let mcpool guard refill a node when it comes back; for copies that PHP itself reads use the memcache extension "
      + "8.2",
    measured:
      "50 sessions, 1 replica, one of two nodes restarted: 24 kept with modula and 27 with ketama, just as without "
      + "replicas (PHP 8.2.35, memcached 3.2.0)")

  static let mc222 = LintRule(
    "MC222", .warning, .memcached, "replicas with session.lazy_write on",
    effect:
      "a page that changes nothing refreshes the lifetime on the session's own node only; the replicas run out and "
      + "are not there when they are needed",
    cure: "session.lazy_write = Off",
    measured: "after 3 s of such pages the node had its full 100 s, the replica 97; with lazy_write = Off both had 100 "
      + "(PHP 8.2.35, memcached 3.2.0)")

  static let mc223 = LintRule(
    "MC223", .warning, .memcached, "sess_randomize_replica_read",
    effect:
      "the choice is the same for all requests of a second, so it spreads no load; and copies that lag behind are "
      + "read although the right one is up",
    cure: "memcached.sess_randomize_replica_read = Off",
    measured: "200 reads in a row went to one and the same server (PHP 8.2.35, memcached 3.2.0)")

  static let mc224 = LintRule(
    "MC224", .warning, .memcached, "locking on a pool of several nodes",
    effect: "the lock of a session has a node of its own, and no replica: a session needs both nodes, so that one node "
      + "that is down takes far more users with it",
    cure: "memcached.sess_locking = Off where pages of one session may run side by side; else bear it in mind",
    measured: "50 sessions, one of two nodes down: session_start() is false for 39 (modula) and 41 (ketama) of 50 with "
      + "locking, for 26 and 23 without (PHP 8.2.35, memcached 3.2.0)")

  static let mc225 = LintRule(
    "MC225", .warning, .memcached, "sess_remove_failed_servers without sess_server_failure_limit = 1",
    effect: "one request hardly ever meets so many failures, and the next one counts from 0: nothing is removed",
    cure: "memcached.sess_server_failure_limit = 1, knowing that users then move to another node and are logged out",
    measured:
      "on or off made no difference to any of 50 sessions in any drill with the default limit of 5 (PHP 8.2.35, "
      + "memcached 3.2.0)")

  static let mc226 = LintRule(
    "MC226", .warning, .memcached, "failed servers are removed, and connections persist",
    effect:
      "a node that is back in the ring keeps its mark in each worker: all its sessions fail with SERVER IS MARKED "
      + "DEAD until PHP is restarted",
    cure: "memcached.sess_persistent = Off",
    measured: "limit 1, node A back: every user of A got session_start() false, and still in the following round (PHP "
      + "8.2.35, memcached 3.2.0)")

  static let mc227 = LintRule(
    "MC227", .warning, .memcached, "locks that never end",
    effect: "with sess_lock_expire 0 a lock lives for max_execution_time, and with that at 0, too, for ever: a request "
      + "that dies blocks its user until the server drops the item",
    cure: "memcached.sess_lock_expire = some seconds more than the longest request",
    measured: "the lock is added with expiration 0 (PHP 8.2.35, memcached 3.2.0)")

  static let mc228 = LintRule(
    "MC228", .warning, .memcached, "a wait for the lock that is shorter than a page may take",
    effect:
      "a second request of the same user gives up: \"Unable to clear session lock record\", and session_start() is "
      + "false",
    cure: "memcached.sess_lock_retries = 40, which with the waits of 150 ms is 6 s; as long as your slower pages",
    measured: "the defaults 150, 150 and 5 gave up after 0.77 s (PHP 8.2.35, memcached 3.2.0)")

  static let mc229 = LintRule(
    "MC229", .warning, .memcached, "a sess_prefix of 128 bytes or more",
    effect:
      "libmemcached takes at most 127, and the extension does not look: up to 251 bytes sessions have no prefix at "
      + "all and may meet other applications' keys; longer ones are refused",
    cure: "use at most 127 visible ASCII characters",
    measured: "128 bytes: the item's key is the bare id (PHP 8.2.35, memcached 3.2.0)")

  static let mc230 = LintRule(
    "MC230", .warning, .memcached, "weights that do not count",
    effect:
      "sess_consistent_hash_type = ketama, the default, and modula ignore weights; ketama_weighted gives a server no "
      + "key at all when its part is below a fortieth of the average",
    cure: "memcached.sess_consistent_hash_type = ketama_weighted on all web hosts at once: sessions move",
    measured: "weights 1, 1 and 300 with ketama_weighted: 0, 0 and 476 points (PHP 8.2.35, memcached 3.2.0)")

  static let mc231 = LintRule(
    "MC231", .warning, .memcached, "sess_consistent_hash_type is not stated, and the file is from the days of 2.2",
    effect:
      "sess_consistent_hash = On was the weighted ring in 2.2, is the unweighted one in 3.0, and may be either from "
      + "3.1 on; where it is not set at all, 2.2 hashes by modula and later releases by a ring. Web hosts of different "
      + "releases look for sessions on different nodes",
    cure:
      "state memcached.sess_consistent_hash and its type: On with ketama_weighted goes with On in 2.2, Off with 2.2 where "
      + "nothing is set, On with ketama with 3.0 and the default",
    measured:
      "on 3 nodes ketama and ketama_weighted put 182 of 600 ids on the same node, as many as chance would (the rings of "
      + "memcached 3.2.0, computed); what 2.2 does was read and not run")

  static let mc232 = LintRule(
    "MC232", .warning, .memcached, "sess_connect_timeout is 0",
    effect: "that is libmemcached's 4 s, on each page whose node gives no sign of life. A frozen node costs 5 s an "
      + "operation whatever is set, 30 s with locking",
    cure: "memcached.sess_connect_timeout = 250 (milliseconds)",
    measured: "a black hole in place of a node: 4.0 s a page, 8.0 s with a write to a replica; a frozen node: 5.0 s an "
      + "operation without and 30 s with locking (PHP 8.2.35, memcached 3.2.0)")

  static let mc233 = LintRule(
    "MC233", .warning, .memcached, "session.gc_maxlifetime above 30 days",
    effect: "2.x sends it as it is, the server takes more than 2592000 for a date in 1970, and the session is gone at "
      + "once. Later releases send a date, so the clocks of web hosts and servers count",
    cure: "session.gc_maxlifetime = 2592000 at most",
    measured: "3456000 is sent as now + 3456000 (PHP 8.2.35, memcached 3.2.0); what 2.x does was read and not run")

  static let mc235 = LintRule(
    "MC235", .warning, .memcached, "session.use_strict_mode on",
    effect:
      "an id that cannot be looked up counts as unknown and is replaced. The cookie changes, so a glitch of a second "
      + "becomes a logout for good",
    cure: "weigh it: strict mode is right against fixed ids, and this is its price here",
    measured:
      "one of two nodes down, no locking: users of that node got a new id and an empty session, and stayed logged "
      + "out when the node was back (PHP 8.2.35, memcached 3.2.0)")

  static let mc303 = LintRule(
    "MC303", .info, .memcached, "the hash crc with a ring",
    effect: "libmemcached's crc has 15 bits, which all lie before the first point of a ring: one server gets every key",
    cure: "choose another hash: md5, or the default",
    measured: "computed for rings of libmemcached 1.1.4; its 15 bits agree with PHP 8.2.35, memcached 3.2.0. Sessions "
      + "can have it only by an option string of 2.2, applications by Memcached::OPT_HASH")
}
