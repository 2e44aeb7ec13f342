import MemcacheClient
import MemcacheProtocol

/// The items by which the guards of one pool know of each other: eight slots on every node, of which each guard holds one
/// and renews it, its word being who it is and the second in which it was here.
///
/// From the CAS of its own item a guard knows which items of the node were written before; from the words of the others,
/// whether they reached the node while it did not.
struct GuardSlots: Sendable {
  static let count = 8
  /// A slot whose guard has gone is free after that.
  private static let lifetime = Duration.seconds(120)

  private let guardID: String
  private let keys: [[UInt8]]

  init(_ pool: SessionPool, guardID: String) {
    self.guardID = guardID
    let name = pool.fingerprint
    keys = (0..<Self.count).map { Array("mcpool.guard.\(name).\($0)".utf8) }
  }

  /// Renews this guard's item. Returns its CAS; nil where all slots are others', or the server keeps no CAS.
  func beat(on client: any NodeClient, at now: Int) async throws(NodeFailure) -> UInt64? {
    let held = try await client.items(keys, [.value, .cas])
    let words = held.map { $0.flatMap { Word($0) } }
    let word = Array("\(guardID) \(now)".utf8)
    if let own = words.firstIndex(where: { $0?.guardID == guardID }), let cas = held[own]?.cas {
      let item = NewItem(key: keys[own], flags: 0, expiry: .after(Self.lifetime), value: word)
      guard try await client.replace([item], ifStill: [cas]) == [.stored] else { return nil }
      return try await client.items([keys[own]], [.cas])[0]?.cas
    }
    for slot in keys.indices where held[slot] == nil {
      let item = NewItem(key: keys[slot], flags: 0, expiry: .after(Self.lifetime), value: word)
      if try await client.add([item]) == [.stored] { return try await client.items([keys[slot]], [.cas])[0]?.cas }
    }
    return nil
  }

  /// Another guard's item says that it was here after this second, and before that one.
  func othersWereHere(
    on client: any NodeClient, after: Int, before: Int
  ) async throws(NodeFailure) -> Bool {
    try await client.items(keys, [.value]).contains { item in
      guard let word = item.flatMap({ Word($0) }), word.guardID != guardID else { return false }
      return word.second > after && word.second < before
    }
  }

  private struct Word {
    let guardID: String
    let second: Int

    init?(_ item: StoredItem) {
      let parts = String(decoding: item.value ?? [], as: UTF8.self).split(separator: " ")
      guard parts.count == 2, let second = Int(parts[1]) else { return nil }
      guardID = String(parts[0])
      self.second = second
    }
  }
}
