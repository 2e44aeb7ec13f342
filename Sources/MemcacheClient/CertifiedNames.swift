import Glibc
import MemcacheProtocol
import NIOSSL

/// Whom a certificate names: its subject alternative names, as RFC 9525 wants it. The common name does not count.
///
/// NIOSSL's own check compares addresses with the one that was dialled. Here they are compared with what the user wrote,
/// which differs behind a tunnel, and a name never passes because of the address that it happened to resolve to.
struct CertifiedNames {
  private let names: [String]
  private let addresses: [[UInt8]]

  init(_ certificate: NIOSSLCertificate) {
    var names: [String] = []
    var addresses: [[UInt8]] = []
    for name in certificate._subjectAlternativeNames() {
      let bytes = name.contents.withUnsafeBufferPointer { Array($0) }
      switch name.nameType {
      case .dnsName: names.append(String(decoding: bytes, as: UTF8.self))
      case .ipAddress: addresses.append(bytes)
      default: break
      }
    }
    self.init(names: names, addresses: addresses)
  }

  /// - Parameter addresses: 4 or 16 bytes each, in network order.
  init(names: [String], addresses: [[UInt8]]) {
    self.names = names
    self.addresses = addresses
  }

  /// - Parameter host: a name, or an address in numbers.
  func include(_ host: String) -> Bool {
    if let address = Self.address(host) { return addresses.contains(address) }
    return names.contains { Self.matches($0, host) }
  }

  /// For messages: the first few.
  var quoted: [String] {
    let all = names.map { $0.utf8.printable() } + addresses.map(Self.text)
    return all.prefix(Limits.namesQuoted) + (all.count > Limits.namesQuoted ? ["…"] : [])
  }

  /// `*` stands for exactly one whole label, the first.
  private static func matches(_ pattern: String, _ host: String) -> Bool {
    let pattern = plain(pattern)
    let host = plain(host)
    if pattern == host { return !host.isEmpty }
    guard pattern.hasPrefix("*."), let dot = host.firstIndex(of: "."), dot != host.startIndex else { return false }
    return pattern.dropFirst() == host[dot...]
  }

  /// Lower case (ASCII only), without the root's dot.
  private static func plain(_ name: String) -> String {
    let small = String(decoding: name.utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    return small.hasSuffix(".") ? String(small.dropLast()) : small
  }

  /// Nil for a name.
  static func address(_ host: String) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 16)
    let numbers = host.prefix { $0 != "%" }  // without the zone of a link-local address
    if inet_pton(AF_INET, String(numbers), &bytes) == 1 { return Array(bytes.prefix(4)) }
    return inet_pton(AF_INET6, String(numbers), &bytes) == 1 ? bytes : nil
  }

  private static func text(_ address: [UInt8]) -> String {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let family = address.count == 4 ? AF_INET : AF_INET6
    guard [4, 16].contains(address.count),
      inet_ntop(family, address, &text, socklen_t(text.count)) != nil
    else { return address.printable() }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
