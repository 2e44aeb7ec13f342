import MemcacheProtocol
import Placement
import Testing

@testable import Operations

@Suite("What the item of a lock tells") struct SessionLockTests {
  /// - Parameter ttl: nil: never ends.
  func lock(
    _ value: String, ttl: Int?, idle: Int = 0, _ handler: Handler, lifetime: Int?, isStated: Bool = true,
    tellsLife: Bool = true
  ) -> SessionLock {
    var item = StoredItem()
    item.value = Array(value.utf8)
    if tellsLife {
      var life = StoredItem.Life()
      life.ttl = ttl.map { .seconds($0) }
      life.idle = .seconds(idle)
      item.life = life
    }
    return SessionLock(item, handler: handler, lifetime: lifetime.map { .seconds($0) }, isStated: isStated)
  }

  @Test(
    "pecl/memcache counts who asks, and leaves a 0 when it gives the lock back",
    arguments: [
      ("0", SessionLock.State.free, 0), ("1", .held, 0), ("2", .held, 1), ("23", .held, 22), ("1 ", .held, 0),
      ("junk", .held, nil), ("-1", .held, nil), ("99999999999999999999", .held, nil),
    ] as [(String, SessionLock.State, Int?)])
  func counts(_ value: String, _ state: SessionLock.State, _ tries: Int?) {
    let lock = lock(value, ttl: 9, .memcache, lifetime: 15)
    #expect(lock.state == state && lock.tries == tries && lock.age == .seconds(6))
  }

  @Test("A lock with more life than its rules give was taken by other rules, so its age is not known")
  func otherRules() {
    let memcache = lock("1", ttl: 100, idle: 50, .memcache, lifetime: 15)
    #expect(memcache.state == .held && memcache.age == nil)
    let memcached = lock("1", ttl: 100, idle: 10, .memcached, lifetime: 30)
    #expect(memcached.state == .held && memcached.age == .seconds(10), "since somebody last asked for it")
  }

  @Test(
    "php-memcached's lock is older than its rules allow, or has no end",
    arguments: [
      (9, 0, 30, SessionLock.State.held, 21), (nil, 5, 30, .immortal, 5), (nil, 30, 30, .immortal, 30),
      (nil, 86400, nil, .immortal, 86400), (60, 31, 30, .abandoned, 31),
    ] as [(Int?, Int, Int?, SessionLock.State, Int)])
  func memcached(_ ttl: Int?, _ idle: Int, _ lifetime: Int?, _ state: SessionLock.State, _ age: Int) {
    let lock = lock("1", ttl: ttl, idle: idle, .memcached, lifetime: lifetime)
    #expect(lock.state == state && lock.age == .seconds(age) && lock.tries == nil)
  }

  @Test("A request may have given itself more time than max_execution_time, so no age makes its lock abandoned")
  func ownTimeLimit() {
    let lock = lock("1", ttl: 590, idle: 86400, .memcached, lifetime: 4, isStated: false)
    #expect(lock.state == .held && lock.age == .seconds(86400))
  }

  @Test("A server without meta commands tells that there is one, and nothing of its age", arguments: Handler.allCases)
  func oldServer(_ handler: Handler) {
    let lock = lock("1", ttl: nil, handler, lifetime: 30, tellsLife: false)
    #expect(lock.state == .held && lock.age == nil && lock.ttl == nil)
  }
}
