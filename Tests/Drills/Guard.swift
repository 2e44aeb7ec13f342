import FoundationEssentials
import Subprocess

/// A running `mcpool guard`, whose events are awaited.
public struct Guard: Sendable {
  /// What it says when something happens to a node.
  public struct Event: Sendable {
    /// What the node turned out to be.
    public let kind: String?
    public let actions: [ToldAction]
    /// When it was heard, in seconds since 1970.
    public let came: Double
  }

  private struct Line: Decodable {
    var event: String
    var node: String?
    var `return`: String?
    var actions: [ToldAction]?
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

  /// The first of these events of a node, as soon as it is said.
  public func first(_ event: String, of node: String) async throws -> Event {
    var said: [String] = []
    while let line = await dialogue.line(said.count) {
      said.append(line.text)
      let told = try JSONDecoder().decode(Line.self, from: Data(line.text.utf8))
      if told.event == event, told.node == node {
        return Event(kind: told.return, actions: told.actions ?? [], came: line.came)
      }
    }
    throw DrillFault(description: "guard ended before it said '\(event)' of \(node): \(said.joined(separator: "\n"))")
  }

  /// Waits until a node that came back is settled.
  func settled(_ node: String) async throws -> Told {
    let returned = try await first("returned", of: node)
    let mended = try await first("mended", of: node)
    let settled = try await first("settled", of: node)
    return Told(
      kind: returned.kind, actions: returned.actions + mended.actions + settled.actions, mended: mended.came,
      untilMended: mended.came - returned.came, untilSettled: settled.came - returned.came)
  }
}
