import Placement

/// Where PHP has sessions, by the live nodes: of many ids, one after the other.
struct LivePlaces: Sendable {
  private let placement: any SessionPlacement
  private let liveIndices: [Int]
  private var candidates = Candidates()

  init(_ pool: SessionPool) {
    placement = pool.php.placement
    liveIndices = pool.liveIndices
  }

  /// The indices of the live nodes, in PHP's write order, each once.
  ///
  /// - Parameter id: one for which PHP has a place.
  mutating func places(of id: [UInt8]) -> [Int] {
    candidates.removeAll()
    placement.place(id.span, into: &candidates)
    var places: [Int] = []
    for position in 0..<candidates.count {
      let node = liveIndices[candidates[position]]
      if !places.contains(node) { places.append(node) }
    }
    return places
  }
}
