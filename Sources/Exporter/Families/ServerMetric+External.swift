extension ServerMetric {
  /// Fields that the general group has where items may also lie on disk (`-o ext_path`).
  static let external = [
    FieldMetric(
      "extstore_compact_lost", "memcached_extstore_compact_lost_total", .counter,
      "Items lost while storage was compacted, because they were in use."),
    FieldMetric(
      "extstore_compact_rescues", "memcached_extstore_compact_rescued_total", .counter,
      "Items moved to another page while storage was compacted."),
    FieldMetric(
      "extstore_compact_skipped", "memcached_extstore_compact_skipped_total", .counter,
      "Items dropped while storage was compacted, because nobody used them."),
    FieldMetric(
      "extstore_page_allocs", "memcached_extstore_pages_allocated_total", .counter, "Storage pages that were taken."),
    FieldMetric(
      "extstore_page_evictions", "memcached_extstore_pages_evicted_total", .counter,
      "Storage pages that were thrown away with their items."),
    FieldMetric(
      "extstore_page_reclaims", "memcached_extstore_pages_reclaimed_total", .counter,
      "Empty storage pages that were freed."),
    FieldMetric("extstore_pages_free", "memcached_extstore_pages_free", .gauge, "Storage pages without items."),
    FieldMetric("extstore_pages_used", "memcached_extstore_pages_used", .gauge, "Storage pages with items."),
    FieldMetric(
      "extstore_objects_evicted", "memcached_extstore_objects_evicted_total", .counter,
      "Items thrown out of storage to make room."),
    FieldMetric(
      "extstore_objects_read", "memcached_extstore_objects_read_total", .counter, "Items read from storage."),
    FieldMetric(
      "extstore_objects_written", "memcached_extstore_objects_written_total", .counter, "Items written to storage."),
    FieldMetric("extstore_objects_used", "memcached_extstore_objects_used", .gauge, "Items in storage."),
    FieldMetric(
      "extstore_bytes_evicted", "memcached_extstore_bytes_evicted_total", .counter,
      "Bytes thrown out of storage to make room."),
    FieldMetric(
      "extstore_bytes_written", "memcached_extstore_bytes_written_total", .counter, "Bytes written to storage."),
    FieldMetric("extstore_bytes_read", "memcached_extstore_bytes_read_total", .counter, "Bytes read from storage."),
    FieldMetric("extstore_bytes_used", "memcached_extstore_bytes_used", .gauge, "Bytes of the items in storage."),
    FieldMetric(
      "extstore_bytes_fragmented", "memcached_extstore_bytes_fragmented", .gauge,
      "Bytes of storage that belong to no item and cannot be used for one."),
    FieldMetric(
      "extstore_limit_maxbytes", "memcached_extstore_bytes_limit", .gauge, "Bytes that storage may take."),
    FieldMetric(
      "extstore_io_queue", "memcached_extstore_io_queue_depth", .gauge, "Items that wait for storage."),
  ]
}
