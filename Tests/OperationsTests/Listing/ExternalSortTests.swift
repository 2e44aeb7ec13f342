import Testing

@testable import Operations

@Suite("Sorting more than memory holds", .timeLimit(.minutes(5))) struct ExternalSortTests {
  /// Keys of all lengths, many of them the beginning of others, and many twice.
  private static let keys: [[UInt8]] = (0..<5000).map { number in
    let seed = UInt64(number % 4000) &* 0x9e37_79b9_7f4a_7c15
    return (0..<Int(seed >> 59)).map { UInt8(truncatingIfNeeded: seed >> (8 * UInt64($0 % 5))) % 4 * 85 }
  }

  private func sorted(memory: Int, limit: Int = .max) async throws -> [(key: [UInt8], number: Int)] {
    var sort = ExternalSort(in: .usual, memory: memory, limit: limit)
    for (number, key) in Self.keys.enumerated() {
      sort.add(key: key, Array("\(number)".utf8))
      if number % 7 == 0 { try await sort.settle() }
    }
    var records = try await sort.sorted()
    var result: [(key: [UInt8], number: Int)] = []
    while let batch = try await records.next() {
      for record in batch {
        result.append((Array(record.key), Int(String(decoding: record.payload, as: UTF8.self)) ?? -1))
      }
    }
    return result
  }

  /// Nothing of it knows files or runs. Records of one key keep their order.
  private static let expected = keys.enumerated().sorted { a, b in
    a.element == b.element ? a.offset < b.offset : a.element.lexicographicallyPrecedes(b.element)
  }.map(\.offset)

  @Test("gives the order of the keys, in one run or in hundreds", arguments: [1 << 20, 20_000, 1000])
  func order(memory: Int) async throws {
    let records = try await sorted(memory: memory)
    #expect(records.map(\.number) == Self.expected)
    #expect(records.allSatisfy { $0.key == Self.keys[$0.number] })
  }

  @Test("with a limit gives the first ones", arguments: [1 << 20, 20_000, 1000], [0, 1, 10, 3000, 9000])
  func limit(memory: Int, limit: Int) async throws {
    #expect(try await sorted(memory: memory, limit: limit).map(\.number) == Array(Self.expected.prefix(limit)))
  }

  @Test func aFolderThatTakesNoFilesIsTold() async {
    await #expect(throws: ScratchFailure.self) {
      var sort = ExternalSort(in: ScratchFolder(path: "/proc/nowhere"), memory: 10)
      for key in Self.keys { sort.add(key: key, []) }
      try await sort.settle()
    }
  }
}
