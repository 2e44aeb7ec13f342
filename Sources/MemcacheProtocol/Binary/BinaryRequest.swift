/// One request in memcached's binary protocol.
///
/// Keys must satisfy `accepts(key:)`, groups and lifetimes what `Command` asks of them.
public struct BinaryRequest: Sendable {
  public enum Command: Sendable {
    case noOperation
    case version
    /// All of it, or one group. Of the text protocol's groups 1.6.18 knows neither `conns` nor `sizes_enable` here.
    case stats(group: String?)
    /// `GETK`. It counts as an access; the protocol has no way to look without.
    case get(key: [UInt8])
    /// `GETKQ`: the same, answered only when the item is there.
    case getQuietly(key: [UInt8])
    /// `lifetime` nil: the item never expires. Parts of a second count as a whole one.
    case set(key: [UInt8], flags: UInt32, lifetime: Duration?, value: [UInt8])
    /// Stores only where there is nothing.
    case add(NewItem)
    /// Stores only as long as it is the item that was looked at.
    case replace(NewItem, cas: UInt64)
    /// Adds one to an item's number, and makes none; its end stays as it is.
    case increment(key: [UInt8])
    /// `cas` 0: whatever is there; else only as long as it is the item that was looked at.
    case delete(key: [UInt8], cas: UInt64 = 0)
    /// 1.4.8 and later. Counts as an access.
    case touch(key: [UInt8], Expiry)
    case flushAll
    case listMechanisms
    /// SASL PLAIN: user and password as they are.
    case logInPlainly(user: [UInt8], password: [UInt8])
  }

  public let command: Command
  /// The server puts it into the answer, which so is known for the answer to this request and no other.
  public let opaque: UInt32

  public init(_ command: Command, opaque: UInt32) {
    self.command = command
    self.opaque = opaque
  }

  /// 1 to 250 bytes, whatever they are: unlike a text key it may hold blanks.
  public static func accepts(key: [UInt8]) -> Bool { (1...Limits.keyBytes).contains(key.count) }

  enum Opcode {
    static let set: UInt8 = 0x01
    static let add: UInt8 = 0x02
    static let noOperation: UInt8 = 0x0a
    static let get: UInt8 = 0x0c
    static let getQuietly: UInt8 = 0x0d
  }

  var opcode: UInt8 {
    switch command {
    case .set, .replace: Opcode.set
    case .increment: 0x05
    case .add: Opcode.add
    case .delete: 0x04
    case .touch: 0x1c
    case .flushAll: 0x08
    case .noOperation: Opcode.noOperation
    case .version: 0x0b
    case .get: Opcode.get
    case .getQuietly: Opcode.getQuietly
    case .stats: 0x10
    case .listMechanisms: 0x20
    case .logInPlainly: 0x21
    }
  }

  /// Appends the request: 24 bytes of header, all numbers big-endian, then extras, key and value.
  public func encode(into bytes: inout [UInt8]) {
    var extras: [UInt8] = []
    var key: [UInt8] = []
    var value: [UInt8] = []
    var cas: UInt64 = 0  // whatever is there
    switch command {
    case .noOperation, .version, .flushAll, .listMechanisms, .stats(nil): break
    case .stats(let group?): key = Array(group.utf8)
    case .get(let wanted), .getQuietly(let wanted): key = wanted
    case .delete(let wanted, let known): (key, cas) = (wanted, known)
    case .set(let wanted, let flags, let lifetime, let content):
      extras.append(bigEndian: flags)
      extras.append(bigEndian: UInt32(clamping: lifetime.map(\.wholeSeconds) ?? 0))
      (key, value) = (wanted, content)
    case .add(let item):
      extras.append(bigEndian: item.flags)
      extras.append(bigEndian: UInt32(clamping: item.expiry.number))
      (key, value) = (item.key, item.value)
    case .replace(let item, let known):
      extras.append(bigEndian: item.flags)
      extras.append(bigEndian: UInt32(clamping: item.expiry.number))
      (key, value, cas) = (item.key, item.value, known)
    case .increment(let wanted):
      extras.append(bigEndian: UInt64(1))
      extras.append(bigEndian: UInt64(0))  // the first number, of which nothing is made with this expiry
      extras.append(bigEndian: UInt32.max)
      key = wanted
    case .touch(let wanted, let expiry):
      extras.append(bigEndian: UInt32(clamping: expiry.number))
      key = wanted
    case .logInPlainly(let user, let password):
      key = Array("PLAIN".utf8)
      value = [0] + user + [0] + password
    }
    bytes.append(0x80)
    bytes.append(opcode)
    bytes.append(bigEndian: UInt16(clamping: key.count))
    bytes.append(UInt8(clamping: extras.count))
    bytes.append(contentsOf: [0, 0, 0])  // data type and virtual bucket
    bytes.append(bigEndian: UInt32(clamping: extras.count + key.count + value.count))
    bytes.append(bigEndian: opaque)
    bytes.append(bigEndian: cas)
    bytes += extras
    bytes += key
    bytes += value
  }
}

extension BinaryRequest: CustomStringConvertible {
  /// For logs and messages: no value, no login, and of a key only its beginning.
  public var description: String {
    switch command {
    case .noOperation: "noop"
    case .version: "version"
    case .stats(nil): "stat"
    case .stats(let group?): "stat \(group)"
    case .get(let key): "getk \(key.shortenedKey)"
    case .getQuietly(let key): "getkq \(key.shortenedKey)"
    case .set(let key, let flags, let lifetime, let value):
      "set \(key.shortenedKey) \(flags) \(lifetime.map(\.wholeSeconds) ?? 0) \(value.count)"
    case .add(let item): "add \(item.key.shortenedKey) \(item.flags) \(item.expiry.number) \(item.value.count)"
    case .replace(let item, _):
      "set \(item.key.shortenedKey) \(item.flags) \(item.expiry.number) \(item.value.count)"
    case .increment(let key): "increment \(key.shortenedKey) 1"
    case .delete(let key, _): "delete \(key.shortenedKey)"
    case .touch(let key, let expiry): "touch \(key.shortenedKey) \(expiry.number)"
    case .flushAll: "flush"
    case .listMechanisms: "sasl_list_mechs"
    case .logInPlainly: "sasl_auth PLAIN"
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(bigEndian number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
  }
}
