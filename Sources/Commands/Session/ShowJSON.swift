import MemcacheClient
import MemcacheProtocol
import Operations
import SessionData

/// A shown session as JSON, straight to bytes. Names are in the order in which the reports' encoder sorts them.
struct ShowJSON: Sendable {
  /// Of the live pool, as JSON strings.
  private let nodes: [[UInt8]]
  private let isRevealing: Bool
  /// What is said of each node that has nothing to say: so it is of most.
  private var nothing: [[UInt8]] = []

  init(nodes: [String], isRevealing: Bool) {
    self.nodes = nodes.map { name in
      var bytes: [UInt8] = []
      JSONBytes.append(name, to: &bytes)
      return bytes
    }
    self.isRevealing = isRevealing
    nothing = nodes.indices.map { node in
      TextPage.pages(of: CollectionOfOne(ShownCopy(nothingOn: node)), size: 1024) { append(whole: $0, to: &$1) }
        .flatMap(\.self)
    }
  }

  /// - Parameter content: of the copy that is shown; nil: there is none.
  func append(_ session: ShownSession, content: SessionContent?, to page: inout TextPage) {
    page.put("{\"agree\":")
    page.append(session.agree)
    page.put(",\"content\":")
    if let content, let shown = session.shown {
      append(content, node: session.copies[shown].node, to: &page)
    } else {
      page.put("null")
    }
    page.put(",\"copies\":[")
    for (index, copy) in session.copies.enumerated() {
      if index > 0 { page.put(UInt8(ascii: ",")) }
      append(copy, to: &page)
    }
    page.put("],\"data\":")
    if let content { appendData(of: content, to: &page) } else { page.put("null") }
    page.put(",\"id\":")
    if !page.appendASCII(session.id) {
      let key = KeyText(session.id)
      page.append(key.text)
      if key.isPercentEncoded { page.put(",\"key_encoding\":\"percent\"") }
    }
    page.put(",\"lock\":")
    append(session.lock, to: &page)
    page.put(",\"newest_reason\":")
    page.append(session.newestReason)
    if let problem = session.problem {
      page.put(",\"problem\":")
      page.append(problem)
    }
    page.put(",\"read_by_php\":")
    append(node: session.next.node, to: &page)
    if case .unknown(let why) = session.next {
      page.put(",\"read_reason\":")
      page.append(why)
    }
    page.put(",\"session_start\":")
    page.append(word: session.next.word)
    page.put(UInt8(ascii: "}"))
  }

  private func append(_ copy: ShownCopy, to page: inout TextPage) {
    if copy.isNothing { page.put(nothing[copy.node]) } else { append(whole: copy, to: &page) }
  }

  private func append(whole copy: ShownCopy, to page: inout TextPage) {
    let item = copy.item
    page.put("{\"cas\":")
    page.append(item?.cas)
    page.put(",\"flags\":")
    page.append(item?.flags)
    page.put(",\"idle\":")
    page.append(item?.idle)
    page.put(",\"newest\":")
    page.append(copy.isNewest)
    page.put(",\"node\":")
    page.put(nodes[copy.node])
    page.put(",\"present\":")
    page.append(copy.isPresent)
    if let reason = copy.reason {
      page.put(",\"reason\":")
      page.append(reason)
    }
    page.put(",\"role\":")
    page.append(word: copy.role?.rawValue)
    page.put(",\"size\":")
    page.append(item?.valueBytes)
    page.put(",\"state\":")
    page.append(word: copy.state.rawValue)
    page.put(",\"ttl\":")
    page.append(item?.ttl)
    if item?.tellsLife == false { page.put(",\"unknown\":[\"ttl\",\"idle\"]") }
    page.put(UInt8(ascii: "}"))
  }

  private func append(_ lock: ShownLock, to page: inout TextPage) {
    page.put("{\"age\":")
    page.append(lock.taken?.age?.components.seconds)
    page.put(",\"node\":")
    append(node: lock.node, to: &page)
    page.put(",\"state\":")
    page.append(word: lock.word)
    page.put(",\"tries\":")
    page.append(lock.taken?.tries)
    page.put(UInt8(ascii: "}"))
  }

  private func append(node: Int?, to page: inout TextPage) {
    if let node { page.put(nodes[node]) } else { page.put("null") }
  }
}

extension ShowJSON {
  private func append(_ content: SessionContent, node: Int, to page: inout TextPage) {
    page.put("{\"compression\":")
    page.append(word: content.compression?.rawValue)
    page.put(",\"fault\":")
    append(content.fault, to: &page)
    page.put(",\"fitting\":")
    page.append(word: content.fitting?.rawValue)
    page.put(",\"form\":")
    switch content.form {
    case .serialized(let serializer): page.append(word: serializer.rawValue)
    case .empty: page.put("\"empty\"")
    case .plain: page.put("\"plain\"")
    }
    page.put(",\"node\":")
    page.put(nodes[node])
    page.put(",\"plain_bytes\":")
    page.append(content.plainBytes)
    page.put(",\"stored_bytes\":")
    page.append(content.storedBytes)
    page.put(UInt8(ascii: "}"))
  }

  private func append(_ fault: SessionContent.Fault?, to page: inout TextPage) {
    guard let fault else { return page.put("null") }
    page.put("{\"byte\":")
    switch fault {
    case .compression(let fault): page.append(fault.byte)
    case .serialized(_, let fault):
      page.append(fault.byte)
      page.put(",\"expected\":")
      page.append(fault.expected)
      page.put(",\"found\":")
      page.append(fault.found)
      page.put(",\"path\":")
      page.append(fault.path)
    case .unknownType, .notOfItsType: page.put("null")
    }
    page.put(",\"summary\":")
    page.append(fault.summary)
    page.put(UInt8(ascii: "}"))
  }

  /// The values as `json_encode` has them; without `--reveal` an outline of them.
  private func appendData(of content: SessionContent, to page: inout TextPage) {
    guard isRevealing else { return page.append(outlineOf: content.tree) }
    do throws(OutputLimit) {
      page.put(try content.tree.json(limit: Self.longestData))
    } catch {
      page.put("{\"@cut\":")
      page.append(error.summary)
      page.put(UInt8(ascii: "}"))
    }
  }

  /// What one session may be here: one whose values repeat can be far longer than what the server holds.
  private static let longestData = 64 << 20
}
