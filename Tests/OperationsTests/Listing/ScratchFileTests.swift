import Glibc
import Testing

@testable import Operations

@Suite("A temporary file") struct ScratchFileTests {
  private let folder = ScratchFolder(path: "/tmp")

  /// Ten bytes, by a system that gives these answers one after the other; beyond them it takes all.
  private func write(_ answers: [(written: Int, code: Int32)]) throws -> [Int] {
    var places: [Int] = []
    try ScratchFile.write(10, to: folder) { done in
      places.append(done)
      guard places.count <= answers.count else { return 10 - done }
      errno = answers[places.count - 1].code
      return answers[places.count - 1].written
    }
    return places
  }

  @Test func aWriteThatWasInterruptedOrCutShortGoesOn() throws {
    #expect(try write([(-1, EINTR), (4, 0), (-1, EINTR)]) == [0, 0, 4, 4])
  }

  @Test("A file that takes nothing more, or fails, is told", arguments: [(0, EINTR), (0, 0), (-1, ENOSPC)])
  func failure(written: Int, code: Int32) {
    #expect(throws: ScratchFailure.self) { try write([(4, 0), (written, code)]) }
  }
}
