public import MemcacheProtocol

extension Connection {
  public func metadump(
    _ order: ListingOrder, upTo most: Int, each: @escaping @Sendable (MetadumpLine) -> Void
  ) async throws(NodeFailure) -> Listing {
    let command = Command.metadump(order)
    let patience = ContinuousClock.now + listingTimeout
    while true {
      switch try await listed(command, upTo: most, each) {
      case .success(let count): return .complete(count, by: order)
      case .failure(let refusal) where refusal.kind == .busy && .now < patience:
        do { try await Task.sleep(for: Limits.busyPause) } catch { throw NodeFailure(node: node, .cancelled(.reply)) }
      case .failure(let refusal):
        switch NodeFailure.Cause(refusal: refusal, of: command) {
        case .declined: return refusal.kind == .busy ? .busy(refusal.line) : .unavailable(refusal.line)
        case let cause: throw NodeFailure(node: node, cause)
        }
      }
    }
  }

  private func listed(
    _ command: Command, upTo most: Int, _ each: @escaping @Sendable (MetadumpLine) -> Void
  ) async throws(NodeFailure) -> Result<Int, ErrorReply> {
    do throws(NodeFailure) {
      return try await exchange(
        command, OneRequest(command), MetadumpReader(upTo: most, each: each), limit: listingTimeout, renewing: true
      ).reply
    } catch {
      switch error.cause {
      case .late(.reply, let limit), .late(.restOfReply, let limit):
        throw error.becoming(.late(.endOfListing, after: limit))
      default: throw error
      }
    }
  }
}
