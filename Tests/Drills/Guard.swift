import FoundationEssentials
import Subprocess

/// What `mcpool guard` says when something happens to a node.
public struct GuardEvent: Sendable {
  public struct Action: Decodable, Sendable {
    public var node: String?
    public var action: String
    public var reason: String?
    public var atRisk: Int?
    public var lost: Int?
    public var undecided: Int?
    public var result: String?

    enum CodingKeys: String, CodingKey {
      case node, action, reason, lost, undecided, result
      case atRisk = "at_risk"
    }
  }

  fileprivate struct Document: Decodable {
    var event: String
    var node: String?
    var `return`: String?
    var actions: [Action]?
  }

  public let event: String
  public let node: String?
  /// What the node turned out to be.
  public let kind: String?
  public let actions: [Action]
  /// When it was heard, in seconds since 1970.
  public let came: Double
}

/// A running `mcpool guard`, whose events are awaited.
public struct Guard: Sendable {
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
  public func first(_ event: String, of node: String) async throws -> GuardEvent {
    var said: [String] = []
    while let line = await dialogue.line(said.count) {
      said.append(line.text)
      let document = try JSONDecoder().decode(GuardEvent.Document.self, from: Data(line.text.utf8))
      if document.event == event, document.node == node {
        return GuardEvent(
          event: event, node: node, kind: document.return, actions: document.actions ?? [], came: line.came)
      }
    }
    throw DrillFault(description: "guard ended before it said '\(event)' of \(node): \(said.joined(separator: "\n"))")
  }
}
