import Operations

/// A field of memcached's `stats` that becomes a sample as it is.
struct FieldMetric: Sendable {
  /// As memcached spells it.
  let field: String
  let metric: Metric
  /// What tells it from other fields of the same family.
  let labels: [Label]

  init(_ field: String, _ metric: Metric, _ labels: [Label] = []) {
    self.field = field
    self.metric = metric
    self.labels = labels
  }

  init(_ field: String, _ name: String, _ kind: Metric.Kind, _ help: String) {
    self.init(field, Metric(name, kind, help))
  }

  /// Nil for what cannot be meant: no number, and a count below zero.
  ///
  /// - Parameter name: of the field in the table; nil: its own.
  func value(in table: StatTable, under name: String? = nil) -> Double? {
    let name = name ?? field
    return switch table[name] {
    case "yes": 1
    case "no": 0
    default: table.number(name).flatMap { metric.kind != .gauge && $0 < 0 ? nil : $0 }
    }
  }
}
