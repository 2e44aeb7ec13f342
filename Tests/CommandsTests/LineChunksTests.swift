import Synchronization
import Testing

@testable import Commands

@Suite("Standard input in pieces") struct LineChunksTests {
  @Test("Who reads a part of it may stop there, and the reading ends behind him")
  func endsEarly() async throws {
    let reads = Mutex(0)
    for _ in 0..<50 {
      // Lines without end.
      let source = ByteSource { bytes, _ in
        reads.withLock { $0 += 1 }
        bytes += Array("abc\n".utf8)
        return 4
      }
      for try await chunk in LineChunks(source: source) {
        #expect(chunk == Array("abc\n".utf8))
        break
      }
    }
    #expect(reads.withLock { $0 } <= 50 * (LineChunks.ahead + 1))
  }
}
