/// What a server may send before it is taken for something else, or for broken. Memory stays bounded by these however
/// much it promises or sends.
public enum Limits {
  /// The longest line without its line end. The longest that memcached writes is a metadump line of a 250-byte key,
  /// every byte percent-encoded: under 1 KiB.
  public static let lineBytes = 8192
  /// The largest value. Sessions are far smaller; `memcached -I` could be raised to 1 GiB.
  public static let valueBytes = 64 << 20
  /// Room taken for a value before its bytes have come; the rest grows with what really arrives.
  public static let valueBytesReserved = 1 << 20
  /// Names and values of one `stats` answer together. `stats conns` with 100,000 connections is about 20 MiB.
  public static let statsBytes = 64 << 20
  /// The longest key (without flag `b`).
  public static let keyBytes = 250
  /// A longer lifetime would be read as an absolute Unix time: 30 days.
  public static let relativeLifetime = Duration.seconds(2_592_000)
  /// How much of a strange answer is kept for the message that tells of it.
  public static let quotedBytes = 120
}
