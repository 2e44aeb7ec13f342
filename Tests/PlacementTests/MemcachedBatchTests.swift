import Placement
import Testing

@Suite("Many ids at once go where each goes alone") struct MemcachedBatchTests {
  private static let configurations: [[String: String]] = [
    [:],
    ["memcached.sess_consistent_hash_type": "ketama_weighted"],
    ["memcached.sess_consistent_hash": "0"],
    ["memcached.sess_number_of_replicas": "2"],
    ["memcached.sess_binary_protocol": "0", "memcached.sess_locking": "0"],
    [
      "memcached.sess_prefix": String(repeating: "p", count: 127),
      "memcached.sess_consistent_hash_type": "ketama_weighted",
    ],
  ]

  /// Ids of one length in a row, as PHP makes them, then all lengths, then all bytes.
  private func ids() -> [[UInt8]] {
    var random = SystemRandomNumberGenerator()
    let usual = Array("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ,-".utf8)
    func id(_ count: Int, from bytes: [UInt8]) -> [UInt8] {
      (0..<count).map { _ in bytes[Int.random(in: bytes.indices, using: &random)] }
    }
    let all = Array(UInt8.min...UInt8.max)
    return (0..<400).map { _ in id(26, from: usual) } + (0..<400).map { _ in id(.random(in: 0...70), from: usual) }
      + (0..<200).map { _ in id(.random(in: 1...12), from: all) }
      + (0..<200).map { _ in id(.random(in: 30...57), from: all) }
      + (0..<11).map { _ in id(260, from: usual) } + (0..<3).map { id($0 + 1, from: usual) }
  }

  @Test(arguments: ["a", "a:1:3,b:2", "a:1:2,b:2,c:3,d:4:7,/run/e.sock"], configurations)
  func sameAsSingle(_ path: String, _ directives: [String: String]) throws {
    let placement = try memcachedPool(path, directives).placement
    let ids = ids()
    var batch = SessionBatch()
    for id in ids {
      batch.ranges.append(batch.bytes.count..<batch.bytes.count + id.count)
      batch.bytes += id
    }
    var table = PlacementTable()
    placement.place(batch, into: &table)
    #expect(table.width == placement.copyCount)
    #expect(table.indices.count == ids.count * table.width)
    for (number, id) in ids.enumerated() {
      var candidates = Candidates()
      if placement.problem(with: id.span) == nil { placement.place(id.span, into: &candidates) }
      let row = table.indices[(number * table.width)..<((number + 1) * table.width)].map { Int($0) }
      let alone = candidates.count == 0 ? Array(repeating: -1, count: table.width) : candidates.indices
      #expect(row == alone, "\(id)")
    }
  }

  @Test("A table is used again, whatever it held")
  func tableIsReused() throws {
    var table = PlacementTable()
    let batch = SessionBatch(bytes: Array("0123456789".utf8), ranges: [0..<5, 5..<10])
    try memcachedPool("a,b,c", ["memcached.sess_number_of_replicas": "2"]).placement.place(batch, into: &table)
    try memcachedPool("a").placement.place(batch, into: &table)
    #expect(table.indices == [0, 0])
  }
}
