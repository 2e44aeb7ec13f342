import MemcacheProtocol

extension Dialer {
  /// What a failure really is where it leaves that open: a connection that is closed instead of an answer.
  ///
  /// Proxies such as twemproxy answer reads and writes and close on everything else. So one new connection is asked for a
  /// key that nobody has, and another for `stats`: an answer to the first and none to the second is no memcached's.
  /// Nothing is asked for other failures.
  ///
  /// - Returns: the failure itself when the second look shows nothing more.
  public func secondLook(
    at failure: NodeFailure, of address: ServerAddress, certifiedFor host: String?
  ) async -> NodeFailure {
    guard case .reset(withinReply: false) = failure.cause else { return failure }
    var answersReads = false
    do throws(NodeFailure) {
      let reader = try await connect(to: address, certifiedFor: host)
      defer { reader.close() }
      answersReads = try await reader.answersReads()
      let asker = try await connect(to: address, certifiedFor: host)
      defer { asker.close() }
      _ = try await asker.stats(nil)
      return failure
    } catch {
      switch error.cause {
      case .reset(withinReply: false) where answersReads:
        return failure.becoming(.foreign(.proxy(.withoutStats)))
      case .foreign(.proxy): return failure.becoming(error.cause)
      default: return failure
      }
    }
  }
}

extension NodeClient {
  /// Whether a plain `get` is answered, if only by a complaint of a proxy about the servers behind it.
  fileprivate func answersReads() async throws(NodeFailure) -> Bool {
    let nobodys = "mcpool.look." + String(UInt64.random(in: .min ... .max), radix: 36)
    do throws(NodeFailure) {
      _ = try await get(Array(nobodys.utf8))
      return true
    } catch {
      guard case .declined = error.cause else { throw error }
      return true
    }
  }
}
