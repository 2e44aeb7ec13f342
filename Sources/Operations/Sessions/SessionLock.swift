public import MemcacheProtocol
public import Placement

/// The lock of one session on one node, as far as its item tells.
public struct SessionLock: Hashable, Sendable {
  public enum State: String, Encodable, Sendable {
    /// A request took it, and by the pool's rules may still hold it. Whether that request lives, no item can tell.
    case held
    /// It has an end that this pool's `memcached.sess_lock_expire` does not give, and nobody has asked for it for longer
    /// than that: whoever took it did so by another configuration. Never by its age alone where the lifetime is
    /// `max_execution_time`, since a request may give itself more and live.
    case abandoned
    /// pecl/memcache leaves the item behind when it gives the lock back.
    case free
    /// It never ends by itself: php-memcached without sess_lock_expire, taken by a request without a time limit, as all
    /// are on the command line. Such a request may run for hours, so no age says that it is gone.
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

  /// What a pool's configuration says of its locks.
  struct Rules: Sendable {
    var handler: Handler
    /// Of a lock; nil: it has no end.
    var lifetime: Duration?
    /// No request can give its lock another one.
    var isStated: Bool

    init(handler: Handler, lifetime: Duration?, isStated: Bool) {
      self.handler = handler
      self.lifetime = lifetime
      self.isStated = isStated
    }

    init(_ pool: Pool) {
      self.init(handler: pool.handler, lifetime: pool.lockLifetime, isStated: pool.isLockLifetimeStated)
    }
  }

  /// - Parameters:
  ///   - item: asked for with its value.
  ///   - pool: whose rules say how long a lock lives.
  public init(_ item: StoredItem, of pool: Pool) {
    self.init(ItemFacts(item), value: item.value.map { $0[...] }, by: Rules(pool))
  }

  init(_ item: StoredItem, handler: Handler, lifetime: Duration?, isStated: Bool) {
    self.init(
      ItemFacts(item), value: item.value.map { $0[...] },
      by: Rules(handler: handler, lifetime: lifetime, isStated: isStated))
  }

  init(_ item: ItemFacts, value: ArraySlice<UInt8>?, by rules: Rules) {
    let idle = item.idle.map { Duration.seconds(Int64($0)) }
    let left = item.ttl.map { Duration.seconds($0) }
    ttl = left
    let fresh = rules.lifetime.flatMap { lifetime in left.map { lifetime - $0 } }.flatMap { $0 < .zero ? nil : $0 }
    isByRules = fresh != nil
    let isImmortal = item.tellsLife && left == nil
    switch rules.handler {
    case .memcache:
      let count = value.flatMap(Self.number)
      tries = count.map { max(0, $0 - 1) }
      age = fresh
      state = count == 0 ? .free : isImmortal ? .immortal : .held
    case .memcached:
      tries = nil
      age = fresh ?? idle
      state =
        if isImmortal {
          .immortal
        } else if fresh == nil, rules.isStated, let idle, let lifetime = rules.lifetime, idle >= lifetime {
          .abandoned
        } else {
          .held
        }
    }
  }

  /// Somebody has it, as far as its item tells.
  public var isTaken: Bool { state != .free }

  /// What memcached counts in; blanks behind it are from a longer number. Nil: none of PHP's locks.
  private static func number(_ value: ArraySlice<UInt8>) -> Int? {
    if value.count == 1, let digit = value.first, (0x30...0x39).contains(digit) { return Int(digit - 0x30) }
    let digits = value.prefix { $0 != 0x20 }
    guard value[digits.endIndex...].allSatisfy({ $0 == 0x20 }) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self)).flatMap { $0 < 0 ? nil : $0 }
  }
}
