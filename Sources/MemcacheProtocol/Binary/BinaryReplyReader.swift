/// Reads the one answer to one request of the binary protocol: the value that it stands for, or the server's refusal.
public struct BinaryReplyReader<Value: Sendable>: ReplyReader {
  private let request: BinaryRequest
  private let accept: @Sendable (BinaryStatus, _ text: String) -> Value?

  /// - Parameter accept: nil for a refusal.
  private init(_ request: BinaryRequest, accept: @escaping @Sendable (BinaryStatus, _ text: String) -> Value?) {
    self.request = request
    self.accept = accept
  }

  public mutating func read(_ input: Span<UInt8>, used: inout Int) throws(ReplyError) -> Result<Value, ErrorReply>? {
    guard let packet = try input.binaryPacket(at: 0, valueUpTo: Limits.lineBytes) else { return nil }
    guard packet.header.answers(request) else { throw .unasked }
    used = packet.next
    let status = packet.header.status
    if let value = accept(status, input.text(packet.value)) { return .success(value) }
    return .failure(ErrorReply(status, text: input.bytes(packet.value)))
  }
}

extension BinaryReplyReader<Void> {
  /// What is done or refused, and answered with nothing more: `noop`, `set`, `flush`, the login.
  public static func done(_ request: BinaryRequest) -> Self {
    Self(request) { status, _ in status == .success ? () : nil }
  }
}

extension BinaryReplyReader<String> {
  /// What the server calls its version; may be no number.
  public static func version(_ request: BinaryRequest) -> Self {
    Self(request) { status, text in status == .success ? text : nil }
  }
}

extension BinaryReplyReader<[String]> {
  /// The names of the ways to log in.
  public static func mechanisms(_ request: BinaryRequest) -> Self {
    Self(request) { status, text in
      status == .success ? text.split { $0 == " " || $0 == "\0" }.map { $0.utf8.printable() } : nil
    }
  }
}

extension BinaryReplyReader<Bool> {
  /// Whether there was such an item.
  public static func delete(_ request: BinaryRequest) -> Self {
    Self(request) { status, _ in
      switch status {
      case .success: true
      case .notFound: false
      default: nil
      }
    }
  }
}
