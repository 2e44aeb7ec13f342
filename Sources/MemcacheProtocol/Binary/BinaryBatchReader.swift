/// Reads the answers to a batch of requests of the binary protocol, one for each, in the order of the requests; the
/// opaque of request number `n` is `opaque` + n. What is refused is as with `BatchReader`.
public struct BinaryBatchReader<Value: Sendable>: ReplyReader {
  private let opcode: UInt8
  private let count: Int
  private let opaque: UInt32
  /// What an answer stands for; nil for one that refuses more than this request.
  private let accept: @Sendable (BinaryStatus, _ value: [UInt8]) -> Value?
  private var values: [Value] = []

  private init(
    _ first: BinaryRequest, _ count: Int, accept: @escaping @Sendable (BinaryStatus, _ value: [UInt8]) -> Value?
  ) {
    opcode = first.opcode
    opaque = first.opaque
    self.count = count
    self.accept = accept
    values.reserveCapacity(count)
  }

  public var answered: Int { values.count }

  public mutating func read(_ input: Span<UInt8>, used: inout Int) throws(ReplyError) -> Result<[Value], ErrorReply>? {
    while values.count < count {
      guard let packet = try input.binaryPacket(at: used, valueUpTo: Limits.lineBytes) else { return nil }
      let header = packet.header
      guard header.opcode == opcode, header.opaque == opaque &+ UInt32(truncatingIfNeeded: values.count) else {
        throw .unasked
      }
      used = packet.next
      let bytes = input.bytes(packet.value)
      if let value = accept(header.status, bytes) {
        values.append(value)
      } else {
        let reply = ErrorReply(header.status, text: bytes)
        if values.isEmpty { return .failure(reply) }
        throw .refused(reply)
      }
    }
    return .success(values)
  }
}

extension BinaryBatchReader<Addition> {
  public static func additions(_ first: BinaryRequest, _ count: Int) -> Self {
    Self(first, count) { status, text in
      switch status {
      case .success: .stored
      case .keyExists: .exists
      case .tooLarge, .outOfMemory: .refused(ErrorReply(status, text: text))
      default: nil
      }
    }
  }
}

extension BinaryBatchReader<Replacement> {
  /// The answers to a set with a CAS.
  public static func replacements(_ first: BinaryRequest, _ count: Int) -> Self {
    Self(first, count) { status, text in
      switch status {
      case .success: .stored
      case .keyExists: .changed
      case .notFound: .absent
      case .tooLarge, .outOfMemory: .refused(ErrorReply(status, text: text))
      default: nil
      }
    }
  }
}

extension BinaryBatchReader<Deletion> {
  /// The answers to a delete with a CAS.
  public static func comparedDeletes(_ first: BinaryRequest, _ count: Int) -> Self {
    Self(first, count) { status, _ in
      switch status {
      case .success: .deleted
      case .keyExists: .changed
      case .notFound: .absent
      default: nil
      }
    }
  }
}

extension BinaryBatchReader<Bool> {
  public static func touches(_ first: BinaryRequest, _ count: Int) -> Self {
    Self(first, count) { status, _ in
      switch status {
      case .success: true
      case .notFound: false
      default: nil
      }
    }
  }
}

extension BinaryBatchReader<Increment> {
  /// The answers to an increment that makes no item: eight bytes, the most significant first.
  public static func increments(_ first: BinaryRequest, _ count: Int) -> Self {
    Self(first, count) { status, bytes in
      switch status {
      case .success: bytes.count == 8 ? .counted(bytes.reduce(0) { $0 << 8 | UInt64($1) }) : nil
      case .notFound: .absent
      case .notANumber: .refused(ErrorReply(status, text: bytes))
      default: nil
      }
    }
  }
}
