/// Reads what a server tells after `watch`: each line is handed out as it comes. There is no end; the only answer is a
/// refusal.
///
/// The line handed out is one value filled anew each time: it costs no allocation unless it is kept.
public struct WatchReader: ReplyReader {
  private let begun: @Sendable () -> Void
  private let each: @Sendable (WatchLine) -> Void
  private var line = WatchLine()
  private var started = false

  /// - Parameter begun: called once, when the server has said that it will tell.
  public init(begun: @escaping @Sendable () -> Void = {}, each: @escaping @Sendable (WatchLine) -> Void) {
    self.begun = begun
    self.each = each
  }

  public mutating func read(
    _ input: Span<UInt8>, used: inout Int
  ) throws(ReplyError) -> Result<Never, ErrorReply>? {
    while let next = try input.line(at: used) {
      used = next.next
      if started {
        line.reset()
        if !decode(input, next.content) {
          line.reset()
          line.kind = .unreadable
        }
        each(line)
      } else if input.has("OK", at: next.content) {
        started = true
        begun()
      } else {
        guard case .refused(let refusal) = input.unexpected(next.content) else { throw input.unexpected(next.content) }
        return .failure(refusal)
      }
    }
    return nil
  }

  /// `ts=1795242857.26166 gid=2 type=item_get key=a status=found clsid=1 cfd=24 size=3`, `… type=item_store key=a
  /// status=stored cmd=set ttl=1440 clsid=1 cfd=24 size=3`, `… type=eviction key=a fetch=no ttl=1000 la=0 clsid=9
  /// size=500`, and `skipped=3`.
  private mutating func decode(_ input: Span<UInt8>, _ content: Range<Int>) -> Bool {
    var position = content.lowerBound
    let end = content.upperBound
    if input.starts(content, with: "skipped=") {
      position += 8
      guard let count = input.unsigned(at: &position, upTo: end), position == end else { return false }
      line.kind = .skipped(count)
      return true
    }
    guard input.starts(content, with: "ts="), instant(input, &position, end) else { return false }
    var hasNumber = false
    while position < end {
      guard input[position] == 0x20 else { return false }
      position += 1
      guard position < end else { break }
      var name: UInt64 = 0
      while position < end && input[position] != UInt8(ascii: "=") && input[position] != 0x20 {
        name = name << 8 | UInt64(input[position])
        position += 1
      }
      position = min(position + 1, end)
      let field = FieldName(rawValue: name)
      if field == .gid { hasNumber = true }
      guard read(field, input, &position, end), position == end || input[position] == 0x20 else { return false }
      // What else it has means something else there, in text that may have blanks.
      if field == .type, line.kind == .other { return hasNumber }
    }
    if line.outcome == .tooLarge || line.outcome == .noMemory { line.connection = nil }
    return hasNumber && (1...Limits.keyBytes).contains(line.key.count)
  }

  /// `ts=SECONDS.MICROSECONDS`. The server prints the latter without leading zeros: they are a number of their own, no
  /// decimals.
  private mutating func instant(_ input: Span<UInt8>, _ position: inout Int, _ end: Int) -> Bool {
    position += 3
    guard let seconds = input.signed(at: &position, upTo: end), (0...Limits.unixSeconds).contains(seconds),
      position < end, input[position] == UInt8(ascii: ".")
    else { return false }
    position += 1
    guard let micros = input.unsigned(at: &position, upTo: end), micros < 1_000_000 else { return false }
    line.time = seconds * 1_000_000 + Int64(micros)
    return true
  }

  private mutating func read(
    _ field: FieldName?, _ input: Span<UInt8>, _ position: inout Int, _ end: Int
  ) -> Bool {
    switch field {
    case nil: input.skipWord(at: &position, upTo: end)
    case .gid:
      guard let number = input.unsigned(at: &position, upTo: end) else { return false }
      line.number = number
    case .type: line.kind = kind(input, word(input, &position, end))
    case .status: line.outcome = outcome(input, word(input, &position, end))
    case .fetch: line.fetched = input.has("yes", at: word(input, &position, end))
    case .key:
      line.key.removeAll(keepingCapacity: true)
      return input.appendDecoded(to: &line.key, at: &position, upTo: end)
    case .cfd, .size:
      guard let number = input.unsigned(at: &position, upTo: end).flatMap({ UInt32(exactly: $0) }) else { return false }
      if field == .cfd { line.connection = number } else { line.bytes = Int(number) }
    case .ttl, .la:
      guard let number = input.signed(at: &position, upTo: end), abs(number) <= Limits.unixSeconds else { return false }
      if field == .la {
        line.idle = number
      } else {
        let never: Int64 = line.kind == .eviction ? -1 : 0
        line.ttl = number == never ? nil : number
      }
    }
    return true
  }

  private func word(_ input: Span<UInt8>, _ position: inout Int, _ end: Int) -> Range<Int> {
    let start = position
    input.skipWord(at: &position, upTo: end)
    return start..<position
  }

  private func kind(_ input: Span<UInt8>, _ word: Range<Int>) -> WatchLine.Kind {
    if input.has("item_get", at: word) { return .get }
    if input.has("item_store", at: word) { return .store }
    return input.has("eviction", at: word) ? .eviction : .other
  }

  private func outcome(_ input: Span<UInt8>, _ word: Range<Int>) -> WatchLine.Outcome {
    if input.has("found", at: word) { return .found }
    if input.has("not_found", at: word) { return .notFound }
    if input.has("stored", at: word) { return .stored }
    if input.has("expired", at: word) { return .expired }
    if input.has("flushed", at: word) { return .flushed }
    if input.has("too_large", at: word) { return .tooLarge }
    return input.has("no_memory", at: word) ? .noMemory : .other
  }
}

/// The letters of a field's name as one number, so that no text is made for each field of each line.
private enum FieldName: UInt64 {
  case gid = 0x67_6964
  case type = 0x7479_7065
  case key = 0x6b_6579
  case status = 0x7374_6174_7573
  case ttl = 0x74_746c
  case cfd = 0x63_6664
  case size = 0x7369_7a65
  case fetch = 0x66_6574_6368
  case la = 0x6c61
}
