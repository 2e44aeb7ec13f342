import MemcacheProtocol
import Synchronization
import Testing

@Suite("Listings") struct MetadumpReaderTests {
  /// As 1.6.18 sends it: LF behind the lines, CRLF behind the END.
  static let debian =
    "key=memc.sess.key.a%25b exp=1795252987 la=1795252887 cas=1 fetch=no cls=1 size=78\n"
    + "key=%FF%00%e9 exp=-1 la=1795252888 cas=18446744073709551615 fetch=yes cls=63 size=1048576\nEND\r\n"
  /// From 1.6.24 on with flags and a blank, from 1.6.43 on with OK in front.
  static let recent = "OK\r\nkey=k exp=2 la=1 cas=3 fetch=no cls=1 size=67 flags=4294967295 \nEND\r\n"

  /// All that a listing tells: its lines and how it ended.
  struct Seen: Equatable {
    var lines: [MetadumpLine]
    var outcome: Outcome<Result<Int, ErrorReply>>
  }

  func read(_ pieces: [[UInt8]]) -> Seen {
    let lines = Mutex<[MetadumpLine]>([])
    let collected = outcome(of: MetadumpReader(upTo: .max) { line in lines.withLock { $0.append(line) } }, pieces)
    return Seen(lines: lines.withLock { $0 }, outcome: collected)
  }

  func expectSameForAllCuts(_ text: String) {
    let whole = read([Array(text.utf8)])
    for pieces in cuts(Array(text.utf8)) { #expect(read(pieces) == whole) }
  }

  @Test func linesOfDebian12() {
    let seen = read([Array(Self.debian.utf8)])
    var first = MetadumpLine()
    (first.key, first.expires) = (Array("memc.sess.key.a%b".utf8), 1_795_252_987)
    (first.lastAccess, first.cas, first.slabClass, first.itemBytes) = (1_795_252_887, 1, 1, 78)
    var second = MetadumpLine()
    (second.key, second.lastAccess, second.cas) = ([0xff, 0x00, 0xe9], 1_795_252_888, .max)
    (second.fetched, second.slabClass, second.itemBytes) = (true, 63, 1_048_576)
    #expect(seen.lines == [first, second])
    #expect(seen.outcome == Outcome(reply: .success(2), rest: []))
    expectSameForAllCuts(Self.debian)
  }

  @Test func linesOfRecentServers() {
    let seen = read([Array(Self.recent.utf8)])
    #expect(seen.lines.map(\.flags) == [.max])
    #expect(seen.outcome.reply == .success(1))
    expectSameForAllCuts(Self.recent)
  }

  @Test("Fields of releases to come are passed over, and nothing is kept from the line before")
  func unknownFields() {
    let text = "key=a new=x=y exp=5 size=7 flags=3 more\nkey=b exp=6\nEND\r\n"
    let seen = read([Array(text.utf8)])
    #expect(seen.lines.map(\.expires) == [5, 6])
    #expect(seen.lines.map(\.itemBytes) == [7, 0])
    #expect(seen.lines.map(\.flags) == [3, nil])
    expectSameForAllCuts(text)
  }

  @Test("An empty server", arguments: ["END\r\n", "OK\r\nEND\r\n", "NOTSTARTED no items to crawl\r\n"])
  func empty(_ text: String) {
    #expect(read([Array(text.utf8)]).outcome.reply == .success(0))
    expectSameForAllCuts(text)
  }

  @Test(
    "A server that does not list says why",
    arguments: [
      ("BUSY currently processing crawler request\r\n", ErrorReply.Kind.busy),
      ("ERROR metadump not allowed\r\n", .error),
      ("CLIENT_ERROR lru crawler disabled\r\n", .client), ("BADCLASS invalid class id\r\n", .badClass),
    ])
  func refused(_ text: String, _ kind: ErrorReply.Kind) {
    guard case .failure(let refusal) = read([Array(text.utf8)]).outcome.reply else {
      Issue.record("not refused")
      return
    }
    #expect(refusal.kind == kind)
    expectSameForAllCuts(text)
  }

  @Test(
    "Broken lines are told and never crash",
    arguments: [
      "key=%G0 exp=1\n", "key=%4 exp=1\n", "key=a exp=x\n", "key=a cas=99999999999999999999\n", "key=a exp\n",
      "OK\r\nOK\r\n",
      "key=a exp=1\nERROR out of memory\r\n", "key=a exp=\n",
    ])
  func broken(_ text: String) {
    #expect(read([Array(text.utf8)]).outcome.error != nil)
    expectSameForAllCuts(text)
  }
}
