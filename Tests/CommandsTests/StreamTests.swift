import Glibc
import Testing

@testable import Commands

@Suite("Standard streams") struct StreamTests {
  @Test func aFullDiskIsAFailureAndSaysSo() throws {
    let full = open("/dev/full", O_WRONLY)
    try #require(full >= 0)
    defer { close(full) }
    let failure = #expect(throws: Failure.self) { try ByteSink.descriptor(full).write("text") }
    #expect(failure?.status == .no)
    #expect(failure?.summary.contains("No space left") == true)
  }

  @Test func aReaderThatWentAwayIsNoFailure() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    signal(SIGPIPE, SIG_IGN)
    close(ends[0])
    defer { close(ends[1]) }
    #expect(throws: ByteSink.Closed.self) { try ByteSink.descriptor(ends[1]).write("text") }
  }

  @Test(.timeLimit(.minutes(5))) func aQuestionThatNobodyAnswersCanBeInterrupted() async {
    let work = Task { try await offThread { readForever() } }
    work.cancel()
    await #expect(throws: CancellationError.self) { try await work.value }
  }
}

/// Blocks as a terminal does on which nobody types.
private func readForever() -> Int {
  var ends: [Int32] = [0, 0]
  pipe(&ends)
  var byte: UInt8 = 0
  return read(ends[0], &byte, 1)
}
