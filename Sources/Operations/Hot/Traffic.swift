/// What was read and written.
public struct Traffic: Hashable, Sendable {
  /// Looks at an item; a touch and a delete show as such too.
  public var reads: UInt64 = 0
  public var writes: UInt64 = 0
  /// Reads that found nothing.
  public var misses: UInt64 = 0
  /// Of values that were found or stored.
  public var bytes: UInt64 = 0

  public init() {}

  public static func + (a: Traffic, b: Traffic) -> Traffic {
    var sum = a
    sum.reads += b.reads
    sum.writes += b.writes
    sum.misses += b.misses
    sum.bytes += b.bytes
    return sum
  }

  /// What sessions are ranked by.
  public enum Order: String, CaseIterable, Sendable {
    /// Reads and writes together.
    case requests
    case reads, writes, misses, bytes
  }

  public subscript(order: Order) -> UInt64 {
    switch order {
    case .requests: reads + writes
    case .reads: reads
    case .writes: writes
    case .misses: misses
    case .bytes: bytes
    }
  }
}
