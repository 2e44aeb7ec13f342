public import PHPConfiguration

/// Tells the items of a pool's sessions from other items by the form of their keys, as far as a key can tell.
///
/// php-memcached puts `memcached.sess_prefix` before every key; pecl/memcache has no prefix unless one is configured. So
/// what follows the prefix must look like an id that PHP makes: `session.sid_length` characters (22 to 256 where that is
/// not set) of `session.sid_bits_per_character` (4: hex digits, 5: `0-9a-v`, 6: `0-9a-zA-Z,-`; the last where that is not
/// set). An id that an application chose itself may look otherwise and counts as foreign: whoever destroys foreign items
/// is asked first.
public struct SessionKeyForm: Sendable {
  public enum Kind: Hashable, Sendable {
    /// The data of the session with these bytes of the key as its id.
    case session(id: Range<Int>)
    case lock(id: Range<Int>)
    case foreign
  }

  private let handler: Handler
  private let prefix: [UInt8]
  /// What stands before the id of a lock's key (memcached) or behind it (memcache).
  private let lockMark: [UInt8]
  private let lengths: ClosedRange<Int>
  /// For each byte, whether it may stand in an id: a listing of millions asks for each.
  private let idBytes: [Bool]

  public init(pool: Pool, configuration: Configuration) {
    handler = pool.handler
    lockMark = Array((handler == .memcache ? ".lock" : "lock.").utf8)
    let nothing: [UInt8] = []
    prefix = pool.placement.itemKey(for: nothing.span).bytes
    let length = configuration["session.sid_length"].flatMap { Int($0.text) }
    lengths = length.map { $0...$0 } ?? 22...256
    let bits = configuration["session.sid_bits_per_character"].flatMap { Int($0.text) } ?? 6
    idBytes = (0...UInt8.max).map { Self.isIDByte($0, bits: bits) }
  }

  public func kind(of key: [UInt8]) -> Kind {
    guard key.count >= prefix.count, has(prefix, in: key, at: 0) else { return .foreign }
    let rest = prefix.count..<key.count
    switch handler {
    case .memcache:
      if rest.count > lockMark.count, has(lockMark, in: key, at: key.count - lockMark.count) {
        let id = rest.lowerBound..<rest.upperBound - lockMark.count
        return isID(key, id) ? .lock(id: id) : .foreign
      }
    case .memcached:
      if rest.count > lockMark.count, has(lockMark, in: key, at: rest.lowerBound) {
        let id = rest.lowerBound + lockMark.count..<rest.upperBound
        return isID(key, id) ? .lock(id: id) : .foreign
      }
    }
    return isID(key, rest) ? .session(id: rest) : .foreign
  }

  /// Whether something stands before every key of the pool's sessions.
  public var hasPrefix: Bool { !prefix.isEmpty }

  /// The id of a foreign item that the prefix tells to be a session's all the same: one that the application chose. Nil
  /// for locks, and without a prefix.
  public func chosenID(of key: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard hasPrefix, key.starts(with: prefix) else { return nil }
    let id = key.dropFirst(prefix.count)
    let isLock = handler == .memcache ? id.suffix(lockMark.count).elementsEqual(lockMark) : id.starts(with: lockMark)
    return isLock || id.isEmpty ? nil : id
  }

  /// Byte by byte: a listing of millions asks for each, and the collections' own comparisons are generic.
  private func has(_ part: [UInt8], in key: [UInt8], at start: Int) -> Bool {
    for position in part.indices where key[start + position] != part[position] { return false }
    return true
  }

  private func isID(_ key: [UInt8], _ id: Range<Int>) -> Bool {
    guard lengths.contains(id.count) else { return false }
    for position in id where !idBytes[Int(key[position])] { return false }
    return true
  }

  private static func isIDByte(_ byte: UInt8, bits: Int) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
    case UInt8(ascii: "g")...UInt8(ascii: "v"): bits >= 5
    case UInt8(ascii: "w")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: ","),
      UInt8(ascii: "-"):
      bits >= 6
    default: false
    }
  }
}
