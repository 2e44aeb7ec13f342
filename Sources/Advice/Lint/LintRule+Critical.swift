import PHPConfiguration
import Placement

// A table: users see other users' sessions, PHP hangs or dies, sessions are never saved.
extension LintRule {
  static let critical = [mc101, mc102, mc103, mc104, mc105, mc106, mc107, mc108, mc109, mc110]

  static let mc101 = LintRule(
    "MC101", .critical, .memcached, "persistent connections, replicas, the binary protocol and locking together",
    effect: "on a healthy pool users get the sessions of other users: an answer of a replica stays unread in the "
      + "connection, and all later answers shift by one",
    cure: "switch one of the four off, best memcached.sess_persistent = Off or memcached.sess_number_of_replicas = 0",
    measured:
      "50 sessions, nothing broken: 10 of 50 visits on 2 nodes and 18 of 50 on 3 nodes returned somebody else's "
      + "session, most of the others came back empty; with any one of the four off all was well (PHP 8.2.35, memcached "
      + "extension 3.2.0, libmemcached 1.1.4, memcached 1.6.18)")

  static let mc102 = LintRule(
    "MC102", .critical, .memcache, "an empty save path",
    effect: "the PHP process dies as soon as a session starts; an empty memcache.session_save_path does it too, even "
      + "beside a good session.save_path",
    cure: "name the servers: session.save_path = \"tcp://HOST:PORT, tcp://HOST:PORT\", and take the empty "
      + "memcache.session_save_path out",
    measured: "PHP 8.2.35: \"stack smashing detected\" with memcache 8.0, a segmentation fault with 8.2")

  static let mc103 = LintRule(
    "MC103", .critical, .memcache, "a server named twice",
    effect:
      "with memcache.hash_strategy = consistent a second entry that weighs no more than the first has no part of the "
      + "ring; where copies need it, the write looks for it without end and memory grows. One that weighs more, and any "
      + "with standard, gets sessions: both copies of one may be on that one server",
    cure: "name each server once; a server that is to have more sessions gets a weight",
    measured: "the same tcp://HOST:PORT twice, session_redundancy 2: endless loop at the first write (PHP 8.2.35, "
      + "memcache 8.0)")

  static let mc104 = LintRule(
    "MC104", .critical, .memcache, "a server that no key leads to",
    effect: "it never holds a session; where copies need it, the write looks for it without end",
    cure: "write weights as small numbers of about the same size: 1, 2, 4",
    measured: "weights 32768 and 1 with hash_strategy standard, session_redundancy 2: endless loop at the first write; "
      + "session_redundancy 1 works (PHP 8.2.35, memcache 8.0)")

  static let mc105 = LintRule(
    "MC105", .critical, .memcache, "a unix socket with a weight of 0",
    effect:
      "the weight of sockets is not checked: with two copies or more the write looks for the socket without end; a "
      + "socket alone never saves a session",
    cure: "give the socket a weight of 1 or more, or leave the weight out",
    measured: "in a pool, session_redundancy 2: endless loop at the first write; alone: every write fails (PHP 8.2.35, "
      + "memcache 8.0)")

  static let mc106 = LintRule(
    "MC106", .critical, .memcache, "session_prefix_host_key_remove_subdomain is on",
    effect: "PHP aborts at the start of every request whose SERVER_NAME has four dots or more, and whoever may choose "
      + "that name can do it at will",
    cure:
      "turn it off (sessions get other keys: users log in again), or let the web server accept only names with three "
      + "dots or fewer",
    measured: "SERVER_NAME a.b.c.example.org: PHP aborts at the start of the request (PHP 8.2.35, memcache 8.0)")

  static let mc107 = LintRule(
    "MC107", .critical, .memcache, "a prefix that is too long for its ids",
    effect: "prefix and id together pass 245 bytes, so the key of the lock is too long for the server: every session "
      + "reads as empty and is never saved",
    cure: "keep memcache.session_prefix_static_key (and SERVER_NAME, where it is in the prefix) short",
    measured:
      "246 bytes of prefix and id: CLIENT_ERROR from the server, the session reads as empty and is never saved; "
      + "245 bytes work (PHP 8.2.35, memcache 8.0)")

  static let mc108 = LintRule(
    "MC108", .critical, .memcached, "a server of 1025 bytes or more",
    effect: "libmemcached writes past the end of a buffer, and the PHP process dies",
    cure: "separate servers by commas; a host has at most 1024 bytes",
    measured: "a host of 1100 bytes: the process dies; 1024 bytes: session_start() is false (PHP 8.2.35, memcached "
      + "extension 3.2.0, libmemcached 1.1.4)")

  static let mc109 = LintRule(
    "MC109", .critical, nil, "text that PHP's ini language cuts, computes or stops at",
    effect:
      "an unquoted ?weight=1, ( ) ! or ~ stops the file: every later line is lost and falls back to PHP's default. "
      + "An unquoted & | ^ turns the value into a number. A line of a pool file that php-fpm cannot read, or does not know, "
      + "keeps it from starting; so does one of Apache's",
    cure: "put every value that is more than a word or a number between double quotes",
    measured:
      "session.save_path = tcp://10.0.0.1:11211?weight=1 without quotes stores tcp://10.0.0.1:11211?weight, and "
      + "the directives below it keep their defaults; a&b becomes 0 (PHP 8.2.35)")

  static let mc110 = LintRule(
    "MC110", .critical, nil, "a save path written for the other extension",
    effect:
      "memcache refuses servers without a scheme that it cannot read, and session_start() is false; memcached takes "
      + "the tcp of tcp://HOST:PORT for a host that does not exist",
    cure: "memcache: tcp://HOST:PORT?weight=N; memcached: HOST:PORT:WEIGHT",
    measured:
      "memcache 8.0 refuses h:11211?weight=2 and a bare h; memcached 3.2.0 looks tcp up on port 11211 and fails "
      + "(PHP 8.2.35)")
}
