import Operations
import Placement
import Presentation

/// Writes the rows of `LocateReport` straight to bytes, for the keys of one pool and one of the two bulk formats.
struct BulkWriter: Sendable {
  enum Format: Sendable { case csv, jsonl }

  let format: Format
  let encoding: IDEncoding
  private let keys: PlacedKeys
  private let placement: any KeyPlacement
  /// What follows the id, for each combination of nodes; see `Tails`.
  private let tails: Tails

  init(format: Format, encoding: IDEncoding, keys: PlacedKeys) {
    self.format = format
    self.encoding = encoding
    self.keys = keys
    placement = keys.placement
    tails = Tails(placement.nodes.map(\.name), width: placement.copyCount)
  }

  var header: String { format == .csv ? CSV.line(LocateReport([]).columns.map(\.name)) : "" }

  /// The output for a piece of the input, and whether every id in it has a place.
  func piece(_ chunk: [UInt8]) -> (text: [UInt8], isComplete: Bool) {
    let batch = batch(chunk)
    var table = PlacementTable()
    placement.place(batch, into: &table)
    var text: [UInt8] = []
    text.reserveCapacity(chunk.count * 3)
    var isComplete = true
    for (row, range) in batch.ranges.enumerated() {
      let nodes = row * table.width..<(row + 1) * table.width
      let isPlaced = table.indices[nodes.lowerBound] >= 0
      if !isPlaced { isComplete = false }
      switch format {
      case .csv:
        appendCSV(batch.bytes, range, to: &text)
        if isPlaced { tails.append(table.indices, nodes, to: &text) } else { text += ",,\n".utf8 }
      case .jsonl:
        let candidates = isPlaced ? table.indices[nodes].map(Int.init) : []
        appendJSON(LocatedSession(id: Array(batch.bytes[range]), candidates: candidates, keys: keys), to: &text)
      }
    }
    return (text, isComplete)
  }

  private func batch(_ chunk: [UInt8]) -> SessionBatch {
    let lines = lines(in: chunk)
    if encoding == .raw { return SessionBatch(bytes: chunk, ranges: lines) }
    var batch = SessionBatch()
    for line in lines {
      let start = batch.bytes.count
      // An id that is not of the encoding stands as an empty one, which has no place.
      batch.bytes += encoding.decode(chunk.span.extracting(line)) ?? []
      batch.ranges.append(start..<batch.bytes.count)
    }
    return batch
  }

  private func appendCSV(_ bytes: [UInt8], _ id: Range<Int>, to text: inout [UInt8]) {
    let span = bytes.span
    var isPlain = true
    for index in id where span[index] >= 0x80 || CSV.needsQuotes(span[index]) { isPlain = false }
    if isPlain { text += bytes[id] } else { text += CSV.quoted(KeyText(bytes[id]).text).utf8 }
  }

  /// The keys in the order in which the reports' encoder sorts them.
  private func appendJSON(_ session: LocatedSession, to text: inout [UInt8]) {
    func field(_ name: String, _ value: String?) {
      text += ",\"\(name)\":".utf8
      if let value { JSONBytes.append(value, to: &text) } else { text += "null".utf8 }
    }
    let keys = session.keyTexts
    text += "{\"copies\":[".utf8
    for (index, copy) in session.copies.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      JSONBytes.append(copy, to: &text)
    }
    text.append(UInt8(ascii: "]"))
    field("id", keys.id)
    field("item_key", keys.item)
    if keys.arePercentEncoded { field("key_encoding", "percent") }
    field("lock_key", keys.lock)
    field("lock_node", session.lockNode)
    field("owner", session.owner)
    if let problem = session.problem { field("problem", problem) }
    if !session.warnings.isEmpty {
      text += ",\"warnings\":[".utf8
      for (index, warning) in session.warnings.enumerated() {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        JSONBytes.append(warning, to: &text)
      }
      text.append(UInt8(ascii: "]"))
    }
    text += "}\n".utf8
  }
}

/// The ends of CSV lines, `,owner,copy copy\n`, made once for each combination of nodes while those are few: a pool has
/// some dozens, the input has millions of lines.
private struct Tails: Sendable {
  private static let mostCombinations = 1 << 16

  private let names: [[UInt8]]
  private let width: Int
  private let made: [[UInt8]]

  init(_ names: [String], width: Int) {
    self.names = names.map { Array(CSV.quoted($0).utf8) }
    self.width = width
    var combinations = [[Int]()]
    for _ in 0..<width where combinations.count <= Self.mostCombinations {
      combinations = combinations.flatMap { head in names.indices.map { head + [$0] } }
    }
    let names = self.names
    made = combinations.count > Self.mostCombinations ? [] : combinations.map { Self.tail($0, names) }
  }

  func append(_ indices: [Int32], _ row: Range<Int>, to text: inout [UInt8]) {
    if made.isEmpty {
      text += Self.tail(indices[row].map(Int.init), names)
    } else {
      var combination = 0
      for position in row { combination = combination * names.count + Int(indices[position]) }
      text += made[combination]
    }
  }

  private static func tail(_ nodes: [Int], _ names: [[UInt8]]) -> [UInt8] {
    Array(",".utf8) + names[nodes[0]] + Array(",".utf8) + Array(nodes.map { names[$0] }.joined(separator: " ".utf8))
      + Array("\n".utf8)
  }
}
