/// One line of a `stats` answer, as the server spells it.
public struct Stat: Hashable, Sendable {
  public var name: String
  /// Everything behind the name; may be empty.
  public var value: String

  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// Reads `STAT name value` lines up to `END`, in the server's order. `stats reset` answers `RESET`: no lines.
public struct StatsReader: ReplyReader {
  private var stats: [Stat] = []
  private var size = 0
  private let limit: Int

  public init() { self.init(limit: Limits.statsBytes) }

  init(limit: Int) { self.limit = limit }

  public mutating func read(_ input: Span<UInt8>, used: inout Int) throws(ReplyError) -> Result<[Stat], ErrorReply>? {
    while let line = try input.line(at: used) {
      used = line.next
      if input.starts(line.content, with: "STAT ") {
        size += line.content.count + MemoryLayout<Stat>.stride
        guard size <= limit else { throw .excessive("more than \(limit) bytes of stats") }
        stats.append(stat(input, line.content.dropFirst(5)))
      } else if input.has("END", at: line.content) || input.has("RESET", at: line.content) {
        return .success(stats)
      } else {
        switch input.unexpected(line.content) {
        case .refused(let reply): return .failure(reply)
        case let error: throw error
        }
      }
    }
    return nil
  }

  private func stat(_ input: Span<UInt8>, _ range: Range<Int>) -> Stat {
    var blank = range.lowerBound
    while blank < range.upperBound && input[blank] != 0x20 { blank += 1 }
    let value = min(blank + 1, range.upperBound)..<range.upperBound
    return Stat(name: input.text(range.lowerBound..<blank), value: input.text(value))
  }
}
