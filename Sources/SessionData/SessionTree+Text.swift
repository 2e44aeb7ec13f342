/// A value as a line of the tree that people see.
public struct TreeLine: Hashable, Sendable {
  /// How deep it stands, from 0.
  public var level: Int
  /// Its key, escaped: `name`, `"odd name"`, `7`, `email (protected)`; empty for a value that is no session.
  public var name: String
  /// `null`, `bool`, `int`, `float`, `string`, `array`, `map`, `object App\User`, `enum Suit`, `data of Class`,
  /// `reference to #1`, `same as #1`.
  public var type: String
  /// Elements or properties; nil for what is no container.
  public var count: Int?
  /// The length of a string or of an object's own data, otherwise of the value's encoding.
  public var bytes: Int
  /// The number by which others point to it.
  public var label: Int?
  /// The content, escaped; nil for containers, for pointers, and when contents are not to be shown.
  public var content: String?

  /// Without the indentation: `cart: array, 2 elements`, `name: "Alice"`, or `name: string, 5 bytes`.
  public var text: String {
    let mark = label.map { ", #\($0)" } ?? ""
    let what =
      if let count {
        "\(type), \(count) \(count == 1 ? "element" : "elements")"
      } else if let content {
        content
      } else if type == "string" || type.hasPrefix("data of ") {
        "\(type), \(bytes) \(bytes == 1 ? "byte" : "bytes")"
      } else {
        type
      }
    return (name.isEmpty ? "" : name + ": ") + what + mark
  }
}

extension SessionTree {
  /// Calls `body` for every value, containers before what is in them.
  ///
  /// - Parameter revealing: whether contents are shown. Without, names, types and sizes are.
  public func forEachLine<Failure: Error>(
    revealing: Bool, _ body: (TreeLine) throws(Failure) -> Void
  ) throws(Failure) {
    let lines = lineNodes
    for index in lines {
      try body(line(index, level: Int(nodes[index].level) - lines.lowerBound, revealing: revealing))
    }
  }

  /// The nodes that have a line. The variables of a session are the top: that they stand in an array is no news.
  public var lineNodes: Range<Int> {
    guard let first = nodes.first, case .array = first.value else { return nodes.indices }
    return 1..<nodes.count
  }

  /// The tree for a terminal, a line a value, two blanks a level (up to 40 levels, where the level is written instead).
  ///
  /// - Parameter limit: bytes, after which it is cut and says so.
  public func text(revealing: Bool, limit: Int = 16 << 20) -> String {
    var text = ""
    do throws(OutputLimit) {
      try forEachLine(revealing: revealing) { line throws(OutputLimit) in
        guard text.utf8.count < limit else { throw OutputLimit(bytes: limit) }
        text += line.level <= 40 ? String(repeating: "  ", count: line.level) : "(level \(line.level)) "
        text += line.text + "\n"
      }
    } catch {
      text += "… cut after \(limit) bytes\n"
    }
    return text
  }

  /// - Parameter level: how deep the node stands.
  public func line(_ index: Int, level: Int, revealing: Bool) -> TreeLine {
    let node = nodes[index]
    var line = TreeLine(level: level, name: name(of: node.key), type: "", bytes: node.bytes, label: labels[index])
    switch node.value {
    case .null: line.type = "null"
    case .bool(let bool):
      line.type = "bool"
      if revealing { line.content = bool ? "true" : "false" }
    case .int(let number):
      line.type = "int"
      if revealing { line.content = String(number) }
    case .double(let number):
      line.type = "float"
      guard revealing else { break }
      let text = Number.text(number, precision: .shortest)
      // 1 would be taken for an integer.
      let isWhole = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
      line.content = isWhole ? text + ".0" : text
    case .string(let text):
      line.type = "string"
      line.bytes = text.count
      if revealing { line.content = Escaped.quoted(bytes(of: text)) }
    case .array(let count): (line.type, line.count) = ("array", count)
    case .object(of: let name, let count):
      line.type = name.count == 0 ? "map" : "object " + Escaped.bare(bytes(of: name))
      line.count = count
    case .enumCase(of: let name, let enumCase):
      line.type = "enum " + Escaped.bare(bytes(of: name))
      if revealing { line.content = line.type + "::" + Escaped.bare(bytes(of: enumCase)) }
    case .custom(of: let name, let data):
      line.type = name.count == 0 ? "extension type" : "data of " + Escaped.bare(bytes(of: name))
      line.bytes = data.count
      if revealing { line.content = line.type + ", " + Escaped.quoted(bytes(of: data)) }
    case .alias(let target): line.type = "reference to #\(labels[target] ?? 0)" + recursion(index, target)
    case .same(let target): line.type = "same as #\(labels[target] ?? 0)" + recursion(index, target)
    }
    return line
  }

  private func recursion(_ index: Int, _ target: Int) -> String {
    nodes[target].end > index ? ", within itself" : ""
  }

  private func name(of key: Key) -> String {
    switch key {
    case .none: ""
    case .index(let index): String(index)
    case .name(let name): Escaped.name(bytes(of: name))
    case .protected(let name): Escaped.name(bytes(of: name)) + " (protected)"
    case .private(let name, of: let owner):
      Escaped.name(bytes(of: name)) + " (private of " + Escaped.bare(bytes(of: owner)) + ")"
    }
  }
}
