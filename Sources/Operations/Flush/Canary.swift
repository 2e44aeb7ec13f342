import MemcacheClient
import MemcacheProtocol
import Placement

/// An item that is put on a node to see it vanish: the proof that a flush took place.
struct Canary {
  /// Keys that begin so are mcpool's own and count as nobody's.
  static let prefix = Array("mcpool.canary.".utf8)

  /// Also where it stands as a session's id behind what the pool puts before all ids. No id of PHP's making has a
  /// point.
  static func isOne(_ key: [UInt8], _ form: SessionKeyForm?) -> Bool {
    key.starts(with: prefix) || form?.chosenID(of: key[...])?.starts(with: prefix) == true
  }

  let key: [UInt8]

  init() { key = Self.newID() }

  /// One that nobody has.
  static func newID() -> [UInt8] { prefix + Array(String(UInt64.random(in: .min ... .max), radix: 36).utf8) }

  func release(on client: any NodeClient) async throws(NodeFailure) {
    try await client.set(key, flags: 0, ttl: .seconds(60), value: [0x31])
  }

  func isAlive(on client: any NodeClient) async throws(NodeFailure) -> Bool {
    try await client.items([key], []).first.flatMap { $0 } != nil
  }
}
