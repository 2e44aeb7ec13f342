import Placement

/// A session that the protocol has no words for.
public struct Unasked: Hashable, Sendable {
  public let id: [UInt8]
  public let reason: String

  /// Those of which no node that answered could be asked, in the order of the sessions.
  static func all(_ sessions: [SessionKeys], _ looks: [SessionLook]) -> [Unasked] {
    sessions.indices.compactMap { position in
      looks.lazy.compactMap { $0.unasked[position] }.first.map { Unasked(id: sessions[position].id, reason: $0) }
    }
  }
}
