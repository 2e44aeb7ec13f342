/// Everything that mcpool reads from outside and that is fuzzed: one entry for each reader or family of them.
///
/// `check` is all that a run does with one input. libFuzzer calls it through the driver, and an ordinary test calls it
/// with every committed input.
public enum FuzzTarget: String, CaseIterable, Sendable {
  case ini
  case fpm
  case apache
  case userIni = "user-ini"
  case memcachePath = "memcache-path"
  case memcachedPath = "memcached-path"
  case configurationString = "configuration-string"
  case textReply = "text-reply"
  case metadump
  case cachedump
  case watch
  case metaReply = "meta-reply"
  case classicReply = "classic-reply"
  case binaryReply = "binary-reply"
  case binaryItems = "binary-items"
  case sessionPHP = "session-php"
  case sessionIgbinary = "session-igbinary"
  case sessionMsgpack = "session-msgpack"
  case sessionJSON = "session-json"
  case sessionValue = "session-value"
  case sessionDump = "session-dump"

  /// - Throws: `Finding` when a reader breaks one of its promises. A trap is a finding as well.
  public func check(_ input: [UInt8]) throws(Finding) {
    switch self {
    case .ini, .fpm, .apache, .userIni: try checkConfiguration(input)
    case .memcachePath, .memcachedPath, .configurationString: try checkPool(input)
    case .textReply, .metadump, .cachedump, .watch, .metaReply, .classicReply, .binaryReply, .binaryItems:
      try checkReply(input)
    case .sessionPHP, .sessionIgbinary, .sessionMsgpack, .sessionJSON, .sessionValue: try checkSession(input)
    case .sessionDump: try checkDump(input)
    }
  }
}

/// A promise that was broken.
public struct Finding: Error, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}

/// Throws when a promise does not hold.
func promise(_ holds: Bool, _ words: @autoclosure () -> String) throws(Finding) {
  if !holds { throw Finding(words()) }
}
