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
  private let lengths: ClosedRange<Int>
  private let bits: Int

  public init(pool: Pool, configuration: Configuration) {
    handler = pool.handler
    let nothing: [UInt8] = []
    prefix = pool.placement.itemKey(for: nothing.span).bytes
    let length = configuration["session.sid_length"].flatMap { Int($0.text) }
    lengths = length.map { $0...$0 } ?? 22...256
    bits = configuration["session.sid_bits_per_character"].flatMap { Int($0.text) } ?? 6
  }

  public func kind(of key: [UInt8]) -> Kind {
    guard key.starts(with: prefix) else { return .foreign }
    let rest = prefix.count..<key.count
    switch handler {
    case .memcache:
      let mark = Array(".lock".utf8)
      if key[rest].count > mark.count, key.suffix(mark.count).elementsEqual(mark) {
        let id = rest.lowerBound..<rest.upperBound - mark.count
        return isID(key[id]) ? .lock(id: id) : .foreign
      }
    case .memcached:
      let mark = Array("lock.".utf8)
      if key[rest].starts(with: mark) {
        let id = rest.lowerBound + mark.count..<rest.upperBound
        return isID(key[id]) ? .lock(id: id) : .foreign
      }
    }
    return isID(key[rest]) ? .session(id: rest) : .foreign
  }

  private func isID(_ id: ArraySlice<UInt8>) -> Bool {
    lengths.contains(id.count) && id.allSatisfy(isIDByte)
  }

  private func isIDByte(_ byte: UInt8) -> Bool {
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
