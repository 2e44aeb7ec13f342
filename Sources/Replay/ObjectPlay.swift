import Placement

/// What an object of either class does with one key, step by step.
protocol ObjectPlay {
  /// `set()`
  func set(_ key: [UInt8], to item: Item, in world: inout some World) -> StoredObject
  /// The node that answers `get()` of a new object; nil: none does.
  func answerer(of key: [UInt8], in world: inout some World) -> Int?
}

/// What came of a `set()`.
struct StoredObject {
  /// The nodes that took it, in the order of the write.
  var nodes: [Int]
  /// What the object's result code said, try by try.
  var warnings: [String] = []
}
