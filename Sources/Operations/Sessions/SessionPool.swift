public import PHPConfiguration
public import Placement

/// A live pool whose rules are known, so that its sessions can be told from other items and looked for where PHP does.
public struct SessionPool: Sendable {
  public let live: LivePool
  public let php: Pool
  public let configuration: Configuration
  /// Where the pool came from, for plans and the audit log.
  public let source: String
  public let form: SessionKeyForm

  public init(live: LivePool, php: Pool, configuration: Configuration, source: String) {
    self.live = live
    self.php = php
    self.configuration = configuration
    self.source = source
    form = SessionKeyForm(pool: php, configuration: configuration)
  }

  /// For each node of the ring, in the ring's order, the index of the live node that it is.
  public var liveIndices: [Int] {
    let places = Dictionary(
      live.nodes.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    return php.nodes.map { places[$0.name] ?? 0 }
  }

  /// The indices of the live nodes where PHP has a session, in its write order, each once.
  ///
  /// - Parameter id: one for which PHP has a place.
  func places(of id: [UInt8]) -> [Int] {
    var places = LivePlaces(self)
    return places.places(of: id)
  }
}
