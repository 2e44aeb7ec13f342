extension PoolOptions {
  /// For a command that looks at several pools: each of them by options of its own, in the order given, each once.
  ///
  /// Throws where options beside several `-p` could be meant for one pool only.
  var each: [PoolOptions] {
    get throws(Failure) {
      var seen: Set<String> = []
      let names = pool.filter { seen.insert($0).inserted }
      guard names.count > 1 else { return [with(names)] }
      let ofOne: [(name: String, isGiven: Bool)] = [
        ("--ini", !ini.isEmpty), ("--php", php != nil), ("--fpm-pool", fpmPool != nil),
        ("--save-path", savePath != nil),
        ("--handler", handler != nil), ("--map", !access.map.isEmpty),
      ]
      if let option = ofOne.first(where: \.isGiven)?.name {
        throw Failure(
          .usage, "\(option) is about one pool, and -p names several: \(names.joined(separator: ", "))",
          remedy: "write it into the files of those pools that it is meant for")
      }
      return names.map { with([$0]) }
    }
  }

  /// The name for a command that looks at one pool; nil: none was given.
  var only: String? {
    get throws(Failure) {
      guard pool.count > 1 else { return pool.first }
      throw Failure(
        .usage, "-p names several pools, and this command looks at one: \(pool.joined(separator: ", "))",
        remedy: "run it once for each")
    }
  }

  private func with(_ names: [String]) -> PoolOptions {
    var options = self
    options.pool = names
    return options
  }
}
