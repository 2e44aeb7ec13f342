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
    JSONBytes.put("{\"agree\":", to: &bytes)
    JSONBytes.append(session.agree, to: &bytes)
    JSONBytes.put(",\"content\":", to: &bytes)
    if let content, let shown = session.shown {
      append(content, node: session.copies[shown].node, to: &bytes)
    } else {
      JSONBytes.put("null", to: &bytes)
    }
    JSONBytes.put(",\"copies\":[", to: &bytes)
    for (index, copy) in session.copies.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(copy, to: &bytes)
    }
    JSONBytes.put("],\"data\":", to: &bytes)
    if let content { appendData(of: content, to: &bytes) } else { JSONBytes.put("null", to: &bytes) }
    JSONBytes.put(",\"id\":", to: &bytes)
    JSONBytes.append(key.text, to: &bytes)
    if key.isPercentEncoded { JSONBytes.put(",\"key_encoding\":\"percent\"", to: &bytes) }
    JSONBytes.put(",\"lock\":", to: &bytes)
    append(session.lock, to: &bytes)
    JSONBytes.put(",\"newest_reason\":", to: &bytes)
    JSONBytes.append(session.newestReason, to: &bytes)
    if let problem = session.problem {
      JSONBytes.put(",\"problem\":", to: &bytes)
      JSONBytes.append(problem, to: &bytes)
    }
    JSONBytes.put(",\"read_by_php\":", to: &bytes)
    append(node: session.next.node, to: &bytes)
    if case .unknown(let why) = session.next {
      JSONBytes.put(",\"read_reason\":", to: &bytes)
      JSONBytes.append(why, to: &bytes)
    }
    JSONBytes.put(",\"session_start\":", to: &bytes)
    JSONBytes.append(session.next.word, to: &bytes)
    bytes.append(UInt8(ascii: "}"))
  }

  private func append(_ copy: ShownCopy, to bytes: inout [UInt8]) {
    let item = copy.item
    JSONBytes.put("{\"cas\":", to: &bytes)
    JSONBytes.append(item?.cas, to: &bytes)
    JSONBytes.put(",\"flags\":", to: &bytes)
    JSONBytes.append(item?.flags, to: &bytes)
    JSONBytes.put(",\"idle\":", to: &bytes)
    JSONBytes.append(item?.life?.idle.components.seconds, to: &bytes)
    JSONBytes.put(",\"newest\":", to: &bytes)
    JSONBytes.append(copy.isNewest, to: &bytes)
    JSONBytes.put(",\"node\":", to: &bytes)
    bytes += nodes[copy.node]
    JSONBytes.put(",\"present\":", to: &bytes)
    JSONBytes.append(copy.isPresent, to: &bytes)
    if let reason = copy.reason {
      JSONBytes.put(",\"reason\":", to: &bytes)
      JSONBytes.append(reason, to: &bytes)
    }
    JSONBytes.put(",\"role\":", to: &bytes)
    JSONBytes.append(copy.role?.rawValue, to: &bytes)
    JSONBytes.put(",\"size\":", to: &bytes)
    JSONBytes.append(item?.valueBytes, to: &bytes)
    JSONBytes.put(",\"state\":", to: &bytes)
    JSONBytes.append(copy.state.rawValue, to: &bytes)
    JSONBytes.put(",\"ttl\":", to: &bytes)
    JSONBytes.append(item?.life?.ttl?.components.seconds, to: &bytes)
    if item != nil, item?.life == nil { JSONBytes.put(",\"unknown\":[\"ttl\",\"idle\"]", to: &bytes) }
    bytes.append(UInt8(ascii: "}"))
  }

  private func append(_ lock: ShownLock, to bytes: inout [UInt8]) {
    JSONBytes.put("{\"age\":", to: &bytes)
    JSONBytes.append(lock.taken?.age?.components.seconds, to: &bytes)
    JSONBytes.put(",\"node\":", to: &bytes)
    append(node: lock.node, to: &bytes)
    JSONBytes.put(",\"state\":", to: &bytes)
    JSONBytes.append(lock.word, to: &bytes)
    JSONBytes.put(",\"tries\":", to: &bytes)
    JSONBytes.append(lock.taken?.tries, to: &bytes)
    bytes.append(UInt8(ascii: "}"))
  }

  private func append(node: Int?, to bytes: inout [UInt8]) {
    if let node { bytes += nodes[node] } else { JSONBytes.put("null", to: &bytes) }
  }
}

extension ShowJSON {
  private func append(_ content: SessionContent, node: Int, to bytes: inout [UInt8]) {
    JSONBytes.put("{\"compression\":", to: &bytes)
    JSONBytes.append(content.compression?.rawValue, to: &bytes)
    JSONBytes.put(",\"fault\":", to: &bytes)
    append(content.fault, to: &bytes)
    JSONBytes.put(",\"fitting\":", to: &bytes)
    JSONBytes.append(content.fitting?.rawValue, to: &bytes)
    JSONBytes.put(",\"form\":", to: &bytes)
    switch content.form {
    case .serialized(let serializer): JSONBytes.append(serializer.rawValue, to: &bytes)
    case .empty: JSONBytes.put("\"empty\"", to: &bytes)
    case .plain: JSONBytes.put("\"plain\"", to: &bytes)
    }
    JSONBytes.put(",\"node\":", to: &bytes)
    bytes += nodes[node]
    JSONBytes.put(",\"plain_bytes\":", to: &bytes)
    JSONBytes.append(content.plainBytes, to: &bytes)
    JSONBytes.put(",\"stored_bytes\":", to: &bytes)
    JSONBytes.append(content.storedBytes, to: &bytes)
    bytes.append(UInt8(ascii: "}"))
  }

  private func append(_ fault: SessionContent.Fault?, to bytes: inout [UInt8]) {
    guard let fault else { return JSONBytes.put("null", to: &bytes) }
    JSONBytes.put("{\"byte\":", to: &bytes)
    switch fault {
    case .compression(let fault): JSONBytes.append(fault.byte, to: &bytes)
    case .serialized(_, let fault):
      JSONBytes.append(fault.byte, to: &bytes)
      JSONBytes.put(",\"expected\":", to: &bytes)
      JSONBytes.append(fault.expected, to: &bytes)
      JSONBytes.put(",\"found\":", to: &bytes)
      JSONBytes.append(fault.found, to: &bytes)
      JSONBytes.put(",\"path\":", to: &bytes)
      JSONBytes.append(fault.path, to: &bytes)
    case .unknownType, .notOfItsType: JSONBytes.put("null", to: &bytes)
    }
    JSONBytes.put(",\"summary\":", to: &bytes)
    JSONBytes.append(fault.summary, to: &bytes)
    bytes.append(UInt8(ascii: "}"))
  }

  /// The values as `json_encode` has them; without `--reveal` an outline of them.
  private func appendData(of content: SessionContent, to bytes: inout [UInt8]) {
    guard isRevealing else { return JSONBytes.append(outlineOf: content.tree, to: &bytes) }
    do throws(OutputLimit) {
      bytes += try content.tree.json(limit: Self.longestData)
    } catch {
      JSONBytes.put("{\"@cut\":", to: &bytes)
      JSONBytes.append(error.summary, to: &bytes)
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// What one session may be here: one whose values repeat can be far longer than what the server holds.
  private static let longestData = 64 << 20
}
