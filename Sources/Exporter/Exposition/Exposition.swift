/// All that one scrape tells: each family once, with all its samples, sorted by name.
public struct Exposition: Hashable, Sendable {
  public let families: [MetricFamily]

  /// Families without samples are left out.
  init(_ samples: [Metric: [MetricSample]]) {
    families = samples.filter { !$0.value.isEmpty }.map { MetricFamily(metric: $0, samples: $1) }
      .sorted { $0.metric.name < $1.metric.name }
  }

  /// What HTTP calls the format of `bytes`.
  public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// In Prometheus' text format, version 0.0.4.
  public var bytes: [UInt8] {
    var writer = TextWriter()
    for family in families { writer.write(family) }
    return writer.bytes
  }
}

private struct TextWriter {
  var bytes: [UInt8] = []

  mutating func write(_ family: MetricFamily) {
    let name = family.metric.name
    write("# HELP \(name) \(family.metric.help)\n# TYPE \(name) \(family.metric.kind.rawValue)\n")
    for sample in family.samples {
      write(name)
      for (index, label) in sample.labels.enumerated() {
        write(index == 0 ? "{" : ",")
        write(label.name)
        write("=\"")
        writeEscaped(label.value)
        write("\"")
      }
      write(sample.labels.isEmpty ? " " : "} ")
      write(Self.text(sample.value))
      write("\n")
    }
  }

  private mutating func write(_ text: String) { bytes += text.utf8 }

  private mutating func writeEscaped(_ value: String) {
    for byte in value.utf8 {
      switch byte {
      case UInt8(ascii: "\\"), UInt8(ascii: "\""): bytes += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
      default: bytes.append(byte)
      }
    }
  }

  /// Whole numbers without a point, as far as a Double holds each of them.
  private static func text(_ value: Double) -> String {
    if abs(value) < 0x1p53, let whole = Int(exactly: value) { return "\(whole)" }
    return "\(value)"
  }
}
