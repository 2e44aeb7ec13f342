import Glibc
import NIOCore

/// The IPv4 addresses of a host, in the resolver's order; at least one.
///
/// `getaddrinfo` blocks for as long as it likes and cannot be stopped, so it runs on a thread of its own, which is left
/// to itself when the caller has given up. Addresses in numbers need no thread.
func addresses(of host: String, port: UInt16) async throws(NodeFailure) -> [SocketAddress] {
  if let address = try? SocketAddress(ipAddress: host, port: Int(port)), address.protocol == .inet { return [address] }
  let answer = FirstAnswer<Result<[SocketAddress], NodeFailure.Cause>>()
  let started = onThreadOfItsOwn { answer.answer(resolve(host, port: port)) }
  if !started { answer.answer(.failure(.unresolved("no thread could be started for the lookup"))) }
  let found = await withTaskCancellationHandler {
    await answer.wait()
  } onCancel: {
    answer.answer(.failure(.cancelled(.lookup)))
  }
  switch found {
  case .success(let addresses): return addresses
  case .failure(let cause): throw NodeFailure(node: "\(host):\(port)", cause)
  }
}

private func resolve(_ host: String, port: UInt16) -> Result<[SocketAddress], NodeFailure.Cause> {
  var hints = addrinfo()
  hints.ai_family = AF_INET
  hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
  var list: UnsafeMutablePointer<addrinfo>?
  let code = getaddrinfo(host, String(port), &hints, &list)
  defer { if let list { freeaddrinfo(list) } }
  guard code == 0 else { return .failure(.unresolved(String(cString: gai_strerror(code)))) }
  var addresses: [SocketAddress] = []
  var next = list
  while let entry = next {
    if let raw = entry.pointee.ai_addr, entry.pointee.ai_family == AF_INET {
      raw.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { addresses.append(SocketAddress($0.pointee)) }
    }
    next = entry.pointee.ai_next
  }
  return addresses.isEmpty ? .failure(.unresolved("it has no IPv4 address")) : .success(addresses)
}

/// False when the system has no thread left; then the work is not done.
private func onThreadOfItsOwn(_ work: @escaping @Sendable () -> Void) -> Bool {
  final class Box: Sendable {
    let work: @Sendable () -> Void
    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
  }
  let box = Unmanaged.passRetained(Box(work))
  var thread = pthread_t()
  let code = pthread_create(
    &thread, nil,
    { argument in
      guard let argument else { return nil }
      Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().work()
      return nil
    }, box.toOpaque())
  guard code == 0 else {
    box.release()
    return false
  }
  pthread_detach(thread)
  return true
}
