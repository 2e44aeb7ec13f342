import SessionData

extension FuzzTarget {
  /// Decodes the value of an item in one of the ways that the target has, and shows it in every way.
  ///
  /// Promises: no trap; the same bytes give the same content; a fault is at a byte of the value; containers hold what
  /// stands behind them and pointers point back; no text is longer than it may be or holds a control character; what is
  /// announced is not believed before it comes (libFuzzer's memory limit sees to that).
  func checkSession(_ input: [UInt8]) throws(Finding) {
    var choices = Choices(input)
    let choice = choices.byte()
    let value = Array(choices.rest)
    let content = decode(value, choice)
    // NAN is not equal to itself, its text is.
    let again = decode(value, choice)
    try promise(
      content.fault == again.fault && content.form == again.form && content.plainBytes == again.plainBytes
        && content.tree.text(revealing: true, limit: 1 << 16) == again.tree.text(revealing: true, limit: 1 << 16),
      "the same bytes gave other content")
    switch content.fault {
    case .serialized(_, let fault)?:
      try promise((0...content.plainBytes).contains(fault.byte), "a fault at \(fault.byte) of \(content.plainBytes)")
      try promise(fault.summary.utf8.count < 4096, "a message of \(fault.summary.utf8.count) bytes")
    case .compression(let fault)?:
      try promise((0...value.count).contains(fault.byte), "a fault at \(fault.byte) of \(value.count)")
    case .unknownType, .notOfItsType, nil: break
    }
    try inspect(content.tree)
  }

  private func decode(_ value: [UInt8], _ choice: UInt8) -> SessionContent {
    let limits = DecodingLimits(depth: 64, values: 10_000, plainBytes: 1 << 20)
    func session(_ serializer: SessionSerializer?) -> SessionContent {
      SessionContent.decode(value, flags: 0, handler: .memcached, serializer: serializer, limits: limits)
    }
    switch self {
    case .sessionPHP: return session([.php, .phpSerialize, .phpBinary][Int(choice) % 3])
    case .sessionIgbinary: return session(.igbinary)
    case .sessionMsgpack: return session(.msgpack)
    case .sessionJSON: return session(.json)
    default:
      // Bits 0 to 6 are memcached's own flags; memcache has a table.
      let ofMemcache: [UInt32] = [0, 1, 2, 3, 0x100, 0x300, 0x302, 0x700, 0x702, 0x500]
      let flags = choice & 0x80 == 0 ? UInt32(choice) : ofMemcache[Int(choice & 0x7f) % ofMemcache.count]
      return SessionContent.decode(
        value, flags: flags, handler: choice & 0x80 == 0 ? .memcached : .memcache, serializer: nil, limits: limits)
    }
  }

  private func inspect(_ tree: SessionTree) throws(Finding) {
    for (index, node) in tree.nodes.enumerated() {
      try promise((index + 1...tree.nodes.count).contains(node.end), "node \(index) ends at \(node.end)")
      if let target = node.value.target {
        try promise((0..<index).contains(target), "node \(index) points to \(target)")
        try promise(tree.nodes[target].value.target == nil, "node \(index) points to a pointer")
      }
      switch node.value {
      case .array(let count), .object(of: _, let count):
        var children = 0
        for _ in tree.children(of: index) { children += 1 }
        try promise(children == count, "node \(index) has \(children) elements and says \(count)")
      case .null, .bool, .int, .double, .string, .enumCase, .custom, .alias, .same: break
      }
    }
    let limit = 1 << 16
    // Repeated values may be too much: then there is no text.
    if let json = try? tree.json(limit: limit) {
      try promise(json.allSatisfy { (0x20...0x7e).contains($0) }, "JSON that a terminal may not see")
    }
    for revealing in [true, false] {
      let text = tree.text(revealing: revealing, limit: limit)
      try promise(!text.utf8.contains { $0 < 0x20 && $0 != 0x0a || $0 == 0x7f }, "a control character in the tree")
    }
  }
}
