import PHPConfiguration
import Placement

extension FuzzTarget {
  /// Makes a pool of a save_path in one of the ways that the extension has, and places sessions on it.
  ///
  /// Promises: no trap, no ring whose size follows a weight without end; the same text gives the same pool; every
  /// session lies on nodes of the pool, in a batch as alone; shares add up to 1; messages stay as short as the path.
  func checkPool(_ input: [UInt8]) throws(Finding) {
    var choices = Choices(input)
    let configuration = configuration(&choices)
    let limit = 8192 + 12 * input.count
    let pools: [Pool]
    do throws(PoolError) {
      pools = [try pool(configuration), try pool(configuration)]
    } catch {
      let size = error.message.utf8.count + error.effect.utf8.count + error.cure.utf8.count
      return try promise(size <= limit, "an error of \(size) bytes")
    }
    try promise(pools[0].nodes == pools[1].nodes, "the same path gave other nodes")
    try promise(pools[0].diagnostics == pools[1].diagnostics, "the same path gave other remarks")
    for remark in pools[0].diagnostics {
      let size = remark.message.utf8.count + remark.effect.utf8.count + remark.cure.utf8.count
      try promise(size <= limit, "a remark of \(size) bytes")
    }
    try place(on: pools[0].placement)
  }

  private func pool(_ configuration: Configuration) throws(PoolError) -> Pool {
    try Pool(configuration: configuration, handler: handler, serverName: Array("www.example.org".utf8))
  }

  private var handler: Handler { self == .memcachePath ? .memcache : .memcached }

  private func configuration(_ choices: inout Choices) -> Configuration {
    var configuration = Configuration()
    func set(_ name: String, _ values: [String?]) {
      if let value = choices.one(of: values) { configuration.set(name, to: Array(value.utf8), from: "fuzz") }
    }
    switch self {
    case .memcachePath:
      set("mcpool.extension_release", ["8.2", "8.0", "4.0.5.2", "3.0.8", "3.0.1", "2.2.7"])
      set("memcache.hash_strategy", [nil, "standard", "consistent"])
      set("memcache.hash_function", [nil, "crc32", "fnv"])
      set("memcache.session_redundancy", [nil, "1", "3", "100"])
      set("memory_limit", [nil, "-1", "1G"])
    case .memcachedPath:
      set("mcpool.extension_release", ["3.3.0", "3.2.0", "2.2.0"])
      set("memcached.sess_consistent_hash_type", [nil, "ketama", "ketama_weighted"])
      set("memcached.sess_consistent_hash", [nil, "0"])
      set("memcached.sess_binary_protocol", [nil, "0", "1"])
      set("memcached.sess_number_of_replicas", [nil, "1", "1000000000"])
    default:
      set("mcpool.extension_release", ["2.2.0"])
      set("memcached.sess_consistent_hash", [nil, "0"])
      set("memcached.sess_binary_protocol", [nil, "0", "1"])
    }
    let prefix = self == .configurationString ? Array("--SERVER=".utf8) : []
    configuration.set("session.save_path", to: prefix + choices.rest, from: "fuzz")
    return configuration
  }

  private func place(on placement: any SessionPlacement) throws(Finding) {
    let nodes = placement.nodes.indices
    try promise(!nodes.isEmpty, "a pool without nodes")
    try promise(
      (1...nodes.count).contains(placement.copyCount), "\(placement.copyCount) copies on \(nodes.count) nodes")
    let shares = placement.shares
    try promise(shares.count == nodes.count, "\(shares.count) shares for \(nodes.count) nodes")
    try promise(abs(shares.reduce(0, +) - 1) < 1e-6, "the shares add up to \(shares.reduce(0, +))")

    var batch = SessionBatch()
    for id in Self.ids {
      batch.ranges.append(batch.bytes.count..<batch.bytes.count + id.count)
      batch.bytes += id
    }
    var table = PlacementTable()
    placement.place(batch, into: &table)
    for (row, id) in Self.ids.enumerated() {
      let placed = Array(table.indices[row * table.width..<(row + 1) * table.width])
      if placement.problem(with: id.span) != nil {
        try promise(placed.allSatisfy { $0 == -1 }, "an id with a problem was placed")
        continue
      }
      var candidates = Candidates()
      placement.place(id.span, into: &candidates)
      try promise(candidates.indices.allSatisfy(nodes.contains), "a session on no node of the pool")
      try promise((1...placement.copyCount).contains(candidates.count), "\(candidates.count) copies were placed")
      try promise(
        candidates.indices.map(Int32.init) == placed.filter { $0 >= 0 }, "a batch places otherwise than an id alone")
      if let lock = placement.lockNode(for: id.span) { try promise(nodes.contains(lock), "a lock on no node") }
      _ = placement.itemKey(for: id.span)
      _ = placement.lockKey(for: id.span)
    }
  }

  private static let ids = ["0123456789abcdefghijklmnop", "a", "zzzzzzzz,-", "", String(repeating: "x", count: 250)]
    .map { Array($0.utf8) }
}
