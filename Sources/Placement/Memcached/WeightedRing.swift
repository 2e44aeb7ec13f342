extension Memcached {
  /// The weighted ring of libmemcached (`update_continuum` of hosts.cc with the weighted flag): `ketama_weighted` of
  /// sessions and `Memcached::OPT_LIBKETAMA_COMPATIBLE`.
  ///
  /// Each text that names a node is hashed with MD5, whatever hashes the keys, and gives four points. How many texts a node
  /// has follows from its weight in single precision, rounded at every step; a node whose part is below a fortieth of an
  /// average one gets no point and no key at all.
  struct WeightedRing {
    static let pointsPerText = 4
    /// The average over the nodes.
    static let pointsPerNode: Float = 160

    let servers: [Server]
    let naming: RingNaming

    /// The points of the nodes at these indices; weights count among them only.
    func points(of live: [Int]) -> [Continuum.Point] {
      live.flatMap { index in
        (0..<textCount(of: index, among: live)).flatMap { number in
          let digest = MD5.digest(naming.text(of: servers[index], number: number).span)
          return (0..<Self.pointsPerText).map { Continuum.Point(value: digest[$0], node: index) }
        }
      }
    }

    func textCount(of index: Int, among live: [Int]) -> Int {
      let total = Float(live.reduce(0) { $0 + servers[$1].node.weight })
      let part = Float(servers[index].node.weight) / total
      let texts = part * Self.pointsPerNode / Float(Self.pointsPerText) * Float(live.count)
      return Int(texts + 0.000_000_000_1)
    }
  }
}
