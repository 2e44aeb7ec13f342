/// Finds the line in which a byte of a text stands, as an editor counts: CR LF, CR and LF each end a line.
struct LineIndex {
  /// Offsets of the first byte of each line.
  let starts: [Int]
  private let count: Int

  init(_ bytes: [UInt8]) {
    var starts = [0]
    for (index, byte) in bytes.enumerated() where byte.isLineEnd {
      if byte == UInt8(ascii: "\r"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\n") { continue }
      starts.append(index + 1)
    }
    self.starts = starts
    count = bytes.count
  }

  /// Counts from 1.
  func line(at offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// The bytes of a line with its line end.
  func range(of line: Int) -> Range<Int> {
    starts[line - 1]..<(line < starts.count ? starts[line] : count)
  }
}
