import PHPConfiguration

extension Memcache {
  /// Reads one piece of a save_path.
  struct PieceReader {
    let piece: SavePath.Piece
    let setting: Setting
    let rules: ReleaseRules

    func read() throws(PoolError) -> (server: Server, remarks: [Diagnostic]) {
      let isSocket = piece.text.starts(with: "unix:".utf8)
      let text = isSocket ? Array("file:".utf8) + piece.text.dropFirst(5) : piece.text
      guard let url = URL(text) else {
        throw refusal(
          "cannot be read as a URL",
          effect: rules.generation >= .asManyCopies
            ? "PHP says \"Failed to parse memcache.save_path (error at offset \(piece.offset), url was '\(setting.text)')\""
            : "PHP says \"Failed to parse session.save_path (error at offset \(piece.offset), url was '\(name)')\"")
      }
      let query = QueryString(url.query ?? [])
      let weight = Int(Int32(truncatingIfNeeded: query["weight"]?.integer ?? 1))
      if url.scheme == Array("file".utf8), let path = url.path {
        return (server(socket: path, query, weight: weight), remarks(query, host: nil, port: nil))
      }
      guard let host = url.host else { throw refusal("names no host") }
      guard weight > 0 else { throw refusal("has a weight of \(weight)") }
      guard timeout(query) > 0 else { throw refusal("has a timeout of \(timeout(query))") }
      let hostText = String(decoding: host, as: UTF8.self)
      let node = Node(name: "\(hostText):\(url.port)", host: hostText, port: url.port, transport: .tcp, weight: weight)
      return (server(node, host: host, query), remarks(query, host: host, port: url.port))
    }

    private func server(socket path: [UInt8], _ query: QueryString, weight: Int) -> Server {
      let host = Array("unix://".utf8) + (path.suffix(2) == Array(":0".utf8)[...] ? path.dropLast(2) : path[...])
      let name = String(decoding: host, as: UTF8.self)
      let node = Node(name: name, host: String(name.dropFirst(7)), port: 0, transport: .unix, weight: weight)
      return server(node, host: host, query)
    }

    private func server(_ node: Node, host: [UInt8], _ query: QueryString) -> Server {
      Server(
        node: node, host: host, timeout: timeout(query),
        retryInterval: Int(Int32(truncatingIfNeeded: query["retry_interval"]?.integer ?? 15)),
        isPersistent: query["persistent"]?.bool ?? false,
        udpPort: node.transport == .unix ? 0 : query["udp_port"]?.integer ?? 0)
    }

    private func timeout(_ query: QueryString) -> Double {
      guard let value = query["timeout"] else { return 1 }
      return rules.truncatesTimeout ? Double(value.integer) : value.float
    }

    private var name: String { String(decoding: piece.text, as: UTF8.self) }

    private func refusal(_ reason: String, effect: String? = nil) -> PoolError {
      let looksLikeMemcached = !piece.text.starts(with: "unix:".utf8) && !name.contains("://")
      let failure = "Failed to initialize storage module: memcache (path: \(setting.text))"
      return PoolError(
        kind: .refused, code: looksLikeMemcached ? "MC110" : nil, message: "\(setting.name): \"\(name)\" \(reason)",
        effect: "\(effect.map { $0 + ", then" } ?? "PHP says") \"\(failure)\"; session_start() returns false",
        cure: looksLikeMemcached
          ? "write tcp://HOST:PORT?weight=N (memcache's form; HOST:PORT:WEIGHT is that of session.save_handler = memcached)"
          : "write tcp://HOST:PORT, with ?weight=N from 1 and ?timeout=SECONDS above 0 where needed, or unix:///PATH",
        location: setting.location)
    }
  }
}

extension Memcache.PieceReader {
  /// What the extension accepts, and does something else with than it seems.
  private func remarks(_ query: Memcache.QueryString, host: [UInt8]?, port: UInt16?) -> [Diagnostic] {
    var remarks: [Diagnostic] = []
    if name.replacing("&amp;", with: "").contains(";") {
      let inHost = host.flatMap { $0.contains(UInt8(ascii: ";")) ? String(decoding: $0, as: UTF8.self) : nil }
      remarks.append(
        remark(
          "MC201", "\"\(name)\" holds a `;`, which separates no servers here",
          effect: inHost.map { "PHP makes one server of it, with the host \"\($0)\"" }
            ?? "PHP makes one server of it, and ignores what stands behind the `;`",
          cure: "put a comma between servers"))
    }
    if port == 0 {
      remarks.append(
        remark(
          "MC202", "\"\(name)\" has no port",
          effect: "PHP uses port 0, so every connection fails; memcache.default_port is not used for sessions",
          cure: "write the port: tcp://HOST:11211"))
    }
    for parameter in query.names where !Self.parameters.contains(String(decoding: parameter, as: UTF8.self)) {
      let parameter = String(decoding: parameter, as: UTF8.self)
      remarks.append(
        remark(
          "MC206", "\"\(name)\": there is no parameter \"\(parameter)\"", effect: "PHP ignores it",
          cure: parameter.hasPrefix("amp;")
            ? "write & for &amp; between parameters"
            : "use weight, timeout, retry_interval, persistent or udp_port, or leave it out"))
    }
    return remarks
  }

  private static let parameters: Set = ["weight", "timeout", "retry_interval", "persistent", "udp_port"]

  private func remark(_ code: String, _ message: String, effect: String, cure: String) -> Diagnostic {
    Diagnostic(
      code: code, severity: .warning, message: "\(setting.name): \(message)", effect: effect, cure: cure,
      location: setting.location)
  }
}
