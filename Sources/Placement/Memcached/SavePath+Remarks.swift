import PHPConfiguration

extension Memcached.SavePath {
  /// What libmemcached reads otherwise than it looks, silently.
  func remarks(at location: SourceLocation) -> [Diagnostic] {
    entries.flatMap { $0.remarks(at: location) }
  }
}

extension Memcached.ServerEntry {
  /// At most one for each rule; the first that explains the entry is enough where they overlap.
  fileprivate func remarks(at location: SourceLocation) -> [Diagnostic] {
    let node = node
    if let scheme = scheme {
      return [
        Diagnostic(
          code: "MC110", severity: .critical, message: "\(shown) is written for another extension",
          effect: "\(scheme):// is no scheme to memcached: the host is \"\(node.host)\", port \(node.port)",
          cure: "write host:port for memcached, /path/to/socket for a socket", location: location)
      ]
    }
    if text.contains(UInt8(ascii: ";")) {
      return [
        Diagnostic(
          code: "MC201", severity: .warning, message: "\(shown) separates servers by a semicolon",
          effect: "only commas separate: this is the one server \(node.name), and what follows is dropped",
          cure: "write a comma between servers", location: location)
      ]
    }
    if text.starts(with: "--".utf8) {
      return [
        Diagnostic(
          code: "MC205", severity: .warning, message: "\(shown) is an option of libmemcached",
          effect: "since release 3.0 it is taken for a server: the host is \"\(node.host)\", port \(node.port)",
          cure: "write host:port:weight, and set the rest by memcached.sess_* directives", location: location)
      ]
    }
    return [hostRemark(node, at: location), portRemark(node, at: location)].compactMap(\.self)
  }

  private var shown: String { "session.save_path: \"\(excerpt(text))\"" }

  /// What stands before `://`.
  private var scheme: String? {
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")), text[(colon + 1)...].starts(with: "//".utf8) else {
      return nil
    }
    return String(decoding: text[..<colon], as: UTF8.self)
  }

  private func hostRemark(_ node: Node, at location: SourceLocation) -> Diagnostic? {
    guard host.isEmpty || host.contains(where: isCSpace) else { return nil }
    return Diagnostic(
      code: "MC204", severity: .warning,
      message: host.isEmpty ? "\(shown) has no host" : "\(shown) has blanks in its host",
      effect: "PHP uses the host \"\(node.host)\": \(node.name)",
      cure: "write servers as host:port with commas and nothing else between them, IPv6 as [address]:port",
      location: location)
  }

  private func portRemark(_ node: Node, at location: SourceLocation) -> Diagnostic? {
    guard !isSocket, let portText else { return nil }
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let isPlain = !portText.isEmpty && portText.allSatisfy(digits.contains)
    guard !isPlain || port.value != UInt64(node.port) else { return nil }
    return Diagnostic(
      code: "MC203", severity: .warning, message: "\(shown) has no port from 1 to 65535 where one belongs",
      effect: "PHP uses port \(node.port) and weight \(node.weight)", cure: "write host:port or host:port:weight",
      location: location)
  }
}
