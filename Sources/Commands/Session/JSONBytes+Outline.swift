import SessionData

extension JSONBytes {
  /// Names, types and sizes of what is in a tree, as `SessionTree.forEachLine` tells them: a list of
  /// `{"bytes","count","label","level","name","type"}`. `bytes` stands where there is a size to speak of.
  static func append(outlineOf tree: SessionTree, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "["))
    var ends: [Int] = []
    for index in tree.lineNodes {
      while let end = ends.last, end <= index { ends.removeLast() }
      if index > tree.lineNodes.lowerBound { bytes.append(UInt8(ascii: ",")) }
      append(index, level: ends.count, of: tree, to: &bytes)
      if tree.nodes[index].end > index + 1 { ends.append(tree.nodes[index].end) }
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private static func append(_ index: Int, level: Int, of tree: SessionTree, to bytes: inout [UInt8]) {
    let node = tree.nodes[index]
    put("{", to: &bytes)
    var isFirst = true
    func number(_ name: StaticString, _ number: Int?) {
      guard let number else { return }
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      put(name, to: &bytes)
      append(number, to: &bytes)
    }
    // The types that nearly all values have are written without a string for each.
    let plainName = plainName(of: node.key, in: tree)
    let plainType: StaticString? =
      switch node.value {
      case .null: "null"
      case .bool: "bool"
      case .int: "int"
      case .double: "float"
      case .string: "string"
      case .array: "array"
      case .object, .enumCase, .custom, .alias, .same: nil
      }
    let line = plainType == nil || plainName == nil ? tree.line(index, level: level, revealing: false) : nil
    switch node.value {
    case .null, .bool, .int, .double, .alias, .same, .enumCase: break
    case .string(let text): number("\"bytes\":", text.count)
    case .custom(of: _, let data): number("\"bytes\":", data.count)
    case .array(let count), .object(of: _, let count):
      number("\"bytes\":", node.bytes)
      number("\"count\":", count)
    }
    number("\"label\":", tree.labels[index])
    number("\"level\":", level)
    put(",\"name\":", to: &bytes)
    switch plainName {
    case .text(let name)?:
      bytes.append(UInt8(ascii: "\""))
      bytes += tree.bytes(of: name)
      bytes.append(UInt8(ascii: "\""))
    case .index(let index)?:
      bytes.append(UInt8(ascii: "\""))
      append(index, to: &bytes)
      bytes.append(UInt8(ascii: "\""))
    case nil: append(line?.name ?? "", to: &bytes)
    }
    put(",\"type\":\"", to: &bytes)
    if let plainType {
      put(plainType, to: &bytes)
      put("\"}", to: &bytes)
    } else {
      bytes.removeLast()
      append(line?.type ?? "", to: &bytes)
      put("}", to: &bytes)
    }
  }

  private enum PlainName {
    case text(SessionTree.Text)
    case index(Int64)
  }

  /// A name that stands in a tree as it is; nil: it has to be escaped or explained.
  private static func plainName(of key: SessionTree.Key, in tree: SessionTree) -> PlainName? {
    switch key {
    case .index(let index): return .index(index)
    case .name(let name):
      let bytes = tree.bytes(of: name)
      guard let first = bytes.first, isLetter(first) else { return nil }
      return bytes.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) } ? .text(name) : nil
    case .none, .protected, .private: return nil
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7a).contains(byte | 0x20) || byte == UInt8(ascii: "_")
  }
}
