import MemcacheProtocol

/// What a number means that is exported: one family of samples.
public struct Metric: Sendable {
  public enum Kind: String, Sendable {
    /// Only grows while a server lives.
    case counter
    case gauge
    /// Grows as a counter, under a name that others gave it and that tools would refuse for one.
    case untyped
  }

  public let name: String
  public let kind: Kind
  /// One line without backslashes.
  public let help: String

  init(_ name: String, _ kind: Kind, _ help: String) {
    self.name = name
    self.kind = kind
    self.help = help
  }
}

/// By name, of which there is one each.
extension Metric: Hashable {
  public static func == (a: Metric, b: Metric) -> Bool { a.name == b.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// What tells a sample from the others of its family.
public struct Label: Hashable, Sendable {
  public let name: String
  public let value: String

  /// A value with control characters in it, which could do something to a terminal that shows it, becomes ASCII with
  /// `\xNN` for each other byte.
  init(_ name: String, _ value: String) {
    self.name = name
    let isHarmless = value.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }
    self.value = isHarmless ? value : value.utf8.printable(limit: Label.longestEscaped)
  }

  private static let longestEscaped = 250
}

public struct MetricSample: Hashable, Sendable {
  public let labels: [Label]
  public let value: Double
}

public struct MetricFamily: Hashable, Sendable {
  public let metric: Metric
  public let samples: [MetricSample]
}
