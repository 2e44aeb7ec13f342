import Glibc

/// The addresses of this machine's network interfaces, in numbers.
public struct OwnAddresses: Hashable, Sendable {
  public var addresses: Set<String>

  public init(_ addresses: Set<String>) { self.addresses = addresses }

  /// Those of this machine now; nil when the system does not tell them.
  public static func current() -> OwnAddresses? {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&list) == 0 else { return nil }
    defer { freeifaddrs(list) }
    var addresses: Set<String> = []
    var next = list
    while let entry = next {
      if let address = entry.pointee.ifa_addr, let text = inNumbers(address) { addresses.insert(text) }
      next = entry.pointee.ifa_next
    }
    return OwnAddresses(addresses)
  }

  /// All of 127.0.0.0/8 is here, whatever stands at the interface.
  public func contains(_ address: String) -> Bool { address.hasPrefix("127.") || addresses.contains(address) }

  /// Some of them can be reached from other machines.
  public var reachOthers: Bool { addresses.contains { !$0.hasPrefix("127.") && $0 != "::1" && !$0.hasPrefix("fe80:") } }

  private static func inNumbers(_ address: UnsafeMutablePointer<sockaddr>) -> String? {
    let isIPv6: Bool
    switch Int32(address.pointee.sa_family) {
    case AF_INET: isIPv6 = false
    case AF_INET6: isIPv6 = true
    default: return nil
    }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { text in
      let room = socklen_t(text.count)
      let written =
        if isIPv6 {
          address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { address in
            inet_ntop(AF_INET6, &address.pointee.sin6_addr, text.baseAddress, room)
          }
        } else {
          address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { address in
            inet_ntop(AF_INET, &address.pointee.sin_addr, text.baseAddress, room)
          }
        }
      return written.map { String(cString: $0) }
    }
  }
}
