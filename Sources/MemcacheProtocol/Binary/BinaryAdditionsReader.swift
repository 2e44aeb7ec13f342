/// Reads the answers to a batch of `add` in the binary protocol, one for each, in the order of the requests; the opaque
/// of request number `n` is `opaque` + n.
public struct BinaryAdditionsReader: ReplyReader {
  private let count: Int
  private let opaque: UInt32
  private var additions: [Addition] = []

  public init(count: Int, opaque: UInt32) {
    self.count = count
    self.opaque = opaque
    additions.reserveCapacity(count)
  }

  public var answered: Int { additions.count }

  public mutating func read(
    _ input: Span<UInt8>, used: inout Int
  ) throws(ReplyError) -> Result<[Addition], ErrorReply>? {
    while additions.count < count {
      guard let packet = try input.binaryPacket(at: used, valueUpTo: Limits.lineBytes) else { return nil }
      let header = packet.header
      guard header.opcode == BinaryRequest.Opcode.add,
        header.opaque == opaque &+ UInt32(truncatingIfNeeded: additions.count)
      else { throw .unasked }
      used = packet.next
      switch header.status {
      case .success: additions.append(.stored)
      case .keyExists: additions.append(.exists)
      case .tooLarge, .outOfMemory:
        additions.append(.refused(ErrorReply(header.status, text: input.bytes(packet.value))))
      case let status:
        let reply = ErrorReply(status, text: input.bytes(packet.value))
        if additions.isEmpty { return .failure(reply) }
        throw .refused(reply)
      }
    }
    return .success(additions)
  }
}
