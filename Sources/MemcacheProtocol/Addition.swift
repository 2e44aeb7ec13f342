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

/// What came of storing an item in the place of the one that was looked at.
public enum Replacement: Hashable, Sendable {
  case stored
  /// Somebody has written it meanwhile; it stays.
  case changed
  case absent
  /// The server takes no such item now (too large, out of memory); its answer. What was there stays, but in binary it is gone (1.6.18).
  case refused(ErrorReply)
}

/// What came of adding one to an item's number.
public enum Increment: Hashable, Sendable {
  /// The new number.
  case counted(UInt64)
  case absent
  /// It has no number; the server's answer.
  case refused(ErrorReply)
}
