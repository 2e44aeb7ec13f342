public import Placement

/// Sessions of one pool by what PHP's requests can tell apart: sessions of a class use the same nodes in the same order, so
/// that without a memory beyond the request whatever happens to one of them happens to all.
public struct SessionClasses: Sendable {
  /// For each session the class.
  public let ofSession: [Int32]
  public let count: Int

  /// Nil where a request looks further than its first nodes, or where ids are made up on the way, so that each session has
  /// to be played by itself: strict mode, removed servers, releases of memcache up to 3.0.2, and more nodes and copies than
  /// 64 bits can number.
  public init?(_ batch: SessionBatch, pool: Pool) {
    switch pool.rules {
    case .memcache(let rules):
      guard rules.release.generation != .single, rules.release.generation != .unlockedCopies else { return nil }
    case .memcached(let rules):
      guard !rules.isStrict, !rules.removesFailedServers else { return nil }
    }
    let walks: Memcache.Sessions? =
      if case .memcache(let rules) = pool.rules, rules.placement.copyCount > 1 { rules.placement } else { nil }
    var table = PlacementTable()
    pool.placement.place(batch, into: &table)
    let locks = if case .memcached = pool.rules { pool.placement.lockNodes(for: batch) } else { [Int32]() }
    let base = UInt64(pool.nodes.count + 1)
    guard Self.fits(digits: table.width + 1, base: base) else { return nil }
    var numbers: [UInt64: Int32] = [:]
    var count: Int32 = 0
    var ofSession: [Int32] = []
    ofSession.reserveCapacity(batch.count)
    for session in 0..<batch.count {
      // Nobody waits for it any longer, and whoever plays the sessions stops at the first.
      if session.isMultiple(of: 4096), Task.isCancelled { return nil }
      // A walk that runs out of probes comes back to servers by the id itself.
      let isPlain = walks.map { !$0.passesProbeBound(batch.bytes.span.extracting(batch.ranges[session])) } ?? true
      var signature: UInt64 = locks.isEmpty ? 0 : UInt64(locks[session] + 1)
      let row = session * table.width
      for position in row..<row + table.width {
        let node = table.indices[position]
        signature = signature * base + UInt64(node + 1)
      }
      if isPlain, let known = numbers[signature] {
        ofSession.append(known)
        continue
      }
      if isPlain { numbers[signature] = count }
      ofSession.append(count)
      count += 1
    }
    self.ofSession = ofSession
    self.count = Int(count)
  }

  private init(ofSession: [Int32], count: Int) {
    self.ofSession = ofSession
    self.count = count
  }

  /// Sessions that are in one class of this and in one of the other.
  func joined(with other: SessionClasses) -> SessionClasses {
    var numbers: [UInt64: Int32] = [:]
    var joined: [Int32] = []
    joined.reserveCapacity(ofSession.count)
    for (mine, theirs) in zip(ofSession, other.ofSession) {
      let pair = UInt64(UInt32(bitPattern: mine)) << 32 | UInt64(UInt32(bitPattern: theirs))
      if let known = numbers[pair] {
        joined.append(known)
      } else {
        joined.append(Int32(numbers.count))
        numbers[pair] = Int32(numbers.count)
      }
    }
    return SessionClasses(ofSession: joined, count: numbers.count)
  }

  /// Sessions that were stored on the same servers at the beginning.
  init(holders: [[Int]]) {
    var numbers: [[Int]: Int32] = [:]
    ofSession = holders.map { servers in
      if let known = numbers[servers] { return known }
      numbers[servers] = Int32(numbers.count)
      return Int32(numbers.count - 1)
    }
    count = numbers.count
  }

  /// Whether numbers of so many digits fit into 64 bits.
  private static func fits(digits: Int, base: UInt64) -> Bool {
    var power: UInt64 = 1
    for _ in 0..<digits {
      let (next, tooMuch) = power.multipliedReportingOverflow(by: base)
      if tooMuch { return false }
      power = next
    }
    return true
  }
}
