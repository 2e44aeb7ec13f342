import MemcacheProtocol
import Synchronization
import Testing

@Suite("Partial listings") struct CachedumpReaderTests {
  private struct Seen: Equatable {
    var lines: [CachedumpLine]
    var outcome: Outcome<Result<Int, ErrorReply>>
  }

  private func read(_ pieces: [[UInt8]], upTo most: Int = .max) -> Seen {
    let lines = Mutex<[CachedumpLine]>([])
    let outcome = outcome(of: CachedumpReader(upTo: most) { line in lines.withLock { $0.append(line) } }, pieces)
    return Seen(lines: lines.withLock { $0 }, outcome: outcome)
  }

  private func expectSameForAllCuts(_ text: String) {
    let whole = read([Array(text.utf8)])
    for pieces in cuts(Array(text.utf8)) { #expect(read(pieces) == whole) }
  }

  @Test func linesOfDebian12() {
    let text = "ITEM memc.sess.key.a%25b [500 b; 1795252987 s]\r\nITEM k [0 b; 0 s]\r\nEND\r\n"
    let seen = read([Array(text.utf8)])
    #expect(seen.lines.map(\.key) == ["memc.sess.key.a%25b", "k"].map { Array($0.utf8) }, "nothing is encoded here")
    #expect(seen.lines.map(\.valueBytes) == [500, 0])
    #expect(seen.lines.map(\.expires) == [1_795_252_987, 0])
    #expect(seen.outcome.reply == .success(2))
    expectSameForAllCuts(text)
  }

  @Test func aServerThatForbidsItSaysSo() {
    let text = "CLIENT_ERROR stats cachedump not allowed\r\n"
    guard case .failure(let refusal) = read([Array(text.utf8)]).outcome.reply else {
      Issue.record("not refused")
      return
    }
    #expect(refusal.kind == .client)
    expectSameForAllCuts(text)
  }

  @Test(arguments: [
    "ITEM a [1 b 2 s]\r\n", "ITEM  [1 b; 2 s]\r\n", "ITEM a [x b; 2 s]\r\n", "ITEM a [1 b; 2 s] \r\n",
    "ITEM a [1 b; -2 s]\r\n", "ITEM a [99999999999 b; 2 s]\r\n", "ITEM a [1 b; 2 s]\r\nERROR\r\n", "STAT a 1\r\n",
  ])
  func brokenLinesAreToldAndNeverCrash(text: String) {
    #expect(read([Array(text.utf8)]).outcome.error != nil)
    expectSameForAllCuts(text)
  }

  @Test func moreThanThereCanBeIsTold() {
    let seen = read([Array("ITEM a [1 b; 2 s]\r\nITEM b [1 b; 2 s]\r\n".utf8)], upTo: 1)
    #expect(seen.lines.count == 1 && seen.outcome.error != nil)
  }
}
