/// Merges sorted runs of records: those of a file, and one in memory, which is the youngest.
struct RunMerge: Sendable {
  /// The record that is next in one run, and what is loaded behind it.
  private struct Run {
    /// What of the file is not loaded yet.
    var rest: Range<Int>
    var loaded: [UInt8]
    var offset = 0
    var prefix: UInt64 = 0
  }

  private let file: ScratchFile?
  private let pieceBytes: Int
  private var runs: [Run]
  /// A heap of indices of runs: the first has the record that is next of all.
  private var heap: [Int] = []
  private var left: Int

  init(_ ranges: [Range<Int>], of file: ScratchFile?, and memory: RecordBuffer, limit: Int) throws(ScratchFailure) {
    self.file = file
    // A record is less than 128 KiB, and there must be room for one.
    pieceBytes = max(128 << 10 + RecordLayout.head, (8 << 20) / max(1, ranges.count))
    runs = ranges.map { Run(rest: $0, loaded: []) } + [Run(rest: 0..<0, loaded: memory.bytes)]
    left = limit
    for run in runs.indices where try load(run) { heap.append(run) }
    for position in heap.indices.reversed() { sink(position) }
  }

  /// The next records, some more than so many bytes of them; none: there are no more.
  mutating func next(atLeast count: Int) throws(ScratchFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 4096)
    while bytes.count < count, left > 0, let run = heap.first {
      let start = runs[run].offset
      let end = RecordLayout(runs[run].loaded, at: start).end
      bytes += runs[run].loaded[start..<end]
      left -= 1
      runs[run].offset = end
      if try load(run) {
        sink(0)
      } else if let last = heap.popLast(), !heap.isEmpty {
        heap[0] = last
        sink(0)
      }
    }
    return bytes
  }

  /// Sees to it that the next record of the run is whole in memory; false at its end.
  private mutating func load(_ index: Int) throws(ScratchFailure) -> Bool {
    if !runs[index].rest.isEmpty, !hasWholeRecord(runs[index]), let file {
      let rest = runs[index].rest
      let count = min(pieceBytes, rest.count)
      let unread = runs[index].loaded[runs[index].offset...]
      runs[index].loaded = unread + (try file.read(count, at: rest.lowerBound))
      runs[index].offset = 0
      runs[index].rest = rest.lowerBound + count..<rest.upperBound
    }
    guard runs[index].offset < runs[index].loaded.count else { return false }
    let offset = runs[index].offset
    runs[index].prefix = runs[index].loaded.withUnsafeBytes { keyPrefix($0, RecordLayout($0, at: offset).key) }
    return true
  }

  private func hasWholeRecord(_ run: Run) -> Bool {
    let left = run.loaded.count - run.offset
    return left >= RecordLayout.head && run.offset + left >= RecordLayout(run.loaded, at: run.offset).end
  }

  /// Moves the run at a position of the heap down to where it belongs.
  private mutating func sink(_ position: Int) {
    var position = position
    while true {
      var least = position
      for child in [2 * position + 1, 2 * position + 2] where child < heap.count && isBefore(heap[child], heap[least]) {
        least = child
      }
      if least == position { return }
      heap.swapAt(least, position)
      position = least
    }
  }

  private func isBefore(_ a: Int, _ b: Int) -> Bool {
    if runs[a].prefix != runs[b].prefix { return runs[a].prefix < runs[b].prefix }
    let order = runs[a].loaded.withUnsafeBytes { first in
      runs[b].loaded.withUnsafeBytes { second in
        compare(
          first, RecordLayout(first, at: runs[a].offset).key, second, RecordLayout(second, at: runs[b].offset).key)
      }
    }
    return order == 0 ? a < b : order < 0
  }
}
