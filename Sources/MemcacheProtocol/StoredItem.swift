/// What a server tells of one item; all of it as it was before the question.
public struct StoredItem: Hashable, Sendable {
  /// When it ends and when it was used. Only meta commands tell.
  public struct Life: Hashable, Sendable {
    /// Nil: never expires.
    public var ttl: Duration?
    /// Since the last access.
    public var idle = Duration.zero
    /// Whether anybody has read it since it was stored.
    public var fetched = false

    public init() {}
  }

  /// The client flags, in which PHP's extensions note serializer and compression.
  public var flags: UInt32 = 0
  public var valueBytes = 0
  /// Nil: not known, because the server has no meta commands or is spoken to in the binary protocol.
  public var life: Life?
  /// Only when asked for.
  public var cas: UInt64?
  /// Only when asked for.
  public var value: [UInt8]?

  public init() {}
}

extension ItemFacts {
  /// Whether a number comes with the flag.
  static func hasNumber(_ letter: UInt8) -> Bool {
    switch letter {
    case UInt8(ascii: "f"), UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "l"), UInt8(ascii: "h"),
      UInt8(ascii: "c"):
      true
    default: false
    }
  }

  /// Takes the number of a flag of a meta answer and moves behind it; false when it is none that a server has.
  ///
  /// - Throws: `.excessive` for a value longer than any that memcached keeps.
  @inline(__always)
  mutating func take(
    _ letter: UInt8, _ input: Span<UInt8>, at position: inout Int, upTo end: Int
  ) throws(ReplyError) -> Bool {
    tellsLife = true
    if letter == UInt8(ascii: "t") {
      guard let number = input.signed(at: &position, upTo: end), number <= Int64(UInt32.max) else { return false }
      ttl = number < 0 ? nil : number
      return true
    }
    guard let number = input.unsigned(at: &position, upTo: end) else { return false }
    if letter == UInt8(ascii: "c") {
      cas = number
      return true
    }
    guard let short = UInt32(exactly: number) else {
      if letter == UInt8(ascii: "s") { throw .excessive("a value of \(number) bytes") }
      return false
    }
    switch letter {
    case UInt8(ascii: "f"): flags = short
    case UInt8(ascii: "s"): valueBytes = Int(short)
    case UInt8(ascii: "l"): idle = short
    default: isFetched = short != 0
    }
    return true
  }
}
