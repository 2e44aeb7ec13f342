import Dispatch
import Glibc

/// Standard input cut into pieces of whole lines, read on a thread of its own a few pieces ahead.
///
/// The reading blocks, so it stays off the cooperative threads; cancelling the task that iterates ends it at once,
/// even while the thread waits for input. Memory is bounded: the reader waits until a piece was taken.
struct LineChunks: AsyncSequence, Sendable {
  /// Bytes asked for at a time. What is there is handed on at once, so that a slow pipe is answered line by line.
  static let size = 256 << 10
  static let ahead = 2

  let source: ByteSource

  struct Iterator: AsyncIteratorProtocol {
    fileprivate var chunks: AsyncThrowingStream<[UInt8], any Error>.Iterator
    fileprivate let room: DispatchSemaphore

    mutating func next() async throws -> [UInt8]? {
      let chunk = try await chunks.next()
      room.signal()
      return chunk
    }
  }

  func makeAsyncIterator() -> Iterator {
    let (stream, continuation) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
    // From 0 on: dispatch traps when a semaphore goes that is below what it began with, as one is whose reader ends early.
    let room = DispatchSemaphore(value: 0)
    for _ in 0..<Self.ahead { room.signal() }
    DispatchQueue(label: "mcpool.input").async {
      do {
        var rest: [UInt8] = []
        while true {
          room.wait()
          var chunk = rest
          rest = []
          var end: Int?
          var count = 1
          while end == nil, count > 0 {
            let known = chunk.count
            count = try source.read(&chunk, Self.size)
            end = chunk[known...].lastIndex(of: newline)
          }
          if let end {
            rest = Array(chunk[(end + 1)...])
            chunk.removeSubrange((end + 1)...)
          }
          if !chunk.isEmpty, case .terminated = continuation.yield(chunk) { return }
          if count == 0 { return continuation.finish() }
        }
      } catch {
        continuation.finish(throwing: error)
      }
    }
    return Iterator(chunks: stream.makeAsyncIterator(), room: room)
  }
}

let newline = UInt8(ascii: "\n")

/// The ids of a piece: one a line, without its line end (LF or CR LF).
func lines(in chunk: [UInt8]) -> [Range<Int>] {
  var ranges: [Range<Int>] = []
  ranges.reserveCapacity(chunk.count / 27)
  chunk.withUnsafeBytes { buffer in
    guard let base = buffer.baseAddress else { return }
    var start = 0
    while start < buffer.count {
      let found = memchr(base + start, Int32(newline), buffer.count - start)
      let end = found.map { UnsafeRawPointer($0) - base } ?? buffer.count
      let hasReturn = end > start && buffer[end - 1] == UInt8(ascii: "\r")
      ranges.append(start..<(hasReturn ? end - 1 : end))
      start = end + 1
    }
  }
  return ranges
}
