/// A 32-bit word of one key, or the same word of several keys side by side: what a hash must be able to do with it.
///
/// The operators are bound to the concrete types here, because the generic ones of `SIMD` work lane by lane.
protocol HashLanes {
  static func repeated(_ word: UInt32) -> Self
  static func sum(_ a: Self, _ b: Self) -> Self
  static func and(_ a: Self, _ b: Self) -> Self
  static func or(_ a: Self, _ b: Self) -> Self
  static func xor(_ a: Self, _ b: Self) -> Self
  static func rotated(_ a: Self, _ count: UInt32) -> Self
}

extension UInt32: HashLanes {
  @inline(__always) static func repeated(_ word: UInt32) -> Self { word }
  @inline(__always) static func sum(_ a: Self, _ b: Self) -> Self { a &+ b }
  @inline(__always) static func and(_ a: Self, _ b: Self) -> Self { a & b }
  @inline(__always) static func or(_ a: Self, _ b: Self) -> Self { a | b }
  @inline(__always) static func xor(_ a: Self, _ b: Self) -> Self { a ^ b }
  @inline(__always) static func rotated(_ a: Self, _ count: UInt32) -> Self { a &<< count | a &>> (32 &- count) }
}

/// Eight keys: two SSE2 registers on the x86-64 that every machine has, which also hides the latency of each step.
typealias EightWords = SIMD8<UInt32>

extension SIMD8<UInt32>: HashLanes {
  @inline(__always) static func repeated(_ word: UInt32) -> Self { Self(repeating: word) }
  @inline(__always) static func sum(_ a: Self, _ b: Self) -> Self { a &+ b }
  @inline(__always) static func and(_ a: Self, _ b: Self) -> Self { a & b }
  @inline(__always) static func or(_ a: Self, _ b: Self) -> Self { a | b }
  @inline(__always) static func xor(_ a: Self, _ b: Self) -> Self { a ^ b }
  @inline(__always) static func rotated(_ a: Self, _ count: UInt32) -> Self {
    a &<< Self(repeating: count) | a &>> Self(repeating: 32 &- count)
  }
}
