import PHPConfiguration
import Placement

// A table: rules for the pools of pecl/memcache.
extension LintRule {
  static let memcache = [
    mc202, mc206, mc208, mc209, mc211, mc212, mc213, mc215, mc216, mc217, mc218, mc219, mc234, mc305,
  ]

  static let mc202 = LintRule(
    "MC202", .warning, .memcache, "a server without a port",
    effect: "it has port 0, so every connection to it fails; memcache.default_port does not count for sessions",
    cure: "write the port: tcp://HOST:11211",
    measured: "tcp://127.0.0.1 with a server on 11211: every session is empty and every write fails (PHP 8.2.35, "
      + "memcache 8.0)")

  static let mc206 = LintRule(
    "MC206", .warning, .memcache, "a parameter that does not exist",
    effect: "it is ignored without a word; so is everything behind &amp;, which was copied from a web page",
    cure: "write & between parameters; there are weight, timeout, retry_interval, persistent and udp_port",
    measured: "tcp://h:11211?weight=2&amp;persistent=1 opens no persistent connection (PHP 8.2.35, memcache 8.0)")

  static let mc208 = LintRule(
    "MC208", .warning, .memcache, "copies, and a release that takes a miss for the end",
    effect:
      "releases 4.0.1 to 4.0.5.2 and 8.0 do not ask the other copies when a node is up and has nothing: the session "
      + "is empty, and at the end of the page that is written over the good copies. So a node that restarts, or is "
      + "flushed, logs its users out",
    cure: "upgrade to memcache 8.2 (or 8.0.1, 4.0.5.3); until then run mcpool guard, which refills a node before PHP "
      + "writes over its copies, and never flush one",
    measured:
      "50 sessions, 2 copies, one of two nodes restarted: 23 kept with standard and 35 with consistent hashing, "
      + "the others logged out and their copies overwritten (PHP 8.2.35, memcache 8.0); with 8.2 all 50 kept")

  static let mc209 = LintRule(
    "MC209", .warning, .memcache, "one copy of each session",
    effect: "while a node is down its users are logged out and cannot log in again: nothing takes its place",
    cure: "memcache.session_redundancy = 2 (3 with releases 3.0.4 to 3.0.8) on all web hosts",
    measured: "50 sessions, session_redundancy 1, one of two nodes down: 23 kept with standard and 35 with consistent "
      + "hashing, the others logged out, and every write of theirs failed (PHP 8.2.35, memcache 8.0)")

  static let mc211 = LintRule(
    "MC211", .warning, .memcache, "session_redundancy against the number of copies",
    effect: "releases 3.0.4 to 3.0.8 write one copy less than it says, so the default 2 is one copy. From 4.0 on it is "
      + "the number of copies, and more than there are servers changes nothing",
    cure: "3.0.4 to 3.0.8: one more than the copies that you want; from 4.0 on: as many as you want",
    measured:
      "session_redundancy 2 keeps 50 of 50 sessions while one of two nodes is down, and 3 and 4 do just the same "
      + "(PHP 8.2.35, memcache 8.0 and 8.2); the rule of 3.0.4 to 3.0.8 was read in the history and not run")

  static let mc212 = LintRule(
    "MC212", .warning, .memcache, "allow_failover or redundancy, as if they were about sessions",
    effect:
      "both are for Memcache objects alone; since 3.0.4 sessions go by memcache.session_redundancy and nothing else",
    cure: "state memcache.session_redundancy, which says that you know the difference",
    measured: "allow_failover 0 and 1 gave the same outcome for each of 50 sessions, in every drill and at every "
      + "session_redundancy (PHP 8.2.35, memcache 8.0 and 8.2)")

  static let mc213 = LintRule(
    "MC213", .warning, .memcache, "copies that are not found within max_failover_attempts",
    effect: "releases that ask the copies after a miss take the lock of a new session on each of its servers; when the "
      + "probes end first, the request waits for its own lock, up to twice memcache.lock_timeout. Older ones write the "
      + "same thing to the same server again",
    cure: "memcache.hash_function = crc32 and even weights, or a larger memcache.max_failover_attempts, which moves no "
      + "session",
    measured:
      "standard hashing with fnv, 2 copies: 44 % of new sessions on 2 equal nodes, 22 % on 4, none on 3, 5 and 7 "
      + "(computed by the model); such a session waited 4.3 s with lock_timeout 2 (PHP 8.2.35, memcache 8.2)")

  static let mc215 = LintRule(
    "MC215", .warning, .memcache, "weights that are sizes",
    effect:
      "standard hashing reaches 32767 slots, so servers behind them get nothing; consistent hashing makes 160 points "
      + "for each unit of weight in every request, and PHP dies at its memory_limit",
    cure: "write weights as small numbers: 1, 2, 4",
    measured: "weights 32768 and 1, standard hashing: the second server gets no session (PHP 8.2.35, memcache 8.0)")

  static let mc216 = LintRule(
    "MC216", .warning, .memcache, "persistent=1",
    effect: "a worker that saw a node fail avoids it for retry_interval although it is well again, each worker for "
      + "itself: what is written meanwhile is missing there. A frozen primary stalls the worker that reads from it",
    cure: "leave persistent out; a connection costs less than a millisecond",
    measured: "retry_interval 2, node A back after a failure: the worker went on without A for 2 s, then read 15 of 50 "
      + "sessions stale; a request that read from a frozen primary stalled 31 s (PHP 8.2.35, memcache 8.0 and 8.2)")

  static let mc217 = LintRule(
    "MC217", .warning, .memcache, "a negative retry_interval on a persistent connection",
    effect: "a node that failed once is never tried again by that worker, until PHP is restarted",
    cure: "retry_interval=15 or less, or leave persistent out",
    measured: "persistent=1&retry_interval=-1: the worker never used the node again (PHP 8.2.35, memcache 8.0)")

  static let mc218 = LintRule(
    "MC218", .warning, .memcache, "the timeout of a node that hangs is paid on every page",
    effect: "nothing is remembered from one request to the next: while a node is frozen or unreachable, each page that "
      + "reads from it or writes a copy to it waits for the timeout. For replies the smallest timeout of all servers "
      + "counts",
    cure: "from 4.0 on a part of a second is taken: tcp://HOST:PORT?timeout=0.25",
    measured:
      "one of two nodes frozen or black-holed, 2 copies, timeout 1: 1.0 s on every page for as long as it lasted, "
      + "and 6 to 15 s once for each affected session when it came back (PHP 8.2.35, memcache 8.0 and 8.2)")

  static let mc219 = LintRule(
    "MC219", .warning, .memcache, "a lock_timeout of 15 seconds or more",
    effect:
      "only a write gives a lock back. session_abort(), read_and_close and a crash leave it, and the next page of "
      + "that user waits until it ends",
    cure: "memcache.lock_timeout = a little more than your longest request; behind it a second request may enter",
    measured: "the page after a read_and_close waited 15.3 s (PHP 8.2.35, memcache 8.0)")

  static let mc234 = LintRule(
    "MC234", .warning, .memcache, "session.gc_maxlifetime above 30 days",
    effect:
      "releases up to 3.0.8 send it as it is, the server takes more than 2592000 for a date in 1970, and the session "
      + "is gone at once",
    cure: "session.gc_maxlifetime = 2592000 at most, or a release from 4.0 on",
    measured:
      "read in the history of the extension, not run; memcached 1.6.18 drops an item with such an expiry at once")

  static let mc305 = LintRule(
    "MC305", .info, .memcache, "session.lazy_write, which this extension does not know",
    effect: "each page view writes the session to every copy, changed or not",
    cure: "leave the line out; nothing makes this extension skip the write",
    measured: "a page that changed nothing sent the same set commands to both copies again (PHP 8.2.35, memcache 8.0)")
}
