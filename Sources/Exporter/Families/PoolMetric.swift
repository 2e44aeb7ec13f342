/// What mcpool knows beside memcached's own figures.
enum PoolMetric {
  static let build = Metric("mcpool_build_info", .gauge, "1, with the version of mcpool as a label.")
  static let pool = Metric(
    "mcpool_pool_info", .gauge, "1, with the PHP extension of the pool, its release and how that is known as labels.")
  static let sessionLifetime = Metric(
    "mcpool_session_lifetime_seconds", .gauge, "Seconds that PHP lets a session of the pool live after its last page.")
  static let findings = Metric(
    "mcpool_configuration_findings", .gauge,
    "Findings about the pool's configuration, as mcpool config show explains them.")
  static let state = Metric("mcpool_node_state", .gauge, "1, with the state in which the node was found as a label.")
  static let share = Metric(
    "mcpool_node_share", .gauge, "Part of all sessions that the ring puts on the node, from 0 to 1.")
  static let roundTrip = Metric(
    "mcpool_node_round_trip_seconds", .gauge, "One round trip to the node on an open connection.")
  static let clockSkew = Metric(
    "mcpool_node_clock_skew_seconds", .gauge, "Seconds that the node's clock is ahead of this machine's.")
  static let started = Metric(
    "mcpool_node_start_time_seconds", .gauge, "Unix time at which the server started, by this machine's clock.")
  static let flushed = Metric(
    "mcpool_node_last_flush_time_seconds", .gauge,
    "Unix time of the last flush since the server started; missing where there was none.")
  static let pendingFlush = Metric(
    "mcpool_node_pending_flush_time_seconds", .gauge,
    "Unix time at which a flush that was asked for will come; missing where none will.")
  static let sameServer = Metric(
    "mcpool_node_same_server", .gauge, "1 where the node is another name of the server that the label names.")
  static let duration = Metric("mcpool_scrape_duration_seconds", .gauge, "Seconds that the pool's nodes were asked.")
  static let cutOff = Metric(
    "mcpool_scrape_cut_off", .gauge, "1 where time was over before each node had answered or had its timeout.")

  static let all = [
    build, pool, sessionLifetime, findings, state, share, roundTrip, clockSkew, started, flushed, pendingFlush,
    sameServer, duration, cutOff,
  ]
}

extension Metric {
  /// Everything that can be exported, each once, by name.
  static let catalogue: [Metric] = {
    let fields =
      ServerMetric.general + ServerMetric.settings + ServerMetric.external + [ServerMetric.malloced]
      + SlabMetric.items.values + SlabMetric.slabs.values
    let all = fields.map(\.metric) + [ServerMetric.up, ServerMetric.version] + PoolMetric.all
    return Set(all).sorted { $0.name < $1.name }
  }()
}
