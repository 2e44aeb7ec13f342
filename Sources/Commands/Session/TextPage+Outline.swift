import SessionData

extension TextPage {
  /// Names, types and sizes of what is in a tree, as `SessionTree.forEachLine` tells them: a list of
  /// `{"bytes","count","label","level","name","type"}`. `bytes` stands where there is a size to speak of.
  mutating func append(outlineOf tree: SessionTree) {
    put(UInt8(ascii: "["))
    let lines = tree.lineNodes
    tree.withPlainBytes { plain in
      for index in lines {
        if index > lines.lowerBound { put(UInt8(ascii: ",")) }
        let node = tree.nodes[index]
        appendLine(of: node, at: index, level: Int(node.level) - lines.lowerBound, in: tree, plain)
      }
    }
    put(UInt8(ascii: "]"))
  }

  /// The names and types that nearly all values have are written without a string for each.
  private mutating func appendLine(
    of node: SessionTree.Node, at index: Int, level: Int, in tree: SessionTree, _ plain: UnsafeRawBufferPointer
  ) {
    let label = tree.labels.isEmpty ? nil : tree.labels[index]
    var isBegun = true
    switch node.value {
    case .string(let text):
      put("{\"bytes\":")
      append(text.count)
    case .custom(of: _, let data):
      put("{\"bytes\":")
      append(data.count)
    case .array(let count), .object(of: _, let count):
      put("{\"bytes\":")
      append(node.bytes)
      put(",\"count\":")
      append(count)
    case .null, .bool, .int, .double, .enumCase, .alias, .same: isBegun = false
    }
    if let label {
      if isBegun { put(",\"label\":") } else { put("{\"label\":") }
      append(label)
      isBegun = true
    }
    if isBegun { put(",\"level\":") } else { put("{\"level\":") }
    append(level)
    put(",\"name\":")
    if !appendPlainName(node.key, in: tree, plain) { append(tree.line(index, level: level, revealing: false).name) }
    switch node.value {
    case .null: put(",\"type\":\"null\"}")
    case .bool: put(",\"type\":\"bool\"}")
    case .int: put(",\"type\":\"int\"}")
    case .double: put(",\"type\":\"float\"}")
    case .string: put(",\"type\":\"string\"}")
    case .array: put(",\"type\":\"array\"}")
    case .object, .enumCase, .custom, .alias, .same:
      put(",\"type\":")
      append(tree.line(index, level: level, revealing: false).type)
      put("}")
    }
  }

  /// Writes a name that stands in a tree as it is; false, and nothing is written, when it has to be escaped or explained.
  private mutating func appendPlainName(
    _ key: SessionTree.Key, in tree: SessionTree, _ plain: UnsafeRawBufferPointer
  ) -> Bool {
    switch key {
    case .index(let index):
      put("\"")
      append(index)
      put("\"")
      return true
    case .name(let name):
      guard let range = tree.plainRange(of: name), let first = range.first, Self.isLetter(plain[first]) else {
        return false
      }
      for place in range where !Self.isLetter(plain[place]) && !(0x30...0x39).contains(plain[place]) { return false }
      put("\"")
      put(UnsafeRawBufferPointer(rebasing: plain[range]))
      put("\"")
      return true
    case .none, .protected, .private: return false
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7a).contains(byte | 0x20) || byte == UInt8(ascii: "_")
  }
}
