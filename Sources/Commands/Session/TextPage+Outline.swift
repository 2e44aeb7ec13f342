import SessionData

extension TextPage {
  /// Names, types and sizes of what is in a tree, as `SessionTree.forEachLine` tells them: a list of
  /// `{"bytes","count","label","level","name","type"}`. `bytes` stands where there is a size to speak of.
  mutating func append(outlineOf tree: SessionTree) {
    put(UInt8(ascii: "["))
    var ends: [Int] = []
    let lines = tree.lineNodes
    for index in lines {
      while let end = ends.last, end <= index { ends.removeLast() }
      if index > lines.lowerBound { put(UInt8(ascii: ",")) }
      let node = tree.nodes[index]
      appendLine(of: node, at: index, level: ends.count, in: tree)
      if node.end > index + 1 { ends.append(node.end) }
    }
    put(UInt8(ascii: "]"))
  }

  private mutating func appendLine(of node: SessionTree.Node, at index: Int, level: Int, in tree: SessionTree) {
    // The names and types that nearly all values have are written without a string for each.
    switch node.value {
    case .string(let text):
      put("{\"bytes\":")
      append(text.count)
      put(",")
    case .custom(of: _, let data):
      put("{\"bytes\":")
      append(data.count)
      put(",")
    case .array(let count), .object(of: _, let count):
      put("{\"bytes\":")
      append(node.bytes)
      put(",\"count\":")
      append(count)
      put(",")
    case .null, .bool, .int, .double, .enumCase, .alias, .same: put("{")
    }
    if !tree.labels.isEmpty, let label = tree.labels[index] {
      put("\"label\":")
      append(label)
      put(",")
    }
    put("\"level\":")
    append(level)
    put(",\"name\":")
    if !appendPlainName(node.key, in: tree) { append(tree.line(index, level: level, revealing: false).name) }
    put(",\"type\":")
    switch node.value {
    case .null: put("\"null\"}")
    case .bool: put("\"bool\"}")
    case .int: put("\"int\"}")
    case .double: put("\"float\"}")
    case .string: put("\"string\"}")
    case .array: put("\"array\"}")
    case .object, .enumCase, .custom, .alias, .same:
      append(tree.line(index, level: level, revealing: false).type)
      put("}")
    }
  }

  /// Writes a name that stands in a tree as it is; false, and nothing is written, when it has to be escaped or explained.
  private mutating func appendPlainName(_ key: SessionTree.Key, in tree: SessionTree) -> Bool {
    switch key {
    case .index(let index):
      put("\"")
      append(index)
      put("\"")
      return true
    case .name(let name):
      return tree.withBytes(of: name) { bytes in
        guard let first = bytes.first, Self.isLetter(first) else { return false }
        for byte in bytes where !Self.isLetter(byte) && !(0x30...0x39).contains(byte) { return false }
        put("\"")
        put(bytes)
        put("\"")
        return true
      }
    case .none, .protected, .private: return false
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7a).contains(byte | 0x20) || byte == UInt8(ascii: "_")
  }
}
