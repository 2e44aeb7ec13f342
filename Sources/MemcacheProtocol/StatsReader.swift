/// One line of a `stats` answer, as the server spells it.
public struct Stat: Hashable, Sendable {
  public var name: String
  /// Everything behind the name; may be empty.
  public var value: String

  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }

  /// The room that one with a name and a value of so many bytes takes in an array of many, half of which may be empty.
  static func room(name: Int, value: Int) -> Int { 2 * MemoryLayout<Stat>.stride + string(name) + string(value) }

  /// What a string of so many bytes has outside of itself: up to 15 nothing, else a header of 32, its end, and what
  /// makes it a multiple of 16.
  private static func string(_ bytes: Int) -> Int { bytes <= 15 ? 0 : (32 + bytes + 1 + 15) & ~15 }

  /// The most that the answer for a group may take.
  static func limit(for group: String?) -> Int {
    ["conns", "sizes"].contains(group) ? Limits.longStatsBytes : Limits.statsBytes
  }
}

/// Reads `STAT name value` lines up to `END`, in the server's order. `stats reset` answers `RESET`: no lines.
public struct StatsReader: ReplyReader {
  private var stats: [Stat] = []
  private var size = 0
  private let limit: Int

  public init(group: String?) { self.init(limit: Stat.limit(for: group)) }

  init(limit: Int) { self.limit = limit }

  public mutating func read(_ input: Span<UInt8>, used: inout Int) throws(ReplyError) -> Result<[Stat], ErrorReply>? {
    while let line = try input.line(at: used) {
      used = line.next
      if input.starts(line.content, with: "STAT ") {
        let (name, value) = parts(input, line.content.dropFirst(5))
        size += Stat.room(name: name.count, value: value.count)
        guard size <= limit else { throw .excessive("more than \(limit) bytes of stats") }
        stats.append(Stat(name: input.text(name), value: input.text(value)))
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

  private func parts(_ input: Span<UInt8>, _ range: Range<Int>) -> (name: Range<Int>, value: Range<Int>) {
    var blank = range.lowerBound
    while blank < range.upperBound && input[blank] != 0x20 { blank += 1 }
    return (range.lowerBound..<blank, min(blank + 1, range.upperBound)..<range.upperBound)
  }
}
