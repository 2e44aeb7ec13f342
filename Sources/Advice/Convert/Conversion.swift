import PHPConfiguration
public import Placement

/// The configuration of a pool in another program's words, with the proof that it places sessions alike, or with the
/// reasons why there is none that does.
public struct Conversion: Sendable {
  /// Why something cannot be carried over.
  public struct Refusal: Hashable, Sendable {
    public let reason: String
    /// What would have to change.
    public let cure: String
  }

  /// How it was checked that both place sessions alike.
  public struct Proof: Hashable, Sendable {
    /// Ids that were placed by both rules.
    public let sessions: Int
    /// Those of them with another owner or copies elsewhere.
    public let differing: Int
    /// The share of sessions with another owner, 0 to 1.
    public let share: Double
  }

  public let target: ConversionTarget
  /// The text for the other program. Nil where it would place sessions otherwise; lines for the other PHP extension are
  /// there all the same, for whoever changes over.
  public let text: String?
  /// Nil where there is nothing to compare.
  public let proof: Proof?
  /// Empty: it is equal.
  public let refusals: [Refusal]
  /// What is otherwise than before although sessions are where they were.
  public let notes: [String]

  /// Sessions are where they were, and found there.
  public var isEqual: Bool { refusals.isEmpty }

  init(_ target: ConversionTarget, text: String?, proof: Proof?, refusals: [Refusal], notes: [String]) {
    self.target = target
    self.text = text
    self.proof = proof
    self.refusals = refusals
    self.notes = notes
  }

  /// - Parameters:
  ///   - target: not the pool's own extension.
  ///   - ids: for the proof; nil: ids as the pool's PHP makes them.
  public init(of pool: ComparedPool, to target: ConversionTarget, ids: SessionBatch? = nil) {
    let ids = ids ?? SampleIDs.batch(form: SessionIDForm(pool.configuration))
    switch target {
    case .twemproxy: self = Twemproxy(pool, ids).conversion
    case .mcrouter: self = Mcrouter(pool).conversion
    case .libmemcached: self = LibmemcachedOptions(pool, ids).conversion
    case .memcache: self = OtherExtension(pool, ids).toMemcache
    case .memcached: self = OtherExtension(pool, ids).toMemcached
    }
  }
}

extension Conversion.Proof {
  /// The same ids through two placements.
  /// - Parameter nodes: for each node of the other one its index in the first; nil: they are in the same order.
  init(_ one: any KeyPlacement, _ other: any KeyPlacement, ids: SessionBatch, nodes: [Int]? = nil) {
    var (mine, theirs) = (PlacementTable(), PlacementTable())
    one.place(ids, into: &mine)
    other.place(ids, into: &theirs)
    if let nodes { theirs.indices = theirs.indices.map { $0 < 0 ? $0 : Int32(nodes[Int($0)]) } }
    var (differing, owners) = (0, 0)
    for row in 0..<ids.count {
      let (a, b) = (mine.row(row), theirs.row(row))
      if a.first != b.first { owners += 1 }
      if !a.elementsEqual(b) { differing += 1 }
    }
    self.init(
      sessions: ids.count, differing: differing, share: Double(owners) / Double(max(1, ids.count)))
  }
}

extension PlacementTable {
  fileprivate func row(_ row: Int) -> ArraySlice<Int32> { indices[row * width..<(row + 1) * width] }
}

extension Conversion.Refusal {
  /// The servers of a pool of php-memcached want a login.
  init(loginTo target: String) {
    self.init(
      reason: "memcached.sess_sasl_username is set, and \(target) has no SASL: servers that want a login refuse it",
      cure: "let the servers take connections without a login, on a network that others cannot reach")
  }
}

extension ComparedPool {
  /// Each site has keys of its own, and what is written for one of them is wrong for the others; nil where all have one.
  var siteRefusal: Conversion.Refusal? {
    let other = try? Pool(
      configuration: configuration, handler: pool.handler, release: pool.release,
      serverName: Array("another-site.invalid".utf8))
    guard let other, other.emptyKey != pool.emptyKey else { return nil }
    return Conversion.Refusal(
      reason:
        "memcache.session_prefix_host_key gives each site keys of its own: this is right only for the one whose keys "
        + "begin with \(String(decoding: pool.emptyKey.bytes, as: UTF8.self))",
      cure:
        "ask with the --server-name of each site and set its prefix there alone, or turn session_prefix_host_key off "
        + "first (sessions get other keys, so users are logged out)")
  }
}
