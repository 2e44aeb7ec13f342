import MemcacheClient
import Operations
import SessionData

extension ShowTable {
  /// What the rows mean, from top to bottom: the copies, the lock, what PHP does next.
  var notes: [Cell] {
    var notes: [Cell] = []
    if let problem = session.problem { notes.append(Cell("id: \(problem)", tone: .bad)) }
    // Of a node that failed the reason stands once below all sessions.
    for copy in session.copies where copy.state == .up {
      if let reason = copy.reason { notes.append(Cell("\(nodes[copy.node]): \(reason)", tone: .bad)) }
    }
    return notes + [copiesNote, lockNote, phpNote].compactMap(\.self)
  }

  private var copiesNote: Cell? {
    switch session.agree {
    case true?:
      let doubt = session.newestReason.map { "; \($0)" } ?? ""
      return Cell(
        "copies: all that are there are the same\(doubt)", tone: session.newestReason == nil ? nil : .attention)
    case false?: return Cell("copies: they differ; \(session.newestReason ?? "")", tone: .attention)
    case nil:
      if session.isPresent { return session.newestReason.map { Cell("copies: \($0)", tone: .attention) } }
      let isKnown = session.copies.allSatisfy { $0.isPresent == false }
      return Cell(
        isKnown ? "copies: no node has this session" : "copies: none on the nodes that answered", tone: .bad)
    }
  }

  private var lockNote: Cell? {
    let place = session.lock.node.map { " on \(nodes[$0])" } ?? ""
    switch session.lock {
    case .none: return "lock: this pool takes none"
    case .unknown: return session.problem == nil ? Cell("lock: not known\(place)", tone: .bad) : nil
    case .free: return Cell("lock: free\(place)")
    case .item(let lock, node: _):
      let age = lock.age.map { " for \(Units.span(seconds: Double($0.components.seconds)))" } ?? ""
      let tries = lock.tries.flatMap { $0 == 0 ? nil : "; requests that wait have asked \($0) times" } ?? ""
      switch lock.state {
      case .free: return Cell("lock: free\(place)")
      case .held: return Cell("lock: held\(place)\(age)\(tries)", tone: .attention)
      case .abandoned:
        return Cell("lock: abandoned\(place), held\(age): longer than any request can need it", tone: .bad)
      case .immortal: return Cell("lock: held\(place)\(age), and it never ends by itself\(tries)", tone: .bad)
      }
    }
  }

  private var phpNote: Cell? {
    if session.problem != nil { return nil }
    let when =
      session.lock.taken != nil
      ? "PHP: the next request waits for the lock; once that is free it"
      : "PHP: the next request"
    switch session.next {
    case .reads(let node): return Cell("\(when) reads the session from \(nodes[node])")
    case .startsEmpty: return Cell("\(when) starts an empty session", tone: .bad)
    case .takesNewID:
      return Cell("\(when) gets another id and an empty session (session.use_strict_mode)", tone: .bad)
    case .fails: return Cell("\(when) cannot start the session: session_start() is false", tone: .bad)
    case .unknown(let why): return Cell("PHP: what the next request reads is not known: \(why)", tone: .attention)
    }
  }
}

/// What a content is, in words.
struct ContentWords {
  private let content: SessionContent
  private let node: String
  private let isRevealed: Bool

  init(_ content: SessionContent, node: String, revealing: Bool) {
    self.content = content
    self.node = node
    isRevealed = revealing
  }

  var notes: [Cell] {
    var notes = [Cell("content on \(node): \(form)\(sizes)\(hint)")]
    if let fault = content.fault { notes.append(Cell("damaged: \(fault.summary)", tone: .bad)) }
    if let fitting = content.fitting {
      notes.append(
        Cell(
          "it is valid \(fitting.rawValue): session.serialize_handler was another one where it was written",
          tone: .attention))
    }
    return notes
  }

  private var form: String {
    switch content.form {
    case .empty: "empty"
    case .plain: "no session data, shown as it is"
    case .serialized(let serializer): serializer.rawValue
    }
  }

  private var sizes: String {
    guard let compression = content.compression else { return ", \(content.storedBytes) bytes" }
    return ", \(content.storedBytes) bytes by \(compression.rawValue) from \(content.plainBytes)"
  }

  private var hint: String {
    isRevealed || content.tree.nodes.count <= 1 ? "" : " (names, types and sizes; --reveal shows the values)"
  }
}
