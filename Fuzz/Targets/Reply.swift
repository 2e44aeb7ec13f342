import MemcacheProtocol
import Synchronization

/// An answer of a server with the places where it is cut.
struct Reply {
  let bytes: [UInt8]
  /// Lengths of the first pieces.
  let cuts: [Int]

  /// - Parameter inspect: what else is promised of a complete answer.
  func check<Reader: ReplyReader>(
    _ reader: (Lines) -> Reader, _ inspect: (Reader.Reply) throws(Finding) -> Void = { _ in }
  ) throws(Finding) {
    let whole = try outcome(of: reader, [bytes[...]], inspect)
    var rest = bytes[...]
    var pieces: [ArraySlice<UInt8>] = []
    for length in cuts {
      pieces.append(rest.prefix(length))
      rest = rest.dropFirst(length)
    }
    let cut = try outcome(of: reader, pieces + [rest], inspect)
    try promise(cut == whole, "whole: \(whole)\n  in pieces of \(cuts): \(cut)")
    guard bytes.count <= 512 else { return }
    let single = try outcome(of: reader, bytes.indices.map { bytes[$0...$0] }, inspect)
    try promise(single == whole, "whole: \(whole)\n  byte by byte: \(single)")
  }

  /// What comes out in the end, as text: whatever the reply, it can be compared and shown.
  private func outcome<Reader: ReplyReader>(
    of make: (Lines) -> Reader, _ pieces: [ArraySlice<UInt8>], _ inspect: (Reader.Reply) throws(Finding) -> Void
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
        try inspect(reply)
        let beyond = unread.count + pieces[(index + 1)...].reduce(0) { $0 + $1.count }
        return "\(lines.all) \(reply), \(beyond) bytes beyond"
      }
      try promise(unread.count <= mostLeft(by: reader), "\(unread.count) bytes were left for the next piece")
    }
    return "\(lines.all) unfinished, \(reader.answered) answered, \(unread.count) bytes left"
  }

  /// A line, or a binary answer whose value is no item's.
  private func mostLeft(by reader: any ReplyReader) -> Int {
    24 + 255 + Limits.keyBytes + (reader is BinaryStatsReader ? Limits.statBytes : Limits.lineBytes)
  }

  /// How much of a strange line has come decides how much of it is quoted.
  private func words(_ error: ReplyError) -> String {
    if case .foreign(.unknown) = error { "foreign" } else { "\(error)" }
  }
}

/// What a bulk reader has handed out.
final class Lines: Sendable {
  private let texts = Mutex<[String]>([])

  func append(_ text: String) { texts.withLock { $0.append(text) } }
  var all: [String] { texts.withLock { $0 } }
}
