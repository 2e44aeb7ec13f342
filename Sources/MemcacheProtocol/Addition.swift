/// An item to be stored where there is none.
public struct NewItem: Hashable, Sendable {
  public var key: [UInt8]
  public var flags: UInt32
  public var expiry: Expiry
  public var value: [UInt8]

  public init(key: [UInt8], flags: UInt32, expiry: Expiry, value: [UInt8]) {
    self.key = key
    self.flags = flags
    self.expiry = expiry
    self.value = value
  }
}

/// What came of storing an item where there should be none.
public enum Addition: Hashable, Sendable {
  case stored
  /// There is one, which stays as it is.
  case exists
  /// The server takes no such item now (too large, out of memory); its answer.
  case refused(ErrorReply)
}

/// What came of deleting an item as long as it is the one that was looked at.
public enum Deletion: Hashable, Sendable {
  case deleted
  /// Somebody has written it meanwhile; it stays.
  case changed
  case absent
}

/// Reads the answers to a batch of `add`, one for each, in the order of the requests.
///
/// An item that the server has no room for is an answer, since it passes over the value. Any other refusal leaves open
/// what it takes the value for: that of the first request is the whole answer, a later one ends the connection.
public struct AdditionsReader: ReplyReader {
  private let count: Int
  private var additions: [Addition] = []

  public init(count: Int) {
    self.count = count
    additions.reserveCapacity(count)
  }

  public var answered: Int { additions.count }

  public mutating func read(
    _ input: Span<UInt8>, used: inout Int
  ) throws(ReplyError) -> Result<[Addition], ErrorReply>? {
    while additions.count < count {
      guard let line = try input.line(at: used) else { return nil }
      used = line.next
      if input.has("STORED", at: line.content) {
        additions.append(.stored)
      } else if input.has("NOT_STORED", at: line.content) {
        additions.append(.exists)
      } else {
        let error = input.unexpected(line.content)
        guard case .refused(let reply) = error else { throw error }
        if reply.kind == .server {
          additions.append(.refused(reply))
        } else if additions.isEmpty {
          return .failure(reply)
        } else {
          throw error
        }
      }
    }
    return .success(additions)
  }
}
