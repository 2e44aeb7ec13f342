import MemcacheProtocol
import Synchronization
import Testing

@Suite("What a server tells while it happens") struct WatchReaderTests {
  /// As 1.6.18 sends it for a set, a get, a value that is too large, an eviction and a watcher that was too slow.
  static let debian = """
    OK\r
    ts=1795284011.7 gid=2 type=item_get key=memc.sess.key.a status=not_found clsid=0 cfd=24 size=0
    ts=1795284011.26166 gid=3 type=item_store key=memc.sess.key.a status=stored cmd=set ttl=1440 clsid=1 cfd=24 size=6
    ts=1795284012.999999 gid=5 type=item_get key=%FF%25%1B%5B31m%22%20%0A status=found clsid=1 cfd=25 size=6
    ts=1795284047.313430 gid=6 type=item_store key=big status=too_large cmd=set ttl=0 clsid=24 cfd=2 size=0
    ts=1795284541.749071 gid=7 type=eviction key=k fetch=yes ttl=-1 la=12 clsid=9 size=500
    ts=1795284541.749071 gid=8 type=conn_new rip=127.0.0.1 rport=1 transport=tcp cfd=24
    skipped=11274

    """

  struct Seen: Equatable {
    var lines: [WatchLine]
    var outcome: ErrorReply?
    var error: ReplyError?
    var begun: Int
  }

  func read(_ pieces: [[UInt8]]) -> Seen {
    let lines = Mutex<[WatchLine]>([])
    let begun = Mutex(0)
    let reader = WatchReader(begun: { begun.withLock { $0 += 1 } }) { line in lines.withLock { $0.append(line) } }
    let end = outcome(of: reader, pieces)
    var refusal: ErrorReply?
    if case .failure(let reply) = end.reply { refusal = reply }
    return Seen(lines: lines.withLock { $0 }, outcome: refusal, error: end.error, begun: begun.withLock { $0 })
  }

  func expectSameForAllCuts(_ text: String) {
    let whole = read([Array(text.utf8)])
    for pieces in cuts(Array(text.utf8)) { #expect(read(pieces) == whole) }
  }

  @Test func linesOfDebian12() throws {
    let seen = read([Array(Self.debian.utf8)])
    #expect(seen.begun == 1)
    try #require(seen.lines.count == 7)
    let (get, store, odd, large, gone) = (seen.lines[0], seen.lines[1], seen.lines[2], seen.lines[3], seen.lines[4])
    #expect(get.kind == .get && get.outcome == .notFound && get.number == 2 && get.connection == 24)
    #expect(get.time == 1_795_284_011_000_007, "microseconds come without leading zeros")
    #expect(store.time == 1_795_284_011_026_166)
    #expect(store.kind == .store && store.outcome == .stored && store.ttl == 1440 && store.bytes == 6)
    #expect(store.key == Array("memc.sess.key.a".utf8))
    #expect(odd.key == [0xff] + Array("%\u{1b}[31m\" \n".utf8) && odd.outcome == .found && odd.connection == 25)
    #expect(large.outcome == .tooLarge && large.connection == nil, "1.6.18 exchanges it with another field")
    #expect(gone.kind == .eviction && gone.fetched && gone.ttl == nil && gone.idle == 12 && gone.bytes == 500)
    #expect(seen.lines[5].kind == .other && seen.lines[5].number == 8)
    #expect(seen.lines[6].kind == .skipped(11274))
    expectSameForAllCuts(Self.debian)
  }

  @Test(
    "Lines that cannot be read are told as such, and the next one is read",
    arguments: [
      "ts=1 gid=2 type=item_get key=a", "ts=1.2 gid=x type=item_get key=a", "ts=1.2 type=item_get key=a",
      "ts=1.2 gid=3 type=item_get key=%4", "ts=1.2 gid=3 type=item_get status=found", "skipped=x", "hello",
      "ts=1.2 gid=3 type=item_get key=a size=99999999999", "ts=99999999999999999.1 gid=3 type=item_get key=a",
      "ts=1.1000000 gid=3 type=item_get key=a", "ERROR", "ts=-1.1 gid=3 type=item_get key=a",
      "ts=1.1 gid=3 type=item_get key=" + String(repeating: "a", count: 251),
    ])
  func unreadable(_ line: String) {
    let text = "OK\r\n\(line)\r\nts=1.2 gid=4 type=item_get key=b status=found clsid=1 cfd=3 size=1\n"
    let seen = read([Array(text.utf8)])
    #expect(seen.lines.map(\.kind) == [.unreadable, .get])
    expectSameForAllCuts(text)
  }

  @Test("Fields of releases to come are passed over, and nothing is kept from the line before")
  func unknownFields() {
    let text = """
      OK
      ts=1.2 gid=3 new=1 type=item_store key=a status=stored ttl=9 cfd=1 size=3 more=x=y\u{20}
      ts=1.2 gid=4 type=item_store key=b

      """
    let seen = read([Array(text.utf8)])
    #expect(seen.lines.map(\.key) == [[0x61], [0x62]])
    #expect(seen.lines.map(\.bytes) == [3, 0] && seen.lines.map(\.ttl) == [9, nil])
    #expect(seen.lines.map(\.connection) == [1, nil])
    expectSameForAllCuts(text)
  }

  @Test(
    "A server that tells nothing says why",
    arguments: [
      ("ERROR\r\n", ErrorReply.Kind.error), ("CLIENT_ERROR watch commands not allowed\r\n", .client),
      ("WATCHER_TOO_MANY log watcher limit reached\r\n", .watchers),
    ])
  func refused(_ text: String, _ kind: ErrorReply.Kind) {
    let seen = read([Array(text.utf8)])
    #expect(seen.outcome?.kind == kind && seen.begun == 0)
    expectSameForAllCuts(text)
  }

  @Test("A line without an end is given up", arguments: ["OK\r\n", ""])
  func endless(_ start: String) {
    let seen = read([Array((start + "ts=" + String(repeating: "1", count: 10000)).utf8)])
    guard case .excessive = seen.error else {
      Issue.record("\(seen)")
      return
    }
  }
}
