import FoundationEssentials
import MemcacheClient
import MemcacheProtocol
import Operations

extension Exposition {
  /// - Parameter version: mcpool's own.
  init(_ scrapes: [PoolScrape], version: String) {
    var collector = SampleCollector()
    collector.add(PoolMetric.build, [Label("version", version)], 1)
    for scrape in scrapes { collector.add(scrape) }
    self.init(collector.samples)
  }
}

extension SampleCollector {
  fileprivate mutating func add(_ scrape: PoolScrape) {
    let pool = Label("pool", scrape.pool.name)
    if let rules = scrape.pool.rules {
      add(
        PoolMetric.pool,
        [
          pool, Label("handler", rules.handler), Label("release", rules.release),
          Label("provenance", rules.provenance),
        ], 1)
      if let lifetime = rules.sessionLifetime { add(PoolMetric.sessionLifetime, [pool], lifetime.inSeconds) }
    }
    let kinds = Dictionary(grouping: scrape.pool.findings) { $0 }
    for (kind, all) in kinds.sorted(by: { ($0.key.code, $0.key.severity) < ($1.key.code, $1.key.severity) }) {
      add(
        PoolMetric.findings, [pool, Label("severity", kind.severity), Label("code", kind.code)], Double(all.count))
    }
    add(PoolMetric.duration, [pool], scrape.duration.inSeconds)
    add(PoolMetric.cutOff, [pool], scrape.isCutOff ? 1 : 0)
    for sample in scrape.survey.samples {
      let labels = [pool, Label("node", sample.node)]
      if let share = scrape.pool.rules?.shares[sample.node] { add(PoolMetric.share, labels, share) }
      add(ServerMetric.up, labels, sample.isUp ? 1 : 0)
      addOwn(sample, labels)
      if sample.isUp { addServer(sample, labels) }
    }
  }

  /// What mcpool makes of a node's answer.
  private mutating func addOwn(_ sample: Survey.Sample, _ labels: [Label]) {
    add(PoolMetric.state, labels + [Label("state", sample.state.rawValue)], 1)
    if let other = sample.sameServer { add(PoolMetric.sameServer, labels + [Label("same_server_as", other)], 1) }
    if let trip = sample.roundTrip { add(PoolMetric.roundTrip, labels, trip.inSeconds) }
    guard let life = sample.life else { return }
    add(PoolMetric.clockSkew, labels, Double(life.clockSkew))
    add(PoolMetric.started, labels, life.started.timeIntervalSince1970)
    if let flush = life.lastFlush { add(PoolMetric.flushed, labels, flush.timeIntervalSince1970) }
    if let flush = life.pendingFlush { add(PoolMetric.pendingFlush, labels, flush.timeIntervalSince1970) }
  }

  /// What the server says of itself.
  private mutating func addServer(_ sample: Survey.Sample, _ labels: [Label]) {
    let general = sample.general
    if let version = general["version"] { add(ServerMetric.version, labels + [Label("version", version)], 1) }
    add(ServerMetric.general + ServerMetric.external, of: general, labels)
    add(ServerMetric.settings, of: sample.settings, labels)
    addSets(general, prefix: "", countedWith: ["cas_misses", "cas_hits", "cas_badval"], ServerMetric.commands, labels)
    // A sample that comes twice would make Prometheus refuse all of them, whatever a strange server sends.
    var seen: Set<String> = []
    if let items = sample.groups["items"] { addClasses(items, SlabMetric.items, depth: 3, labels, &seen) }
    if let slabs = sample.groups["slabs"] {
      add([ServerMetric.malloced], of: slabs, labels)
      addClasses(slabs, SlabMetric.slabs, depth: 2, labels, &seen)
    }
  }

  private mutating func add(_ metrics: [FieldMetric], of table: StatTable, _ labels: [Label]) {
    for metric in metrics {
      if let value = metric.value(in: table) { add(metric.metric, labels + metric.labels, value) }
    }
  }

  /// memcached counts each `cas` once more as a `set`.
  private mutating func addSets(
    _ table: StatTable, prefix: String, countedWith others: [String], _ metric: Metric, _ labels: [Label]
  ) {
    guard let sets = table.number(prefix + "cmd_set") else { return }
    let counted = others.map { table.number(prefix + $0) ?? 0 }.reduce(0, +)
    add(metric, labels + [Label("command", "set"), Label("status", "hit")], max(0, sets - counted))
  }

  /// Fields whose names end in `CLASS:FIELD`.
  ///
  /// - Parameters:
  ///   - depth: how many parts a name has.
  ///   - seen: `CLASS:FIELD` of the node so far.
  private mutating func addClasses(
    _ table: StatTable, _ metrics: [String: FieldMetric], depth: Int, _ labels: [Label], _ seen: inout Set<String>
  ) {
    for stat in table.fields {
      let parts = stat.name.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == depth, let number = UInt8(parts[depth - 2]) else { continue }
      let field = String(parts[depth - 1])
      guard seen.insert("\(number):\(field)").inserted else { continue }
      let labels = labels + [Label("slab", "\(number)")]
      if depth == 2, field == "cmd_set" {
        addSets(table, prefix: "\(parts[0]):", countedWith: ["cas_hits", "cas_badval"], SlabMetric.commands, labels)
      }
      guard let metric = metrics[field], let value = metric.value(in: table, under: stat.name) else { continue }
      add(metric.metric, labels + metric.labels, value)
    }
  }
}

extension Duration {
  fileprivate var inSeconds: Double { Double(microseconds) / 1_000_000 }
}
