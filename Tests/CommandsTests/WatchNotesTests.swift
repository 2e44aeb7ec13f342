import MemcacheClient
import MemcacheProtocol
import PHPConfiguration
import Placement
import Testing

@testable import Operations
@testable import Presentation

@Suite("What is said below a watch") struct WatchNotesTests {
  private func watch(dropped: UInt64) -> Watch {
    Watch(
      nodes: [WatchedNode(node: "a:1", state: .up, dropped: dropped)], seconds: 4, isInterrupted: false)
  }

  private func evictions(_ sessions: UInt64, untold: UInt64 = 0, dropped: UInt64 = 0) -> EvictionWatch {
    EvictionWatch(watch: watch(dropped: dropped), sessions: sessions, locks: 0, foreign: 0, untold: untold)
  }

  @Test("Sessions that nobody took from us are told, and what the server dropped as sessions that are missing")
  func losses() {
    #expect(evictions(7).losses.isEmpty)
    let untold = evictions(1_000_000, untold: 1200).losses.map(\.text)
    #expect(untold.count == 1 && untold[0].contains("1,200 sessions that were thrown away are not listed"))
    let dropped = evictions(7, dropped: 12).losses.map(\.text)
    #expect(dropped.count == 1 && dropped[0].contains("12 by a:1") && dropped[0].contains("not all"))
    #expect(!dropped[0].contains("too low"))
    let notes = EvictionTable([], outcome: evictions(9, untold: 1)).notes.map(\.text)
    #expect(notes.contains { $0.contains("1 session that was thrown away is not listed") })
    #expect(HotReport([], watch: watch(dropped: 3), by: .requests, limit: 1).losses[0].text.contains("too low"))
  }

  @Test("One session is one")
  func plural() throws {
    let notes = EvictionTable([], outcome: evictions(1)).notes.map(\.text)
    #expect(notes.contains { $0.hasPrefix("1 session was thrown away in 4 s") }, "\(notes)")
    var configuration = Configuration()
    configuration.set("session.save_path", to: Array("tcp://a:1".utf8), from: "test")
    let form = SessionKeyForm(
      pool: try Pool(configuration: configuration, handler: .memcache), configuration: configuration)
    var tally = NodeTally(form: form, order: .requests, capacity: 4)
    var line = WatchLine()
    line.key = Array("abcdefghij0123456789abcdef".utf8)
    (line.kind, line.outcome, line.connection, line.bytes) = (.store, .stored, 7, 100)
    tally.take(line)
    tally.finish()
    let hot = HotTable(HotReport([tally], watch: watch(dropped: 0), by: .requests, limit: 1)).notes.map(\.text)
    #expect(hot.contains { $0.hasPrefix("1 session in 4 s") }, "\(hot)")
  }
}
