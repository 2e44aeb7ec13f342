import MemcacheClient
import MemcacheProtocol
import Operations
import SessionData

/// A shown session as JSON, straight to bytes. Names are in the order in which the reports' encoder sorts them.
struct ShowJSON: Sendable {
  /// Of the live pool, as JSON strings.
  private let nodes: [[UInt8]]
  private let isRevealing: Bool

  init(nodes: [String], isRevealing: Bool) {
    self.nodes = nodes.map { name in
      var bytes: [UInt8] = []
      JSONBytes.append(name, to: &bytes)
      return bytes
    }
    self.isRevealing = isRevealing
  }

  /// - Parameter content: of the copy that is shown; nil: there is none.
  func append(_ session: ShownSession, content: SessionContent?, to bytes: inout [UInt8]) {
    let key = KeyText(session.id)
    var object = JSONObject(&bytes)
    object.name("agree", &bytes)
    JSONBytes.append(session.agree, to: &bytes)
    object.name("content", &bytes)
    if let content, let shown = session.shown {
      append(content, node: session.copies[shown].node, to: &bytes)
    } else {
      bytes += "null".utf8
    }
    object.name("copies", &bytes)
    bytes.append(UInt8(ascii: "["))
    for (index, copy) in session.copies.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(copy, to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
    object.name("data", &bytes)
    if let content { appendData(of: content, to: &bytes) } else { bytes += "null".utf8 }
    object.name("id", &bytes)
    JSONBytes.append(key.text, to: &bytes)
    if key.isPercentEncoded {
      object.name("key_encoding", &bytes)
      bytes += "\"percent\"".utf8
    }
    object.name("lock", &bytes)
    append(session.lock, to: &bytes)
    object.name("newest_reason", &bytes)
    JSONBytes.append(session.newestReason, to: &bytes)
    if let problem = session.problem {
      object.name("problem", &bytes)
      JSONBytes.append(problem, to: &bytes)
    }
    object.name("read_by_php", &bytes)
    append(node: session.next.node, to: &bytes)
    if case .unknown(let why) = session.next {
      object.name("read_reason", &bytes)
      JSONBytes.append(why, to: &bytes)
    }
    object.name("session_start", &bytes)
    JSONBytes.append(session.next.word, to: &bytes)
    object.end(&bytes)
  }

  private func append(_ copy: ShownCopy, to bytes: inout [UInt8]) {
    let item = copy.item
    var object = JSONObject(&bytes)
    object.name("cas", &bytes)
    JSONBytes.append(item?.cas, to: &bytes)
    object.name("flags", &bytes)
    JSONBytes.append(item?.flags, to: &bytes)
    object.name("idle", &bytes)
    JSONBytes.append(item?.life?.idle.components.seconds, to: &bytes)
    object.name("newest", &bytes)
    JSONBytes.append(copy.isNewest, to: &bytes)
    object.name("node", &bytes)
    bytes += nodes[copy.node]
    object.name("present", &bytes)
    JSONBytes.append(copy.isPresent, to: &bytes)
    if let reason = copy.reason {
      object.name("reason", &bytes)
      JSONBytes.append(reason, to: &bytes)
    }
    object.name("role", &bytes)
    JSONBytes.append(copy.role?.rawValue, to: &bytes)
    object.name("size", &bytes)
    JSONBytes.append(item?.valueBytes, to: &bytes)
    object.name("state", &bytes)
    JSONBytes.append(copy.state.rawValue, to: &bytes)
    object.name("ttl", &bytes)
    JSONBytes.append(item?.life?.ttl?.components.seconds, to: &bytes)
    if item != nil, item?.life == nil {
      object.name("unknown", &bytes)
      bytes += "[\"ttl\",\"idle\"]".utf8
    }
    object.end(&bytes)
  }

  private func append(_ lock: ShownLock, to bytes: inout [UInt8]) {
    var object = JSONObject(&bytes)
    object.name("age", &bytes)
    JSONBytes.append(lock.taken?.age?.components.seconds, to: &bytes)
    object.name("node", &bytes)
    append(node: lock.node, to: &bytes)
    object.name("state", &bytes)
    JSONBytes.append(lock.word, to: &bytes)
    object.name("waits", &bytes)
    JSONBytes.append(lock.taken?.waits, to: &bytes)
    object.end(&bytes)
  }

  private func append(node: Int?, to bytes: inout [UInt8]) {
    if let node { bytes += nodes[node] } else { bytes += "null".utf8 }
  }
}

extension ShowJSON {
  private func append(_ content: SessionContent, node: Int, to bytes: inout [UInt8]) {
    var object = JSONObject(&bytes)
    object.name("compression", &bytes)
    JSONBytes.append(content.compression?.rawValue, to: &bytes)
    object.name("fault", &bytes)
    append(content.fault, to: &bytes)
    object.name("fitting", &bytes)
    JSONBytes.append(content.fitting?.rawValue, to: &bytes)
    object.name("form", &bytes)
    switch content.form {
    case .serialized(let serializer): JSONBytes.append(serializer.rawValue, to: &bytes)
    case .empty: bytes += "\"empty\"".utf8
    case .plain: bytes += "\"plain\"".utf8
    }
    object.name("node", &bytes)
    bytes += nodes[node]
    object.name("plain_bytes", &bytes)
    JSONBytes.append(content.plainBytes, to: &bytes)
    object.name("stored_bytes", &bytes)
    JSONBytes.append(content.storedBytes, to: &bytes)
    object.end(&bytes)
  }

  private func append(_ fault: SessionContent.Fault?, to bytes: inout [UInt8]) {
    guard let fault else { return bytes += "null".utf8 }
    var object = JSONObject(&bytes)
    object.name("byte", &bytes)
    switch fault {
    case .compression(let fault): JSONBytes.append(fault.byte, to: &bytes)
    case .serialized(_, let fault):
      JSONBytes.append(fault.byte, to: &bytes)
      object.name("expected", &bytes)
      JSONBytes.append(fault.expected, to: &bytes)
      object.name("found", &bytes)
      JSONBytes.append(fault.found, to: &bytes)
      object.name("path", &bytes)
      JSONBytes.append(fault.path, to: &bytes)
    case .unknownType, .notOfItsType: bytes += "null".utf8
    }
    object.name("summary", &bytes)
    JSONBytes.append(fault.summary, to: &bytes)
    object.end(&bytes)
  }

  /// The values as `json_encode` has them; without `--reveal` a line a value, with what is not its content.
  private func appendData(of content: SessionContent, to bytes: inout [UInt8]) {
    guard isRevealing else { return appendOutline(of: content.tree, to: &bytes) }
    do throws(OutputLimit) {
      bytes += try content.tree.json(limit: Self.longestData)
    } catch {
      bytes += "{\"@cut\":".utf8
      JSONBytes.append(error.summary, to: &bytes)
      bytes += "}".utf8
    }
  }

  /// What one session may be here: one whose values repeat can be far longer than what the server holds.
  private static let longestData = 64 << 20

  private func appendOutline(of tree: SessionTree, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "["))
    var isFirst = true
    tree.forEachLine(revealing: false) { line in
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      var object = JSONObject(&bytes)
      object.name("bytes", &bytes)
      JSONBytes.append(line.bytes, to: &bytes)
      if let count = line.count {
        object.name("count", &bytes)
        JSONBytes.append(count, to: &bytes)
      }
      if let label = line.label {
        object.name("label", &bytes)
        JSONBytes.append(label, to: &bytes)
      }
      object.name("level", &bytes)
      JSONBytes.append(line.level, to: &bytes)
      object.name("name", &bytes)
      JSONBytes.append(line.name, to: &bytes)
      object.name("type", &bytes)
      JSONBytes.append(line.type, to: &bytes)
      object.end(&bytes)
    }
    bytes.append(UInt8(ascii: "]"))
  }
}
