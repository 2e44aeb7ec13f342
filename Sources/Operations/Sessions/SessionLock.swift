public import MemcacheProtocol
public import Placement

/// The lock of one session on one node, as far as its item tells.
public struct SessionLock: Hashable, Sendable {
  public enum State: String, Encodable, Sendable {
    /// A request took it, and by the pool's rules may still hold it. Whether that request lives, no item can tell.
    case held
    /// Older than any request of this pool's configuration can hold it: whoever took it did so by other rules and is
    /// gone, or will not give it back.
    case abandoned
    /// pecl/memcache leaves the item behind when it gives the lock back.
    case free
    /// It never ends by itself, and by the pool's rules no request's lock does (php-memcached with max_execution_time=0
    /// and no sess_lock_expire).
    case immortal
  }

  public let state: State
  /// Since it was taken, give or take a second. Nil: not known. Of pecl/memcache's the most that it can be: a request that
  /// finds the item free takes it without giving it another end. Of a lock without the pool's own lifetime the least:
  /// since somebody last tried to take it.
  public let age: Duration?
  /// How often requests that wait have asked for it, about one each while they are few; nil: php-memcached does not count.
  public let tries: Int?
  /// Its end fits the pool's rules.
  let isByRules: Bool
  /// Until it ends by itself; nil: never, or the server does not tell.
  public let ttl: Duration?

  /// - Parameters:
  ///   - item: asked for with its value.
  ///   - pool: whose rules say how long a lock lives.
  public init(_ item: StoredItem, of pool: Pool) {
    self.init(item, handler: pool.handler, lifetime: pool.lockLifetime)
  }

  /// - Parameter lifetime: of a lock by the pool's rules; nil: it has no end.
  init(_ item: StoredItem, handler: Handler, lifetime: Duration?) {
    ttl = item.life?.ttl
    let fresh = lifetime.flatMap { lifetime in item.life?.ttl.map { lifetime - $0 } }.flatMap { $0 < .zero ? nil : $0 }
    isByRules = fresh != nil
    switch handler {
    case .memcache:
      let count = item.value.flatMap(Self.number)
      tries = count.map { max(0, $0 - 1) }
      age = fresh
      state = count == 0 ? .free : item.life != nil && item.life?.ttl == nil ? .immortal : .held
    case .memcached:
      tries = nil
      age = fresh ?? item.life?.idle
      state =
        if fresh == nil, let life = item.life, let lifetime, life.idle >= lifetime {
          .abandoned
        } else if item.life != nil, item.life?.ttl == nil {
          .immortal
        } else {
          .held
        }
    }
  }

  /// Somebody has it, as far as its item tells.
  public var isTaken: Bool { state != .free }

  /// What memcached counts in; blanks behind it are from a longer number. Nil: none of PHP's locks.
  private static func number(_ value: [UInt8]) -> Int? {
    let digits = value.prefix { $0 != 0x20 }
    guard value[digits.endIndex...].allSatisfy({ $0 == 0x20 }) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self)).flatMap { $0 < 0 ? nil : $0 }
  }
}
