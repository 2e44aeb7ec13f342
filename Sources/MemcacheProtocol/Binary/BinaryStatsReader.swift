/// Reads the answers to one `stat`, a name and a value each, up to the one without a name, in the server's order.
public struct BinaryStatsReader: ReplyReader {
  private let request: BinaryRequest
  private var stats: [Stat] = []
  private var size = 0
  private let limit: Int

  public init(_ request: BinaryRequest, group: String?) { self.init(request, limit: Stat.limit(for: group)) }

  init(_ request: BinaryRequest, limit: Int) {
    self.request = request
    self.limit = limit
  }

  public mutating func read(_ input: Span<UInt8>, used: inout Int) throws(ReplyError) -> Result<[Stat], ErrorReply>? {
    while let packet = try input.binaryPacket(at: used, valueUpTo: Limits.statBytes) {
      guard packet.header.answers(request) else { throw .unasked }
      used = packet.next
      guard packet.header.status == .success else {
        return .failure(ErrorReply(packet.header.status, text: input.bytes(packet.value)))
      }
      guard !packet.key.isEmpty else { return .success(stats) }
      size += Stat.room(name: packet.key.count, value: packet.value.count)
      guard size <= limit else { throw .excessive("more than \(limit) bytes of stats") }
      stats.append(Stat(name: input.text(packet.key), value: input.text(packet.value)))
    }
    return nil
  }
}
