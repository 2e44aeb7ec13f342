import MemcacheClient
import MemcacheProtocol

/// An item that is put on a node to see it vanish: the proof that a flush took place.
struct Canary {
  private static let prefix = Array("mcpool.canary.".utf8)

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
