/// A session as it is kept in a dump.
public struct DumpedSession: Hashable, Sendable {
  public var id: [UInt8]
  /// What it was stored under.
  public var key: [UInt8]
  public var flags: UInt32
  /// Seconds that it had left at the time of the dump; nil: it never ends.
  public var ttl: Int64?
  public var value: [UInt8]

  public init(id: [UInt8], key: [UInt8], flags: UInt32, ttl: Int64?, value: [UInt8]) {
    self.id = id
    self.key = key
    self.flags = flags
    self.ttl = ttl
    self.value = value
  }
}

/// What stands at the head of a dump.
public struct DumpHeader: Hashable, Sendable {
  /// The PHP extension that wrote the sessions: they are of use to no other one.
  public enum Handler: String, CaseIterable, Sendable { case memcache, memcached }

  public var handler: Handler
  /// The Unix second to which every `ttl` counts.
  public var time: Int64

  public init(handler: Handler, time: Int64) {
    self.handler = handler
    self.time = time
  }
}

public enum DumpFormat: Sendable {
  /// A JSON object a line.
  case lines
  /// Lengths and bytes.
  case binary
}

/// Why a dump cannot be read.
public struct DumpFault: Error, Hashable, Sendable {
  /// The line, counted from 1; of a binary dump the byte, counted from 0.
  public let place: Int
  public let isBinary: Bool
  public let reason: String

  public var summary: String { "\(isBinary ? "byte" : "line") \(place): \(reason)" }
}

/// What a dump may hold. Memory stays bounded by these whatever it announces.
enum DumpLimits {
  static let version = 1
  /// Of an id, and of a key: memcached has no longer ones.
  static let keyBytes = 250
  /// Sessions are far smaller; memcached refuses more than its own limit anyway.
  static let valueBytes = 64 << 20
  /// A line of the longest value, each byte of it escaped.
  static let lineBytes = 6 * (64 << 20) + 4096
  /// Of one line. Each is compared with those before it.
  static let fields = 64
  /// Some 34,000 years.
  static let seconds: Int64 = 1 << 40
  /// In binary: no ttl.
  static let never = Int64.min
  static let magic = Array("mcpool sessions\n".utf8)
  static let recordBytes = 20
}
