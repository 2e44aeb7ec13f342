import MemcacheClient
import MemcacheProtocol
import Operations
import PHPConfiguration
import Placement
import Presentation
import SessionData

/// Writes shown sessions in one of the formats; JSON and JSON lines straight to bytes.
struct ShowWriter: Sendable {
  let pool: SessionPool
  let renderer: Renderer
  let isRevealing: Bool
  private let json: ShowJSON
  private let nodes: [String]
  private let serializer: SessionSerializer?
  private let storing: StoringExtension

  init(pool: SessionPool, renderer: Renderer, isRevealing: Bool) {
    self.pool = pool
    self.renderer = renderer
    self.isRevealing = isRevealing
    nodes = pool.live.nodes.map(\.name)
    json = ShowJSON(nodes: nodes, isRevealing: isRevealing)
    // PHP's own default; a name that nobody here knows leaves it to the content.
    serializer = SessionSerializer(rawValue: pool.configuration["session.serialize_handler"]?.text ?? "php")
    storing = pool.php.handler == .memcache ? .memcache : .memcached
  }

  var beginning: String { renderer.format == .json ? "[" : "" }
  var ending: String { renderer.format == .json ? "\n]\n" : "" }

  /// Below a table: why nodes have no answers.
  func remarks(on failures: [NodeFailure]) -> String {
    renderer.format == .table ? failureNotes(failures, renderer) : ""
  }

  /// The text of sessions, in pieces.
  ///
  /// - Parameters:
  ///   - heading: these are the first ones.
  ///   - used: pieces that are written, whose room may be taken.
  func text(_ sessions: ShownSessions, heading: Bool, reusing used: inout [[UInt8]]) -> [[UInt8]] {
    switch renderer.format {
    case .csv:
      let rows = sessions.flatMap { ShowTable($0, nodes: nodes).rows }
      return [Array(renderer.csv(rows, ShowTable.columns, heading: heading).utf8)]
    case .table:
      var text: [UInt8] = []
      for session in sessions {
        if !heading || !text.isEmpty { text.append(newline) }
        text +=
          ShowTable(session, nodes: nodes)
          .text(renderer.table, content: content(session), revealing: isRevealing).utf8
      }
      return [text]
    case .json:
      return TextPage.pages(of: sessions, reusing: &used) { session, page in
        page.put(heading && session.row == 0 ? "\n" : ",\n")
        json.append(session, content: content(session), to: &page)
      }
    case .jsonl:
      return TextPage.pages(of: sessions, reusing: &used) { session, page in
        json.append(session, content: content(session), to: &page)
        page.put(newline)
      }
    }
  }

  private func content(_ session: ShownSession) -> SessionContent? {
    guard let flags = session.shown.flatMap({ session.copies[$0].item?.flags }) else { return nil }
    return SessionContent.decode(session.value, flags: flags, handler: storing, serializer: serializer)
  }
}
