public import MemcacheProtocol

extension Connection {
  public func cachedump(
    upTo most: Int, each: @escaping @Sendable (CachedumpLine) -> Void
  ) async throws(NodeFailure) -> PartialListing {
    var count = 0
    for slabClass in try await slabClasses() {
      let command = Command.stats(group: "cachedump \(slabClass) 0")
      let reply = try await exchange(
        command, OneRequest(command), CachedumpReader(upTo: most - count, each: each), limit: listingTimeout,
        renewing: true
      ).reply
      switch reply {
      case .success(let items): count += items
      case .failure(let refusal):
        switch NodeFailure.Cause(refusal: refusal, of: command) {
        case .declined: return .unavailable(refusal.line)
        case let cause: throw NodeFailure(node: node, cause)
        }
      }
    }
    return .partial(count)
  }

  /// Those that have items: `STAT items:5:number 12`.
  private func slabClasses() async throws(NodeFailure) -> [Int] {
    try await stats("items").compactMap { stat in
      let parts = stat.name.split(separator: ":")
      guard parts.count == 3, parts[0] == "items", parts[2] == "number" else { return nil }
      return Int(parts[1]).flatMap { (1...Limits.slabClasses).contains($0) ? $0 : nil }
    }
  }
}
