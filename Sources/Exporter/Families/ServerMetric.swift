/// The names that memcached_exporter gives to memcached's own counters and states, so that dashboards made for it show
/// them. Types are the same but where `promtool` refuses them: what only grows and is not called `_total` is untyped, and
/// what may fall is a gauge.
enum ServerMetric {
  static let up = Metric("memcached_up", .gauge, "1 where the node answered, 0 where it did not.")
  static let version = Metric("memcached_version", .gauge, "1, with the version of the server as a label.")
  static let commands = Metric(
    "memcached_commands_total", .counter, "Commands by name and by what came of them.")

  /// The fields that memcached has for one command each.
  static let counted: [(field: String, command: String, status: String)] =
    ["get", "delete", "incr", "decr", "cas", "touch"].flatMap {
      [("\($0)_hits", $0, "hit"), ("\($0)_misses", $0, "miss")]
    } + [("cas_badval", "cas", "badval"), ("cmd_flush", "flush", "hit")]

  /// Fields of the general group.
  static let general: [FieldMetric] =
    process + connections + items + crawler
    + counted.map { FieldMetric($0.field, commands, [Label("command", $0.command), Label("status", $0.status)]) }

  private static let process = [
    FieldMetric("uptime", "memcached_uptime_seconds", .gauge, "Seconds since the server started."),
    FieldMetric("time", "memcached_time_seconds", .gauge, "Unix time by the server's clock."),
    FieldMetric(
      "rusage_user", "memcached_process_user_cpu_seconds_total", .counter, "Processor seconds in user mode."),
    FieldMetric(
      "rusage_system", "memcached_process_system_cpu_seconds_total", .counter, "Processor seconds in the kernel."),
    FieldMetric("bytes_read", "memcached_read_bytes_total", .counter, "Bytes that came from clients."),
    FieldMetric("bytes_written", "memcached_written_bytes_total", .counter, "Bytes that went to clients."),
  ]

  private static let connections = [
    FieldMetric("curr_connections", "memcached_current_connections", .gauge, "Open connections."),
    FieldMetric("total_connections", "memcached_connections_total", .counter, "Connections that were opened."),
    FieldMetric(
      "rejected_connections", "memcached_connections_rejected_total", .counter,
      "Connections that were refused at the limit; PHP takes such a node for dead."),
    FieldMetric(
      "conn_yields", "memcached_connections_yielded_total", .counter,
      "Times that a connection had to let others go first (-R)."),
    FieldMetric(
      "listen_disabled_num", "memcached_connections_listener_disabled_total", .counter,
      "Times that the server took no further connections because its limit was reached."),
    FieldMetric(
      "accepting_conns", "memcached_accepting_connections", .gauge, "1 while the server takes new connections."),
  ]

  private static let items = [
    FieldMetric("bytes", "memcached_current_bytes", .gauge, "Bytes of the items that are stored."),
    FieldMetric("limit_maxbytes", "memcached_limit_bytes", .gauge, "Bytes that the server may use for items (-m)."),
    FieldMetric("curr_items", "memcached_current_items", .gauge, "Items that are stored, expired ones included."),
    FieldMetric("total_items", "memcached_items_total", .counter, "Items that were stored."),
    FieldMetric(
      "evictions", "memcached_items_evicted_total", .counter,
      "Live items that were thrown away for want of memory; of sessions, users who were logged out."),
    FieldMetric(
      "reclaimed", "memcached_items_reclaimed_total", .counter, "Stores that took the place of an expired item."),
    FieldMetric(
      "store_too_large", "memcached_item_too_large_total", .counter,
      "Items that were refused because they are larger than the limit (-I)."),
    FieldMetric(
      "store_no_memory", "memcached_item_no_memory_total", .counter, "Items that were refused for want of memory."),
    FieldMetric(
      "direct_reclaims", "memcached_direct_reclaims_total", .counter,
      "Times that a request had to evict or reclaim by itself."),
  ]

  private static let crawler = [
    FieldMetric("lru_crawler_starts", "memcached_lru_crawler_starts_total", .counter, "Runs of the LRU crawler."),
    FieldMetric(
      "crawler_reclaimed", "memcached_lru_crawler_reclaimed_total", .counter, "Items that the LRU crawler freed."),
    FieldMetric(
      "crawler_items_checked", "memcached_lru_crawler_items_checked_total", .counter,
      "Items that the LRU crawler looked at."),
    FieldMetric(
      "moves_to_cold", "memcached_lru_crawler_moves_to_cold_total", .counter, "Items moved from hot or warm to cold."),
    FieldMetric(
      "moves_to_warm", "memcached_lru_crawler_moves_to_warm_total", .counter, "Items moved from cold to warm."),
    FieldMetric(
      "moves_within_lru", "memcached_lru_crawler_moves_within_lru_total", .counter,
      "Items moved to the front of hot or warm."),
  ]

  /// A field of `stats slabs` that is about all classes.
  static let malloced = FieldMetric(
    "total_malloced", "memcached_malloced_bytes", .gauge, "Bytes that the server has taken for slab pages.")

  /// Fields of `stats settings`.
  static let settings = [
    FieldMetric(
      "maxconns", "memcached_max_connections", .gauge,
      "Connections that the server was told to take (-c); about 20 fewer are usable."),
    FieldMetric("lru_crawler", "memcached_lru_crawler_enabled", .gauge, "1 where the LRU crawler is on."),
    FieldMetric(
      "lru_crawler_sleep", "memcached_lru_crawler_sleep", .gauge, "Microseconds that the LRU crawler rests."),
    FieldMetric(
      "lru_crawler_tocrawl", "memcached_lru_crawler_to_crawl", .gauge,
      "Most items that the LRU crawler looks at in a class and run; 0: all."),
    FieldMetric(
      "lru_maintainer_thread", "memcached_lru_crawler_maintainer_thread", .gauge,
      "1 where a thread looks after the segmented LRU."),
    FieldMetric(
      "hot_lru_pct", "memcached_lru_crawler_hot_percent", .gauge, "Part of memory for hot items, in a hundred."),
    FieldMetric(
      "warm_lru_pct", "memcached_lru_crawler_warm_percent", .gauge, "Part of memory for warm items, in a hundred."),
    FieldMetric(
      "hot_max_factor", "memcached_lru_crawler_hot_max_factor", .gauge,
      "Age of hot items at most, as a part of the age of cold ones."),
    FieldMetric(
      "warm_max_factor", "memcached_lru_crawler_warm_max_factor", .gauge,
      "Age of warm items at most, as a part of the age of cold ones."),
  ]
}
