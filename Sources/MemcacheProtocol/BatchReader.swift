/// Reads the answers to a batch of requests, a line for each, in the order of the requests.
///
/// What the server says of one request alone (no room for this item) is an answer, since it passes over the value that
/// came with it. Any other refusal leaves open what it takes the value for: that of the first request is the whole
/// answer, a later one ends the connection.
public struct BatchReader<Value: Sendable>: ReplyReader {
  /// What a line stands for; nil when it is no answer to the command.
  typealias Accept = @Sendable (_ input: Span<UInt8>, _ line: Range<Int>) -> Value?

  private let count: Int
  private let accept: Accept
  private let refused: @Sendable (ErrorReply) -> Value?
  private var values: [Value] = []

  private init(
    _ count: Int, refused: @escaping @Sendable (ErrorReply) -> Value? = { _ in nil }, accept: @escaping Accept
  ) {
    self.count = count
    self.accept = accept
    self.refused = refused
    values.reserveCapacity(count)
  }

  public var answered: Int { values.count }

  public mutating func read(_ input: Span<UInt8>, used: inout Int) throws(ReplyError) -> Result<[Value], ErrorReply>? {
    while values.count < count {
      guard let line = try input.line(at: used) else { return nil }
      used = line.next
      if let value = accept(input, line.content) {
        values.append(value)
        continue
      }
      let error = input.unexpected(line.content)
      guard case .refused(let reply) = error else { throw error }
      if let value = refused(reply) {
        values.append(value)
      } else if values.isEmpty {
        return .failure(reply)
      } else {
        throw error
      }
    }
    return .success(values)
  }
}

extension BatchReader<Addition> {
  /// The answers to `add`.
  public static func additions(_ count: Int) -> Self {
    Self(count, refused: { $0.kind == .server ? .refused($0) : nil }) { input, line in
      if input.has("STORED", at: line) { .stored } else if input.has("NOT_STORED", at: line) { .exists } else { nil }
    }
  }
}

extension BatchReader<Replacement> {
  /// The answers to `cas`.
  public static func replacements(_ count: Int) -> Self {
    Self(count, refused: { $0.kind == .server ? .refused($0) : nil }) { input, line in
      if input.has("STORED", at: line) {
        .stored
      } else if input.has("EXISTS", at: line) {
        .changed
      } else if input.has("NOT_FOUND", at: line) {
        .absent
      } else {
        nil
      }
    }
  }
}

extension BatchReader<Deletion> {
  /// The answers to `md` with `C`, and to `cas` that deletes.
  public static func comparedDeletes(_ count: Int) -> Self {
    Self(count) { input, line in
      if input.has("HD", at: line) || input.has("OK", at: line) || input.has("STORED", at: line) {
        .deleted
      } else if input.has("EX", at: line) || input.has("EXISTS", at: line) {
        .changed
      } else if input.has("NF", at: line) || input.has("NOT_FOUND", at: line) {
        .absent
      } else {
        nil
      }
    }
  }
}

extension BatchReader<Bool> {
  /// The answers to `mg` with `T` and to `touch`: whether there was such an item. 1.6.0 to 1.6.9 say `OK`.
  public static func touches(_ count: Int) -> Self {
    Self(count) { input, line in
      if input.has("HD", at: line) || input.has("OK", at: line) || input.has("TOUCHED", at: line) {
        true
      } else if input.has("EN", at: line) || input.has("NOT_FOUND", at: line) {
        false
      } else {
        nil
      }
    }
  }
}

extension BatchReader<Increment> {
  /// The answers to `incr`.
  public static func increments(_ count: Int) -> Self {
    Self(count, refused: { $0.kind == .client ? .refused($0) : nil }) { input, line in
      if input.has("NOT_FOUND", at: line) { return .absent }
      var position = line.lowerBound
      guard let number = input.unsigned(at: &position, upTo: line.upperBound), position == line.upperBound else {
        return nil
      }
      return .counted(number)
    }
  }
}
