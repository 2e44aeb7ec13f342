/// What memcached_exporter calls the figures of the slab classes, with `slab` as a label.
enum SlabMetric {
  static let commands = Metric(
    "memcached_slab_commands_total", .counter, "Commands on items of the class, by name and by what came of them.")
  static let hits = Metric(
    "memcached_slab_lru_hits_total", .counter, "Reads that found an item of the class, by the part of its LRU.")
  /// In the group `items` from 1.5.17 on, in `slabs` before.
  private static let requested = Metric(
    "memcached_slab_mem_requested_bytes", .gauge, "Bytes that the items of the class take without their padding.")

  /// Fields of `stats items`, which has them as `items:CLASS:FIELD`.
  static let items: [String: FieldMetric] = byField(
    [
      gauge("number", "current_items", "Items of the class."),
      gauge("age", "items_age_seconds", "Seconds since the item that is next to be evicted was last used."),
      gauge("number_hot", "hot_items", "Hot items of the class."),
      gauge("number_warm", "warm_items", "Warm items of the class."),
      gauge("number_cold", "cold_items", "Cold items of the class."),
      gauge("number_temp", "temporary_items", "Items of the class that are to end soon."),
      gauge("age_hot", "hot_age_seconds", "Age of the oldest hot item of the class."),
      gauge("age_warm", "warm_age_seconds", "Age of the oldest warm item of the class."),
      gauge(
        "evicted_time", "items_evicted_time_seconds",
        "Seconds since its last use that the latest evicted item of the class had."),
      counter("evicted", "items_evicted_total", "Live items of the class that were thrown away for want of memory."),
      counter(
        "evicted_nonzero", "items_evicted_nonzero_total",
        "Those of them that had an end of their own, as sessions do."),
      counter("evicted_unfetched", "items_evicted_unfetched_total", "Those of them that were never read."),
      counter("expired_unfetched", "items_expired_unfetched_total", "Items of the class that ended without a read."),
      counter("outofmemory", "items_outofmemory_total", "Stores in the class that found no memory."),
      counter("tailrepairs", "items_tailrepairs_total", "Items of the class that had to be freed by force."),
      counter("reclaimed", "items_reclaimed_total", "Stores in the class that took the place of an expired item."),
      counter(
        "crawler_reclaimed", "items_crawler_reclaimed_total", "Items of the class that the LRU crawler freed."),
      untyped("moves_to_cold", "items_moves_to_cold", "Items of the class moved from hot or warm to cold."),
      untyped("moves_to_warm", "items_moves_to_warm", "Items of the class moved from cold to warm."),
      untyped(
        "moves_within_lru", "items_moves_within_lru", "Items of the class moved to the front of hot or warm."),
      FieldMetric("mem_requested", requested),
    ]
      + ["hot", "warm", "cold"].map { FieldMetric("hits_to_\($0)", hits, [Label("lru", $0)]) }
      + [FieldMetric("hits_to_temp", hits, [Label("lru", "temporary")])])

  /// Fields of `stats slabs`, which has them as `CLASS:FIELD`.
  static let slabs: [String: FieldMetric] = byField(
    [
      gauge("chunk_size", "chunk_size_bytes", "Bytes of a chunk, which is the room for one item of the class."),
      gauge("chunks_per_page", "chunks_per_page", "Chunks in a page of the class."),
      gauge("total_pages", "current_pages", "Pages that the class has."),
      gauge("total_chunks", "current_chunks", "Chunks that the class has."),
      gauge("used_chunks", "chunks_used", "Chunks with an item in them."),
      gauge("free_chunks", "chunks_free", "Chunks without one."),
      gauge("free_chunks_end", "chunks_free_end", "Chunks at the end of the latest page that were never used."),
      FieldMetric("mem_requested", requested),
    ]
      + ServerMetric.counted.filter { $0.status != "miss" && $0.command != "flush" }.map {
        FieldMetric($0.field, commands, [Label("command", $0.command), Label("status", $0.status)])
      })

  private static func byField(_ metrics: [FieldMetric]) -> [String: FieldMetric] {
    Dictionary(uniqueKeysWithValues: metrics.map { ($0.field, $0) })
  }

  private static func gauge(_ field: String, _ name: String, _ help: String) -> FieldMetric {
    FieldMetric(field, "memcached_slab_" + name, .gauge, help)
  }

  private static func counter(_ field: String, _ name: String, _ help: String) -> FieldMetric {
    FieldMetric(field, "memcached_slab_" + name, .counter, help)
  }

  private static func untyped(_ field: String, _ name: String, _ help: String) -> FieldMetric {
    FieldMetric(field, "memcached_slab_" + name, .untyped, help)
  }
}
