import MemcacheProtocol
import Synchronization

extension FuzzTarget {
  /// Feeds an answer to its reader in one piece, byte by byte, and in the pieces that the input asks for.
  ///
  /// Promises: no trap; the outcome does not depend on the cuts; at most an unfinished line is left for the next piece;
  /// nothing that a server announces is believed before it comes (libFuzzer's memory limit sees to that).
  func checkReply(_ input: [UInt8]) throws(Finding) {
    var choices = Choices(input)
    let kind = choices.byte()
    let pieces = Int(choices.byte()) % 8
    let cuts = (0..<pieces).map { _ in Int(choices.byte()) }
    let reply = Reply(bytes: Array(choices.rest), cuts: cuts)
    switch self {
    case .metadump: try reply.check { lines in MetadumpReader { lines.append("\($0)") } }
    case .metaReply: try reply.check { _ in MetaGetReader(count: 1 + Int(kind) % 5) }
    default:
      switch kind % 6 {
      case 0: try reply.check { _ in StatsReader() }
      case 1: try reply.check { _ in LineReader.version }
      case 2: try reply.check { _ in LineReader.noOperation }
      case 3: try reply.check { _ in LineReader.flushAll }
      case 4: try reply.check { _ in LineReader.set }
      default: try reply.check { _ in LineReader.delete }
      }
    }
  }
}

/// What a bulk reader has handed out.
private final class Lines: Sendable {
  private let texts = Mutex<[String]>([])

  func append(_ text: String) { texts.withLock { $0.append(text) } }
  var all: [String] { texts.withLock { $0 } }
}

/// An answer of a server with the places where it is cut.
private struct Reply {
  let bytes: [UInt8]
  /// Lengths of the first pieces.
  let cuts: [Int]

  func check<Reader: ReplyReader>(_ reader: (Lines) -> Reader) throws(Finding) {
    let whole = try outcome(of: reader, [bytes[...]])
    var rest = bytes[...]
    var pieces: [ArraySlice<UInt8>] = []
    for length in cuts {
      pieces.append(rest.prefix(length))
      rest = rest.dropFirst(length)
    }
    let cut = try outcome(of: reader, pieces + [rest])
    try promise(cut == whole, "whole: \(whole)\n  in pieces of \(cuts): \(cut)")
    guard bytes.count <= 512 else { return }
    let single = try outcome(of: reader, bytes.indices.map { bytes[$0...$0] })
    try promise(single == whole, "whole: \(whole)\n  byte by byte: \(single)")
  }

  /// What comes out in the end, as text: whatever the reply, it can be compared and shown.
  private func outcome<Reader: ReplyReader>(
    of make: (Lines) -> Reader, _ pieces: [ArraySlice<UInt8>]
  ) throws(Finding) -> String {
    let lines = Lines()
    var reader = make(lines)
    var unread: [UInt8] = []
    for (index, piece) in pieces.enumerated() {
      unread += piece
      var used = 0
      let reply: Reader.Reply?
      do throws(ReplyError) {
        reply = try reader.read(unread.span, used: &used)
      } catch {
        return "\(lines.all) \(words(error))"
      }
      try promise((0...unread.count).contains(used), "\(used) of \(unread.count) bytes were used")
      unread.removeFirst(used)
      if let reply {
        let beyond = unread.count + pieces[(index + 1)...].reduce(0) { $0 + $1.count }
        return "\(lines.all) \(reply), \(beyond) bytes beyond"
      }
      try promise(unread.count <= Limits.lineBytes + 2, "\(unread.count) bytes were left for the next piece")
    }
    return "\(lines.all) unfinished, \(reader.answered) answered, \(unread.count) bytes left"
  }

  /// How much of a strange line has come decides how much of it is quoted.
  private func words(_ error: ReplyError) -> String {
    if case .foreign(.unknown) = error { "foreign" } else { "\(error)" }
  }
}
