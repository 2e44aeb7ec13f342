import MemcacheProtocol

extension FuzzTarget {
  /// Feeds an answer to its reader in one piece, byte by byte, and in the pieces that the input asks for.
  ///
  /// Promises: no trap; the outcome does not depend on the cuts; no more is left for the next piece than what cannot be
  /// read without it; there is an answer for each item that was asked for, and no value that did not come; nothing
  /// that a server announces is believed before it comes (libFuzzer's memory limit sees to that).
  func checkReply(_ input: [UInt8]) throws(Finding) {
    var choices = Choices(input)
    let kind = choices.byte()
    let pieces = Int(choices.byte()) % 8
    let cuts = (0..<pieces).map { _ in Int(choices.byte()) << (Int(kind) >> 4) }
    let reply = Reply(bytes: Array(choices.rest), cuts: cuts)
    switch self {
    case .metadump: try reply.check { lines in MetadumpReader(upTo: .max) { lines.append("\($0)") } }
    case .cachedump: try reply.check { lines in CachedumpReader(upTo: .max) { lines.append("\($0)") } }
    case .watch: try reply.check { lines in WatchReader { lines.append("\($0)") } }
    case .metaReply: try checkMeta(reply, kind)
    case .classicReply: try checkClassic(reply, kind)
    case .binaryReply: try checkBinary(reply, kind)
    case .binaryItems: try checkBinaryItems(reply, kind)
    default: try checkText(reply, kind)
    }
  }

  private func checkText(_ reply: Reply, _ kind: UInt8) throws(Finding) {
    let count = 1 + Int(kind >> 4)
    switch kind % 11 {
    case 0: try reply.check({ _ in StatsReader(group: nil) }) { result in _ = try? Proxy(stats: result.get()) }
    case 1: try reply.check({ _ in LineReader.version }) { result in _ = try? Proxy(version: result.get()) }
    case 2: try reply.check { _ in LineReader.noOperation }
    case 3: try reply.check { _ in LineReader.flushAll }
    case 4: try reply.check { _ in LineReader.set }
    case 5: try reply.check { _ in LineReader.delete }
    case 6: try reply.check { _ in BatchReader.additions(count) }
    case 7: try reply.check { _ in BatchReader.replacements(count) }
    case 8: try reply.check { _ in BatchReader.comparedDeletes(count) }
    case 9: try reply.check { _ in BatchReader.touches(count) }
    default: try reply.check { _ in BatchReader.increments(count) }
    }
  }

  private func checkMeta(_ reply: Reply, _ kind: UInt8) throws(Finding) {
    let count = 1 + Int(kind) % 5
    let syntax: MetaSyntax = kind & 8 == 0 ? .spaced : .joined
    try reply.check({ _ in MetaGetReader(count: count, syntax) }) { result throws(Finding) in
      if case .success(let batch) = result { try reply.inspect(batch.items, count: count) }
    }
  }

  private func checkClassic(_ reply: Reply, _ kind: UInt8) throws(Finding) {
    let keys = Self.keys([1, 4, Limits.keysInGets + 1][Int(kind) % 3])
    let fields = Self.fields(kind)
    try reply.check({ _ in ClassicGetReader(keys, fields) }) { items throws(Finding) in
      try reply.inspect(items, count: keys.count, fields)
    }
  }

  private func checkBinary(_ reply: Reply, _ kind: UInt8) throws(Finding) {
    func request(_ command: BinaryRequest.Command) -> BinaryRequest { BinaryRequest(command, opaque: 0) }
    switch kind % 7 {
    case 0: try reply.check { _ in BinaryStatsReader(request(.stats(group: nil)), group: nil) }
    case 1: try reply.check { _ in BinaryReplyReader.version(request(.version)) }
    case 2: try reply.check { _ in BinaryReplyReader.done(request(.noOperation)) }
    case 3: try reply.check { _ in BinaryReplyReader.mechanisms(request(.listMechanisms)) }
    case 4: try reply.check { _ in BinaryReplyReader.delete(request(.delete(key: [0x61]))) }
    case 5: try reply.check { _ in BinaryBatchReader.comparedDeletes(request(.delete(key: [0x61], cas: 1)), 3) }
    default: try reply.check { _ in BinaryBatchReader.increments(request(.increment(key: [0x61])), 3) }
    }
  }

  private func checkBinaryItems(_ reply: Reply, _ kind: UInt8) throws(Finding) {
    let keys = Self.keys([1, 2, 5, Limits.keysInBatch + 2][Int(kind) % 4])
    let fields = Self.fields(kind)
    // The numbers of the requests may run over.
    let opaque: UInt32 = kind & 4 == 0 ? 0 : .max
    try reply.check({ _ in BinaryItemsReader(keys, fields, opaque: opaque) }) { items throws(Finding) in
      try reply.inspect(items, count: keys.count, fields)
    }
  }

  /// `a`, `b`, … and from the twenty-seventh on the same ones again.
  private static func keys(_ count: Int) -> [[UInt8]] { (0..<count).map { [0x61 + UInt8($0 % 26)] } }

  private static func fields(_ kind: UInt8) -> ItemFields { ItemFields(rawValue: kind >> 3 & 3) }
}

extension Reply {
  /// - Parameter fields: nil where the answer itself decides what it has.
  fileprivate func inspect(_ items: [StoredItem?], count: Int, _ fields: ItemFields? = nil) throws(Finding) {
    try promise(items.count == count, "\(items.count) items for \(count) that were asked for")
    var kept = 0
    for case let item? in items {
      if let fields {
        try promise((item.value != nil) == fields.contains(.value), "a value that nobody asked for, or none")
        try promise(item.cas == nil || fields.contains(.cas), "a CAS that nobody asked for")
        try promise(item.value == nil || item.value?.count == item.valueBytes, "a value of another length")
      }
      kept += item.value?.count ?? 0
    }
    try promise(kept <= bytes.count, "values of \(kept) bytes from an answer of \(bytes.count)")
  }
}
