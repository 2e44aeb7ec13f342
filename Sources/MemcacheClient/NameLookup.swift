import Glibc
import NIOCore

/// The addresses of a host, IPv4 and IPv6, in the resolver's order; at least one.
func addresses(of host: String, port: UInt16, node: String) async throws(NodeFailure) -> [SocketAddress] {
  let answer = FirstAnswer<Result<[SocketAddress], NodeFailure.Cause>>()
  LookupThreads.shared.add(
    .init {
      if !answer.isAnswered { answer.answer(resolve(host, port: port)) }
    } fail: {
      answer.answer(.failure(.unresolved("no thread could be started for the lookup")))
    })
  let found = await withTaskCancellationHandler {
    await answer.wait()
  } onCancel: {
    answer.answer(.failure(.cancelled(.lookup)))
  }
  switch found {
  case .success(let addresses): return addresses
  case .failure(let cause): throw NodeFailure(node: node, cause)
  }
}

/// Nil for a name. A link-local address may carry its zone: `fe80::1%eth0`.
func addressInNumbers(_ host: String, port: UInt16) -> SocketAddress? {
  if let address = try? SocketAddress(ipAddress: host, port: Int(port)) { return address }
  guard host.contains("%"), case .success(let found) = resolve(host, port: port, AI_NUMERICHOST) else { return nil }
  return found.first
}

private func resolve(_ host: String, port: UInt16, _ flags: Int32 = 0) -> Result<[SocketAddress], NodeFailure.Cause> {
  var hints = addrinfo()
  hints.ai_family = AF_UNSPEC
  hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
  hints.ai_flags = flags
  var list: UnsafeMutablePointer<addrinfo>?
  let code = getaddrinfo(host, String(port), &hints, &list)
  defer { if let list { freeaddrinfo(list) } }
  guard code == 0 else { return .failure(.unresolved(String(cString: gai_strerror(code)))) }
  var addresses: [SocketAddress] = []
  var next = list
  while let entry = next {
    if let raw = entry.pointee.ai_addr {
      switch entry.pointee.ai_family {
      case AF_INET:
        raw.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { addresses.append(SocketAddress($0.pointee)) }
      case AF_INET6:
        raw.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { addresses.append(SocketAddress($0.pointee)) }
      default: break
      }
    }
    next = entry.pointee.ai_next
  }
  return addresses.isEmpty ? .failure(.unresolved("it has no address of IPv4 or IPv6")) : .success(addresses)
}
