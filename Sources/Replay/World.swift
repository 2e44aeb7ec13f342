public import Placement

/// What an item holds, as far as a replay is concerned: a version of the session's data, or the number in a lock.
public struct Item: Hashable, Sendable {
  /// A session: its version from 1, or 0 for the empty value. A lock: its counter.
  public var value: Int
  /// The world's clock at which the item is gone; nil never expires.
  public var expires: Duration?

  public init(value: Int, expires: Duration? = nil) {
    self.value = value
    self.expires = expires
  }
}

/// What one PHP request acts on: the nodes of its pool by index, their items, and the time that it spends.
///
/// `locate --down` gives it nodes of which some refuse; a simulator can give it nodes that freeze, return and remember.
/// Expired items are absent. The calls from `get` on need a node that was dialled with success.
public protocol World {
  /// The time since the world began.
  var now: Duration { get }
  /// Connects to a node, or uses the connection that is open: false when it refuses, or when its host says nothing for as
  /// long as the client is patient.
  mutating func dial(_ node: Int, patience: Duration) -> Bool
  /// Another number than before once the connections to the node have died.
  func connection(to node: Int) -> Int
  /// False: the node takes commands and answers none. It executes them when it goes on, and what the calls below return
  /// until then means nothing.
  func answers(_ node: Int) -> Bool
  /// Reads an item; nil when the node answers "not found".
  mutating func get(_ key: ItemKey, on node: Int) -> Item?
  mutating func set(_ key: ItemKey, _ item: Item, on node: Int)
  /// False when the item exists.
  mutating func add(_ key: ItemKey, _ item: Item, on node: Int) -> Bool
  /// Adds 1, leaving the expiry; nil when there is no such item.
  mutating func increment(_ key: ItemKey, on node: Int) -> Int?
  /// Gives an item a new expiry; false when there is none.
  mutating func touch(_ key: ItemKey, expires: Duration?, on node: Int) -> Bool
  mutating func delete(_ key: ItemKey, on node: Int)
  /// PHP waits (for a lock).
  mutating func sleep(_ time: Duration)
}

/// A world whose nodes answer or refuse, and nothing else.
extension World {
  public func connection(to node: Int) -> Int { 0 }
  public func answers(_ node: Int) -> Bool { true }
}
