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

  /// Behind the host: a port, or a port and a weight, and nothing else, is read as it looks.
  private func portRemark(_ node: Node, at location: SourceLocation) -> Diagnostic? {
    guard let portText else { return nil }
    let port = portText.withoutBlanks
    let weight = weightText?.withoutBlanks ?? []
    let inForce = isSocket ? "weight \(node.weight)" : "port \(node.port) and weight \(node.weight)"
    let hasBlanks = text[portText.startIndex...].withoutBlanksBehind.contains(where: isCSpace)
    if hasBlanks, !(port.isNumber && weight.isNumber) {
      return Diagnostic(
        code: "MC204", severity: .warning, message: "\(shown) has a blank where a comma belongs, or nothing",
        effect: "PHP makes one server of it, \(node.name), with weight \(node.weight): only commas separate servers",
        cure: "write servers as host:port with commas and nothing else between them", location: location)
    }
    let isPort = isSocket || self.port.hasDigits && self.port.value == UInt64(node.port)
    let isWeight = weight.isEmpty || self.weight.hasDigits && self.weight.value == UInt64(node.weight)
    let behind = [isSocket ? [] : port.behindNumber, weight.behindNumber].first { !$0.isEmpty }
    let message: String
    if !isPort {
      message = "has no port from 1 to 65535 where one belongs"
    } else if !isWeight {
      message = "has no weight from 1 where one belongs"
    } else if let behind {
      message = "has \"\(excerpt(behind))\" where it should end"
    } else {
      return nil
    }
    return Diagnostic(
      code: "MC203", severity: .warning, message: "\(shown) \(message)",
      effect: "PHP uses \(inForce)\(behind == nil ? "" : ", and drops what stands behind the number")",
      cure: "write host:port or host:port:weight", location: location)
  }
}

extension ArraySlice<UInt8> {
  fileprivate var withoutBlanksBehind: ArraySlice<UInt8> {
    self[..<(lastIndex { !isCSpace($0) }.map { $0 + 1 } ?? startIndex)]
  }

  fileprivate var withoutBlanks: ArraySlice<UInt8> { withoutBlanksBehind.drop(while: isCSpace) }

  fileprivate var isNumber: Bool { !isEmpty && behindNumber.isEmpty }

  /// What is left when the digits in front are gone.
  fileprivate var behindNumber: ArraySlice<UInt8> { drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }
}
