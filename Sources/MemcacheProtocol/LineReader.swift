/// Reads an answer of one line: the value that it stands for, or the server's refusal.
public struct LineReader<Value: Sendable>: ReplyReader {
  private let accept: @Sendable (String) -> Value?

  /// - Parameter accept: nil for a line that is no answer to the command.
  private init(accept: @escaping @Sendable (String) -> Value?) {
    self.accept = accept
  }

  public mutating func read(_ input: Span<UInt8>, used: inout Int) throws(ReplyError) -> Result<Value, ErrorReply>? {
    guard let line = try input.line(at: 0) else { return nil }
    used = line.next
    if let value = accept(input.text(line.content)) { return .success(value) }
    switch input.unexpected(line.content) {
    case .refused(let reply): return .failure(reply)
    case let error: throw error
    }
  }
}

extension LineReader<String> {
  /// The answer to `version`: what stands behind the word, which may be no number (`UNKNOWN`; forks, proxies).
  public static var version: Self {
    Self { $0.hasPrefix("VERSION ") ? String($0.dropFirst(8)) : nil }
  }
}

extension LineReader<Void> {
  /// The answer to `mn`; 1.5.19 to 1.5.22 say `EN`.
  public static var noOperation: Self { Self { $0 == "MN" || $0 == "EN" ? () : nil } }
  /// The answer to `flush_all`.
  public static var flushAll: Self { Self { $0 == "OK" ? () : nil } }
  /// The answer to `set`.
  public static var set: Self { Self { $0 == "STORED" ? () : nil } }
}

extension LineReader<Bool> {
  /// The answer to `delete`: whether there was such an item.
  public static var delete: Self {
    Self {
      switch $0 {
      case "DELETED": true
      case "NOT_FOUND": false
      default: nil
      }
    }
  }
}
