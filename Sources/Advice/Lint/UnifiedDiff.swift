/// The difference of two texts that have the same lines but for some that were rewritten in place, as `patch` takes it.
public struct UnifiedDiff: Sendable {
  /// Lines of context on either side.
  private static let context = 3

  /// The bytes of the diff; empty for equal texts.
  public let bytes: [UInt8]

  /// - Parameters:
  ///   - name: of the file, in both headings.
  ///   - hides: lines that must not be shown: the context ends before them.
  public init(_ name: String, from old: [UInt8], to new: [UInt8], hides: ([UInt8]) -> Bool) {
    let before = Self.lines(old)
    let after = Self.lines(new)
    let changed = before.indices.filter { $0 < after.count && before[$0] != after[$0] }
    guard before.count == after.count, !changed.isEmpty else {
      bytes = []
      return
    }
    var hunks: [Range<Int>] = []
    for index in changed {
      var start = index
      while start > 0, index - start < Self.context, !hides(before[start - 1]) { start -= 1 }
      var end = index + 1
      while end < before.count, end - index <= Self.context, !hides(before[end]) { end += 1 }
      if let last = hunks.last, start <= last.upperBound {
        hunks[hunks.count - 1] = last.lowerBound..<max(end, last.upperBound)
      } else {
        hunks.append(start..<end)
      }
    }
    var result = Array("--- \(name)\n+++ \(name)\n".utf8)
    for hunk in hunks {
      let span = hunk.count == 1 ? "\(hunk.lowerBound + 1)" : "\(hunk.lowerBound + 1),\(hunk.count)"
      result += "@@ -\(span) +\(span) @@\n".utf8
      var index = hunk.lowerBound
      while index < hunk.upperBound {
        if before[index] == after[index] {
          result += Self.marked(" ", before[index])
          index += 1
        } else {
          let run = index..<(hunk[index...].first { before[$0] == after[$0] } ?? hunk.upperBound)
          result += run.flatMap { Self.marked("-", before[$0]) } + run.flatMap { Self.marked("+", after[$0]) }
          index = run.upperBound
        }
      }
    }
    bytes = result
  }

  /// Each with its line feed; the last one may lack it.
  private static func lines(_ text: [UInt8]) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var line: [UInt8] = []
    for byte in text {
      line.append(byte)
      if byte == UInt8(ascii: "\n") {
        lines.append(line)
        line = []
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  private static func marked(_ mark: Character, _ line: [UInt8]) -> [UInt8] {
    let text = Array(String(mark).utf8) + line
    return line.last == UInt8(ascii: "\n") ? text : text + Array("\n\\ No newline at end of file\n".utf8)
  }
}
