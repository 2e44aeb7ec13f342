import FoundationEssentials

/// The output of a monitoring plugin, read as the Monitoring Plugins' development guidelines describe it: written from
/// them, and as strict as a system that is strict could be.
struct PluginOutput {
  struct Datum {
    var label: String
    /// Nil: `U`, not determined.
    var value: Double?
    var unit: String
    var warning: String
    var critical: String
  }

  enum Fault: Error { case noStatus(String), datum(String), text(String) }

  let status: String
  let first: String
  let data: [Datum]
  let lines: [String]

  init(_ output: String) throws {
    guard output.hasSuffix("\n"), !output.utf8.contains(where: { $0 < 0x20 && $0 != 0x0a }) else {
      throw Fault.text(output)
    }
    let all = output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    let parts = (all.first ?? "").split(separator: "|", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), !all.dropFirst().contains(where: { $0.contains("|") }) else {
      throw Fault.text(output)
    }
    first = String(parts[0])
    let words = first.split(separator: " ")
    guard words.count > 3, words[0] == "MCPOOL", words[2] == "-",
      ["OK", "WARNING", "CRITICAL", "UNKNOWN"].contains(words[1])
    else { throw Fault.noStatus(first) }
    status = String(words[1])
    lines = Array(all.dropFirst())
    data = parts.count == 1 ? [] : try Self.data(parts[1])
  }

  subscript(label: String) -> Double? { data.first { $0.label == label }?.value }

  /// Blanks part them; a label may be in single quotes, with two for one, and has no `=`.
  private static func data(_ text: Substring) throws -> [Datum] {
    var rest = text.drop { $0 == " " }
    var data: [Datum] = []
    while !rest.isEmpty {
      var label = ""
      if rest.first == "'" {
        rest.removeFirst()
        while let character = rest.popFirst() {
          if character == "'" {
            guard rest.first == "'" else { break }
            rest.removeFirst()
          }
          label.append(character)
        }
      } else {
        label = String(rest.prefix { $0 != "=" && $0 != " " })
        rest = rest.dropFirst(label.count)
      }
      guard !label.isEmpty, !label.contains("="), rest.popFirst() == "=" else { throw Fault.datum(String(text)) }
      let value = rest.prefix { $0 != " " }
      rest = rest.dropFirst(value.count).drop { $0 == " " }
      data.append(try datum(label, value))
    }
    return data
  }

  /// `value[unit];[warning];[critical];[min];[max]`
  private static func datum(_ label: String, _ text: Substring) throws -> Datum {
    let fields = text.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    guard (1...5).contains(fields.count) else { throw Fault.datum(String(text)) }
    let number = fields[0].prefix { "-0123456789.".contains($0) }
    let unit = String(fields[0].dropFirst(number.count))
    guard ["", "s", "us", "ms", "%", "B", "KB", "MB", "TB", "c"].contains(unit) || fields[0] == "U" else {
      throw Fault.datum(String(text))
    }
    let value = Double(number)
    guard value != nil || fields[0] == "U" else { throw Fault.datum(String(text)) }
    for range in fields.dropFirst().prefix(2) where !range.isEmpty && !isRange(range) {
      throw Fault.datum(String(text))
    }
    for bound in fields.dropFirst(3) where !bound.isEmpty && Double(bound) == nil { throw Fault.datum(String(text)) }
    return Datum(
      label: label, value: value, unit: fields[0] == "U" ? "" : unit, warning: fields.count > 1 ? fields[1] : "",
      critical: fields.count > 2 ? fields[2] : "")
  }

  /// `[@]start:end`
  private static func isRange(_ text: String) -> Bool {
    let range = text.hasPrefix("@") ? text.dropFirst() : text[...]
    let ends = range.split(separator: ":", omittingEmptySubsequences: false)
    switch ends.count {
    case 1: return Double(ends[0]) != nil
    case 2: return (ends[0] == "~" || Double(ends[0]) != nil) && (ends[1].isEmpty || Double(ends[1]) != nil)
    default: return false
    }
  }
}
