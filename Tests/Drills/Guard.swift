import FoundationEssentials
import LocalPool
import Subprocess

/// A running `mcpool guard`, whose events are awaited.
public struct Guard: Sendable {
  /// What it says when something happens to a node.
  public struct Event: Sendable {
    /// Of its line.
    let number: Int
    public let event: String
    /// What the node turned out to be.
    public let kind: String?
    public let actions: [ToldAction]
    /// Seconds from the first good answer until no session of the spool could be read old any more.
    public let locked: Double?
    /// When it was heard, in seconds since 1970.
    public let came: Double
  }

  private struct Line: Decodable {
    var event: String
    var node: String?
    var `return`: String?
    var actions: [ToldAction]?
    var lockedMicroseconds: Double?

    enum CodingKeys: String, CodingKey {
      case event, node, `return`, actions
      case lockedMicroseconds = "locked_us"
    }
  }

  private let dialogue: Dialogue

  public var processIdentifier: Int32 { dialogue.processIdentifier }

  public static func run<Value: Sendable>(
    _ binary: String, ini: String, folder: String, words: [String] = ["--yes", "--interval", "1s"],
    limit: Duration, _ body: @Sendable @escaping (Guard) async throws -> Value
  ) async throws -> Value {
    try await withDialogue(
      with: [binary, "guard", "--ini", ini, "-o", "jsonl"] + words, environment: ["XDG_STATE_HOME": folder],
      limit: limit
    ) { dialogue in
      try await body(Guard(dialogue: dialogue))
    }
  }

  /// The first of these events of a node behind another one, as soon as it is said.
  public func first(_ events: Set<String>, of node: String, after other: Event? = nil) async throws -> Event {
    var number = other.map { $0.number + 1 } ?? 0
    while let line = await dialogue.line(number) {
      let told = try JSONDecoder().decode(Line.self, from: Data(line.text.utf8))
      if events.contains(told.event), told.node == node {
        return Event(
          number: number, event: told.event, kind: told.return, actions: told.actions ?? [],
          locked: told.lockedMicroseconds.map { $0 / 1e6 }, came: line.came)
      }
      number += 1
    }
    var said: [String] = []
    while let line = await dialogue.line(said.count) { said.append(line.text) }
    throw DrillFault(description: "guard ended before it said \(events) of \(node):\n\(said.joined(separator: "\n"))")
  }

  /// Waits until a node that came back is settled.
  ///
  /// - Parameter returned: said by this guard or one before it; nil: it is awaited.
  func settled(_ node: String, returned: Event? = nil) async throws -> Told {
    let back: Event
    if let returned { back = returned } else { back = try await first(["returned"], of: node) }
    let mended = try await first(["mended", "others"], of: node)
    let settled = try await first(["settled"], of: node, after: mended)
    return Told(
      kind: back.kind, actions: mended.actions + settled.actions, mended: mended.came, untilLocked: mended.locked,
      untilMended: mended.came - back.came, untilSettled: settled.came - back.came)
  }
}
