import MemcacheProtocol

/// What a reader makes of bytes that come in pieces.
struct Outcome<Reply: Sendable>: Sendable {
  /// Nil when the answer was not complete.
  var reply: Reply?
  var error: ReplyError?
  /// What was left unread.
  var rest: [UInt8]
}

extension Outcome: Equatable where Reply: Equatable {}

/// Feeds the pieces as a connection does: what was left unused comes again in front of the next piece.
func outcome<Reader: ReplyReader>(of reader: Reader, _ pieces: [[UInt8]]) -> Outcome<Reader.Reply> {
  var reader = reader
  var unread: [UInt8] = []
  for (index, piece) in pieces.enumerated() {
    unread += piece
    var used = 0
    do throws(ReplyError) {
      let reply = try reader.read(unread.span, used: &used)
      unread.removeFirst(used)
      if let reply { return Outcome(reply: reply, rest: unread + pieces[(index + 1)...].joined()) }
    } catch {
      return Outcome(error: error, rest: [])
    }
  }
  return Outcome(rest: unread)
}

/// The bytes whole, byte by byte, and cut in two at every position.
func cuts(_ bytes: [UInt8]) -> [[[UInt8]]] {
  [[bytes], bytes.map { [$0] }] + (0...bytes.count).map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
}

/// The outcomes of all cuts of the text that differ from the whole text's; to be empty.
func differences<Reader: ReplyReader>(
  _ text: String, _ make: () -> Reader
) -> [Outcome<Reader.Reply>] where Reader.Reply: Equatable {
  let bytes = Array(text.utf8)
  let whole = outcome(of: make(), [bytes])
  return cuts(bytes).map { outcome(of: make(), $0) }.filter { $0 != whole }
}
