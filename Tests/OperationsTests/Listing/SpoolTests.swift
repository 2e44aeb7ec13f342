import Testing

@testable import Operations

@Suite("What a listing keeps for its reader", .timeLimit(.minutes(5))) struct SpoolTests {
  private static func piece(_ number: Int, _ count: Int) -> [UInt8] {
    withUnsafeBytes(of: number) { Array($0) } + Array(repeating: UInt8(truncatingIfNeeded: number), count: count)
  }

  @Test("comes out as it went in, from memory and from the file, the reader slow or quick", arguments: [true, false])
  func order(readsMeanwhile: Bool) async throws {
    let bounds = Spool.Bounds(memory: 10_000, backlog: .max / 2, piece: 4096)
    let spool = Spool(in: .usual, bounds: bounds)
    let pieces = (0..<2000).map { Self.piece($0, 100 + $0 % 1000) }
    let all: [[UInt8]]
    if readsMeanwhile {
      async let seen = Self.read(spool)
      for piece in pieces {
        #expect(spool.put(piece))
        await Task.yield()
      }
      spool.finish()
      all = try await seen
    } else {
      for piece in pieces { #expect(spool.put(piece)) }
      spool.finish()
      all = try await Self.read(spool)
    }
    #expect(all == pieces)
  }

  private static func read(_ spool: Spool) async throws -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    while let piece = try await spool.take() { pieces.append(piece) }
    return pieces
  }

  @Test func whatCannotBeKeptEndsItInsteadOfWaiting() async throws {
    let folder = ScratchFolder(path: "/proc/nowhere")
    let spool = Spool(in: folder, bounds: Spool.Bounds(memory: 100, backlog: .max / 2, piece: 4096))
    // The file is made on a thread of its own, and only then can it be told that it cannot be.
    while spool.put(Self.piece(0, 50)) { await Task.yield() }
    await #expect(throws: ScratchFailure(folder: folder.path, reason: "No such file or directory")) {
      try await spool.take()
    }
  }

  @Test func aFileThatIsTooSlowEndsIt() async throws {
    let spool = Spool(in: .usual, bounds: Spool.Bounds(memory: 100, backlog: 200, piece: 4096))
    #expect(spool.put(Self.piece(0, 50)))
    #expect(!spool.put(Self.piece(1, 500)), "more than may be on its way")
    await #expect(throws: ScratchFailure.self) { try await spool.take() }
  }

  @Test func cancellingEndsTheWaiting() async throws {
    let spool = Spool(in: .usual)
    let reader = Task { try await spool.take() }
    reader.cancel()
    await #expect(throws: CancellationError.self) { try await reader.value }
  }
}
