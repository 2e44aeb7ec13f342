/// When an item ends, in the way in which a server is told.
///
/// One number says all of it: 0 never, up to 30 days from now on, and what is more is a Unix second. So a long lifetime
/// can only be told as the second of its end, by the server's own clock.
public enum Expiry: Hashable, Sendable {
  case never
  /// From the moment in which the server gets the command; more than nothing, at most 30 days, counted in whole seconds
  /// rounded up.
  case after(Duration)
  /// A Unix second by the server's clock, later than 30 days after 1970.
  case at(Int64)

  /// What is left of a life, said on a server whose clock shows `now`; nil: it never ends. Of nothing that is left a second stays.
  public init(remaining: Duration?, now: Int64) {
    guard let remaining else {
      self = .never
      return
    }
    self = remaining > Limits.relativeLifetime ? .at(now + remaining.wholeSeconds) : .after(max(remaining, .seconds(1)))
  }

  /// The last Unix second in which an item can end: the text protocol reads the number as a signed one of 32 bits.
  public static let lastSecond = Int64(Int32.max)

  /// Whether a server understands it as it is meant.
  public var isSayable: Bool {
    switch self {
    case .never: true
    case .after(let lifetime): Command.accepts(lifetime: lifetime)
    case .at(let second): second > Limits.relativeLifetime.components.seconds && second <= Self.lastSecond
    }
  }

  /// As it goes over the wire.
  var number: Int64 {
    switch self {
    case .never: 0
    case .after(let lifetime): lifetime.wholeSeconds
    case .at(let second): second
    }
  }
}
