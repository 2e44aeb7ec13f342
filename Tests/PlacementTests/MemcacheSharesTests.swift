import Placement
import Testing

@Suite("Shares of a pecl/memcache pool") struct MemcacheSharesTests {
  @Test(arguments: ["consistent", "standard"])
  func sharesAreThoseOfTheOwners(strategy: String) throws {
    let pool = try memcachePool(
      "tcp://a:1?weight=3, tcp://b:1, tcp://c:1?weight=2", ["memcache.hash_strategy": strategy])
    let shares = pool.placement.shares
    #expect(abs(shares.reduce(0, +) - 1) < 1e-9)
    var owned = [0, 0, 0]
    for number in 0..<20_000 { owned[pool.copies(of: "session\(number)")[0]] += 1 }
    for index in 0..<3 { #expect(abs(Double(owned[index]) / 20_000 - shares[index]) < 0.02) }
  }

  @Test func bulkAnswersAreThoseOfOneAtATime() throws {
    for release in ["8.0", "3.0.8", "3.0.2", "2.2.7"] {
      for function in ["crc32", "fnv"] {
        let pool = try memcachePool(
          memcacheServers(6), ["memcache.session_redundancy": "3", "memcache.hash_function": function], release: release
        )
        var batch = SessionBatch()
        let ids = (0..<500).map { "\($0 % 7 == 0 ? "" : "id")\($0 * 7919)\($0 % 5 == 0 ? "\u{1}" : "")" } + ["", "a b"]
        for id in ids {
          let start = batch.bytes.count
          batch.bytes += Array(id.utf8)
          batch.ranges.append(start..<batch.bytes.count)
        }
        var table = PlacementTable()
        pool.placement.place(batch, into: &table)
        let width = pool.placement.copyCount
        #expect(table.width == width)
        for (row, id) in ids.enumerated() {
          let expected =
            pool.placement.problem(with: Array(id.utf8).span) == nil
            ? pool.copies(of: id).map { Int32($0) } : [Int32](repeating: -1, count: width)
          #expect(Array(table.indices[row * width..<(row + 1) * width]) == expected)
        }
      }
    }
  }
}
