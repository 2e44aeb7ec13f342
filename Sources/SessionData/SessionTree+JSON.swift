/// A text that would be longer than was allowed: values that are used many times are written as often.
public struct OutputLimit: Error, Hashable, Sendable {
  public let bytes: Int

  public var summary: String { "the session's text would be longer than \(bytes) bytes: values in it repeat" }
}

extension SessionTree {
  /// What `json_encode` of PHP 8 makes of the same data, byte for byte but for U+007F, which is escaped here.
  ///
  /// Arrays with the keys 0, 1, 2 … are lists, objects have their public properties, everything beyond ASCII and `/` is
  /// escaped. Where PHP gives up, or would need the class, there is an object whose only name says so:
  ///
  /// | value | here |
  /// | --- | --- |
  /// | a string that is no UTF-8 | `{"@percent":"caf%E9"}`; a name becomes `"@percent:caf%E9"` |
  /// | INF, -INF, NAN | `{"@double":"INF"}` |
  /// | an array or object within itself | `{"@recursion":2}`, the number that `text` shows |
  /// | an enum case | `{"@enum":"Suit::Hearts"}` (PHP knows its backing value, the data does not) |
  /// | an object that wrote its own data | `{"@custom":"Class","data":"…"}` |
  ///
  /// - Parameter limit: bytes of the text. An object that is used twice is written twice, and so on within it.
  public func json(precision: FloatPrecision = .shortest, limit: Int = 256 << 20) throws(OutputLimit) -> [UInt8] {
    var writer = JSONWriter(tree: self, precision: precision, limit: limit)
    return try writer.write()
  }
}

private struct JSONWriter {
  let tree: SessionTree
  let precision: FloatPrecision
  let limit: Int
  var output: [UInt8] = []
  var frames: [Frame] = []
  /// The containers that are being written: one that points to these never ends.
  var openNodes: Set<Int> = []

  struct Frame {
    let node: Int
    var next: Int
    let isList: Bool
    var isFirst = true
  }

  mutating func write() throws(OutputLimit) -> [UInt8] {
    guard !tree.nodes.isEmpty else { return Array("null".utf8) }
    try value(0)
    while let frame = frames.last {
      let last = frames.count - 1
      guard frame.next < tree.nodes[frame.node].end else {
        output.append(frame.isList ? UInt8(ascii: "]") : UInt8(ascii: "}"))
        openNodes.remove(frame.node)
        frames.removeLast()
        continue
      }
      let child = frame.next
      frames[last].next = tree.nodes[child].end
      if isHidden(child) { continue }
      if !frame.isFirst { output.append(UInt8(ascii: ",")) }
      frames[last].isFirst = false
      if !frame.isList {
        name(tree.nodes[child].key)
        output.append(UInt8(ascii: ":"))
      }
      try value(child)
    }
    return output
  }

  private func isHidden(_ node: Int) -> Bool {
    switch tree.nodes[node].key {
    case .protected, .private: true
    case .none, .index, .name: false
    }
  }

  private mutating func value(_ node: Int) throws(OutputLimit) {
    guard output.count <= limit else { throw OutputLimit(bytes: limit) }
    let place = tree.nodes[node].value.target ?? node
    switch tree.nodes[place].value {
    case .null: put("null")
    case .bool(let bool): put(bool ? "true" : "false")
    case .int(let number): put(String(number))
    case .double(let number):
      let text = Number.text(number, precision: precision)
      put(number.isFinite ? text : "{\"@double\":\"\(text)\"}")
    case .string(let text): try string(text)
    case .array, .object:
      guard openNodes.insert(place).inserted else { return put("{\"@recursion\":\(tree.labels[place] ?? 0)}") }
      let isList = tree.isList(place)
      output.append(isList ? UInt8(ascii: "[") : UInt8(ascii: "{"))
      frames.append(Frame(node: place, next: place + 1, isList: isList))
    case .enumCase(of: let name, let enumCase):
      put("{\"@enum\":\"")
      escape(tree.bytes(of: name) + "::".utf8 + tree.bytes(of: enumCase))
      put("\"}")
    case .custom(of: let name, let data):
      // What PHP makes of an extension type of MessagePack.
      guard name.count > 0 else { return put("null") }
      put("{\"@custom\":\"")
      escape(tree.bytes(of: name))
      put("\",\"data\":")
      try string(data)
      put("}")
    case .alias, .same: break  // none points to a pointer
    }
  }

  private mutating func put(_ text: String) { output += text.utf8 }

  private mutating func name(_ key: SessionTree.Key) {
    output.append(UInt8(ascii: "\""))
    if case .index(let index) = key {
      put(String(index))
    } else if let name = key.name {
      let bytes = tree.bytes(of: name)
      if UTF8Scan.firstInvalid(in: bytes) == nil {
        escape(bytes)
      } else {
        put("@percent:")
        output += Escaped.percent(bytes)
      }
    }
    output.append(UInt8(ascii: "\""))
  }

  private mutating func string(_ text: SessionTree.Text) throws(OutputLimit) {
    guard text.count <= limit - output.count else { throw OutputLimit(bytes: limit) }
    let bytes = tree.bytes(of: text)
    if UTF8Scan.firstInvalid(in: bytes) == nil {
      output.append(UInt8(ascii: "\""))
      escape(bytes)
      output.append(UInt8(ascii: "\""))
    } else {
      put("{\"@percent\":\"")
      output += Escaped.percent(bytes)
      put("\"}")
    }
  }

  private mutating func escape(_ bytes: ArraySlice<UInt8>) {
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): output += [UInt8(ascii: "\\"), byte]
      case 0x20...0x7e: output.append(byte)
      case 0x08: put("\\b")
      case 0x09: put("\\t")
      case 0x0a: put("\\n")
      case 0x0c: put("\\f")
      case 0x0d: put("\\r")
      default:
        guard let (scalar, length) = UTF8Scan.scalar(in: bytes, at: index) else {
          put("\\ufffd")
          break
        }
        for unit in UTF16.encode(scalar).map(Array.init) ?? [] { put("\\u"); hex(unit) }
        index += length
        continue
      }
      index += 1
    }
  }

  private mutating func hex(_ unit: UInt16) {
    for shift in [12, 8, 4, 0] as [UInt16] {
      let digit = UInt8(unit >> shift & 0x0f)
      output.append(digit < 10 ? digit + 0x30 : digit + 0x57)
    }
  }
}
