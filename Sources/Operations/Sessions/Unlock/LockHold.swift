import MemcacheClient
import MemcacheProtocol
import Placement

/// One hold of a lock, as it was seen: by its CAS, and where waiting requests change that, by what they leave alone.
///
/// pecl/memcache's waiting requests count the item up, which changes CAS and value and not its end; giving the lock back, and
/// taking it anew, set another end. Two holds can have the same end only when they began in the same second, so that is
/// believed only of a hold that was two seconds old.
struct LockHold: Hashable, Sendable {
  /// What came of freeing it.
  enum Fate: Hashable, Sendable {
    case freed
    /// It was given back or ended meanwhile.
    case gone
    /// Given back and taken meanwhile, or it cannot be told from such a one.
    case takenMeanwhile
    /// Waiting requests count it up faster than it can be freed.
    case neverStill

    var text: String {
      switch self {
      case .freed: "freed"
      case .gone: "gone already"
      case .takenMeanwhile: "not freed: it has changed hands meanwhile, and stays with the new request"
      case .neverStill: "not freed: waiting requests change it without pause; try again"
      }
    }
  }

  let key: [UInt8]
  let cas: UInt64
  /// Nil: a changed CAS is another hold.
  let mark: Mark?

  struct Mark: Hashable, Sendable {
    /// The Unix second of its end by the server's clock.
    let end: Int64
    let tries: Int
  }

  init(_ key: [UInt8], _ item: StoredItem, _ lock: SessionLock, endsAt end: Int64?, of handler: Handler) {
    self.key = key
    cas = item.cas ?? 0
    mark =
      if handler == .memcache, let end, let tries = lock.tries, let age = lock.age, age >= .seconds(2) {
        Mark(end: end, tries: tries)
      } else {
        nil
      }
  }
}

extension NodeClient {
  /// Deletes the lock's item as long as it is this hold's.
  func free(_ hold: LockHold) async throws(NodeFailure) -> LockHold.Fate {
    var cas = hold.cas
    for _ in 0..<20 {
      switch try await delete([hold.key], ifStill: [cas])[0] {
      case .deleted: return .freed
      case .absent: return .gone
      case .changed: break
      }
      guard let mark = hold.mark else { return .takenMeanwhile }
      let look: SessionLook
      do throws(NodeFailure) {
        look = try await lookAtLock(hold.key)
      } catch {
        // Every deletion was answered.
        throw error.unsent
      }
      guard let item = look.locks[0] else { return .gone }
      let lock = SessionLock(item, handler: .memcache, lifetime: nil, isStated: true)
      guard look.end(of: item) == mark.end, lock.isTaken, let tries = lock.tries, tries >= mark.tries else {
        return .takenMeanwhile
      }
      cas = item.cas ?? 0
    }
    return .neverStill
  }
}
