/// Reads a page as strictly as an XML parser does, for as much of XML as pages use. Returns the tags with their attributes
/// and the text between them, entities resolved.
struct WellFormed {
  struct Refusal: Error, CustomStringConvertible {
    let description: String
  }

  private(set) var tags: [(name: String, attributes: [String: String])] = []
  private(set) var text = ""
  /// The cells of all tables, row by row.
  private(set) var rows: [[String]] = []
  private var rest: Substring
  private var open: [String] = []

  init(_ page: String) throws {
    rest = page[...]
    for scalar in page.unicodeScalars where scalar.value < 0x20 && scalar != "\n" || scalar.value == 0x7f {
      throw Refusal(description: "a control character: \(scalar.value)")
    }
    try take("<!DOCTYPE html>\n")
    while !rest.isEmpty {
      if rest.first == "<" {
        try tag()
        continue
      }
      let piece = try characters { $0 != "<" }
      text += piece
      if open.contains("td") || open.contains("th"), let row = rows.indices.last, let cell = rows[row].indices.last {
        rows[row][cell] += piece
      }
    }
    guard open.isEmpty else { throw Refusal(description: "never closed: \(open)") }
  }

  private mutating func tag() throws {
    try take("<")
    if rest.first == "/" {
      try take("/")
      let name = take { $0 != ">" }
      guard open.popLast() == name else { throw Refusal(description: "</\(name)> closes nothing") }
      return try take(">")
    }
    let name = take { $0.isLetter || $0.isNumber }
    guard !name.isEmpty else { throw Refusal(description: "no name after <: \(rest.prefix(40))") }
    var attributes: [String: String] = [:]
    while rest.first == " " || rest.first == "\n" {
      rest.removeFirst()
      let key = take { $0.isLetter || $0 == "-" }
      try take("=\"")
      let value = try characters { $0 != "\"" }
      try take("\"")
      guard !key.isEmpty, attributes.updateValue(value, forKey: key) == nil else {
        throw Refusal(description: "\(name) has '\(key)' twice or without a name")
      }
    }
    tags.append((name, attributes))
    if name == "tr" { rows.append([]) }
    if name == "td" || name == "th", let row = rows.indices.last { rows[row].append("") }
    if rest.first == "/" { try take("/") } else { open.append(name) }
    try take(">")
  }

  /// Text with its entities resolved.
  private mutating func characters(_ isOfIt: (Character) -> Bool) throws -> String {
    var result = ""
    while let next = rest.first, isOfIt(next) {
      guard next != "<" else { throw Refusal(description: "a raw < in a value") }
      rest.removeFirst()
      guard next == "&" else {
        result.append(next)
        continue
      }
      let name = take { $0 != ";" && $0 != " " }
      guard let character = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'"][name] else {
        throw Refusal(description: "no entity: &\(name.prefix(20))")
      }
      try take(";")
      result += character
    }
    return result
  }

  private mutating func take(_ isOfIt: (Character) -> Bool) -> String {
    let piece = rest.prefix(while: isOfIt)
    rest = rest.dropFirst(piece.count)
    return String(piece)
  }

  private mutating func take(_ piece: String) throws {
    guard rest.hasPrefix(piece) else { throw Refusal(description: "'\(piece)' expected: \(rest.prefix(40))") }
    rest = rest.dropFirst(piece.count)
  }
}
