import Testing

/// Prometheus' text format 0.0.4 read as its specification says, and refused where it says nothing.
struct ParsedExposition {
  struct Broken: Error { let line: String, reason: String }

  struct Sample: Hashable {
    let name: String
    let labels: [String: String]
    let value: Double
  }

  struct Family {
    let name: String
    let kind: String
    var samples: [Sample]
  }

  private(set) var families: [Family] = []

  var samples: [Sample] { families.flatMap(\.samples) }

  /// The samples of a family that have all these labels.
  func samples(_ name: String, _ labels: [String: String] = [:]) -> [Sample] {
    samples.filter { sample in sample.name == name && labels.allSatisfy { sample.labels[$0.key] == $0.value } }
  }

  /// The only one of them.
  func value(_ name: String, _ labels: [String: String] = [:]) throws -> Double {
    let found = samples(name, labels)
    try #require(found.count == 1, "\(name) \(labels): \(found)")
    return found[0].value
  }

  init(_ bytes: [UInt8]) throws {
    guard bytes.last == UInt8(ascii: "\n") else { throw Broken(line: "", reason: "the last line has no end") }
    let text = try #require(String(validating: bytes, as: UTF8.self))
    var helps: Set<String> = []
    var seen: Set<[String: String]> = []
    for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
      let words = line.split(separator: " ", maxSplits: 3)
      if line.hasPrefix("# HELP ") {
        guard words.count == 4, helps.insert(String(words[2])).inserted else {
          throw Broken(line: String(line), reason: "no help, or the second one")
        }
      } else if line.hasPrefix("# TYPE ") {
        guard words.count == 4, ["counter", "gauge", "untyped"].contains(words[3]), helps.contains(String(words[2])),
          !families.contains(where: { $0.name == words[2] })
        else { throw Broken(line: String(line), reason: "the family comes again, without help, or is of no type") }
        families.append(Family(name: String(words[2]), kind: String(words[3]), samples: []))
      } else {
        let sample = try Self.sample(line)
        guard sample.name == families.last?.name else {
          throw Broken(line: String(line), reason: "the sample stands outside of its family")
        }
        guard seen.insert(sample.labels.merging(["__name__": sample.name]) { $1 }).inserted else {
          throw Broken(line: String(line), reason: "the sample comes twice")
        }
        families[families.count - 1].samples.append(sample)
      }
    }
  }

  private static func sample(_ line: Substring) throws -> Sample {
    let name = line.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    var rest = line.dropFirst(name.count)
    var labels: [String: String] = [:]
    if rest.first == "{" {
      repeat {
        rest = rest.dropFirst()
        let label = rest.prefix { $0.isLetter || $0 == "_" }
        rest = rest.dropFirst(label.count)
        guard rest.hasPrefix("=\"") else { throw Broken(line: String(line), reason: "a label has no value") }
        rest = rest.dropFirst(2)
        var value = ""
        while let next = rest.popFirst(), next != "\"" {
          guard next == "\\" else {
            value.append(next)
            continue
          }
          switch rest.popFirst() {
          case "n": value.append("\n")
          case "\\": value.append("\\")
          case "\"": value.append("\"")
          default: throw Broken(line: String(line), reason: "no such escape")
          }
        }
        guard !label.isEmpty, labels.updateValue(value, forKey: String(label)) == nil else {
          throw Broken(line: String(line), reason: "a label without a name, or twice")
        }
      } while rest.first == ","
      guard rest.popFirst() == "}" else { throw Broken(line: String(line), reason: "the labels do not end") }
    }
    guard rest.popFirst() == " ", let value = Double(rest) else {
      throw Broken(line: String(line), reason: "no value")
    }
    return Sample(name: String(name), labels: labels, value: value)
  }
}
