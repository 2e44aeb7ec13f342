/// Places ids by the million: pieces of the input are placed on all processors and written in their order. Memory does
/// not grow with the input.
struct BulkLocate: Sendable {
  let writer: BulkWriter
  let workers: Int

  /// True when every id has a place.
  func run(from source: ByteSource, to sink: ByteSink) async throws -> Bool {
    try sink.write(writer.header)
    let writer = writer
    return try await withThrowingTaskGroup(of: (number: Int, text: [UInt8], isComplete: Bool).self) { group in
      var chunks = LineChunks(source: source).makeAsyncIterator()
      var finished: [Int: [UInt8]] = [:]
      var started = 0
      var written = 0
      var isComplete = true
      var atEnd = false
      while !atEnd || written < started {
        if !atEnd, started - written <= workers {
          if let chunk = try await chunks.next() {
            let number = started
            group.addTask {
              let piece = writer.piece(chunk)
              return (number, piece.text, piece.isComplete)
            }
            started += 1
          } else {
            atEnd = true
          }
        } else if let piece = try await group.next() {
          finished[piece.number] = piece.text
          isComplete = isComplete && piece.isComplete
          while let text = finished.removeValue(forKey: written) {
            try sink.write(text.span)
            written += 1
          }
        }
      }
      try Task.checkCancellation()
      return isComplete
    }
  }
}
