public import Placement

/// Which memcached a host and port, or the path of a socket, mean, however they are spelled: `LOCALHOST:11211`,
/// `127.0.0.1:11211` and `[::1]:11211` are one. Names are not looked up.
public struct ServerIdentity: Hashable, Sendable {
  private let host: String
  private let port: UInt16

  /// - Parameter host: with or without the brackets of an IPv6 address.
  public init(host: String, port: UInt16) {
    self.host = Self.canonical(host)
    self.port = port
  }

  /// A unix socket.
  public init(path: String) {
    host = "/" + path.drop { $0 == "/" }
    port = 0
  }

  public init(_ node: Node) {
    switch node.transport {
    case .tcp: self.init(host: node.host, port: node.port)
    case .unix: self.init(path: node.host)
    }
  }

  /// It means the machine that asks, so another server on each web host: a socket, 127.0.0.0/8, `::1`, `localhost` and
  /// the names below it (RFC 6761).
  public var isLoopback: Bool {
    let isAddress = host.hasPrefix("127.") && host.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2e }
    return isAddress || host.hasPrefix("/") || host == Self.loopback || host.hasSuffix(".\(Self.loopback)")
  }

  private static let loopback = "localhost"

  private static func canonical(_ text: String) -> String {
    var host = text.lowercased()
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    if host.hasSuffix(".") { host.removeLast() }
    if let words = ipv6(host) {
      if words.dropLast().allSatisfy({ $0 == 0 }), words.last == 1 { return loopback }
      if words.prefix(5).allSatisfy({ $0 == 0 }), words[5] == 0xffff {
        return canonical("\(words[6] >> 8).\(words[6] & 255).\(words[7] >> 8).\(words[7] & 255)")
      }
      return words.map { String($0, radix: 16) }.joined(separator: ":")
    }
    return ["127.0.0.1", "localhost.localdomain"].contains(host) ? loopback : host
  }

  /// The eight words of an address, RFC 4291; nil where the text is none.
  private static func ipv6(_ text: String) -> [UInt16]? {
    guard text.contains(":") else { return nil }
    let halves = text.split(separator: "::", omittingEmptySubsequences: false)
    guard halves.count <= 2 else { return nil }
    var parts: [[UInt16]] = []
    for (place, half) in halves.enumerated() {
      guard let words = words(half, isLast: place == halves.count - 1) else { return nil }
      parts.append(words)
    }
    let count = parts.reduce(0) { $0 + $1.count }
    if parts.count == 1 { return count == 8 ? parts[0] : nil }
    guard count < 8 else { return nil }
    return parts[0] + Array(repeating: 0, count: 8 - count) + parts[1]
  }

  /// Hexadecimal words between colons; the last of them may be an IPv4 address.
  private static func words(_ text: Substring, isLast: Bool) -> [UInt16]? {
    if text.isEmpty { return [] }
    var words: [UInt16] = []
    let pieces = text.split(separator: ":", omittingEmptySubsequences: false)
    for (place, piece) in pieces.enumerated() {
      if isLast, place == pieces.count - 1, piece.contains(".") {
        let bytes = piece.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard bytes.count == 4, !bytes.contains(nil) else { return nil }
        let numbers = bytes.compactMap { $0.map(UInt16.init) }
        words += [numbers[0] << 8 | numbers[1], numbers[2] << 8 | numbers[3]]
      } else {
        guard piece.count <= 4, let word = UInt16(piece, radix: 16) else { return nil }
        words.append(word)
      }
    }
    return words
  }
}
