import MemcacheProtocol

/// The fields of a `stats` answer as JSON has them: numbers where they are numbers, under memcached's own names.
struct StatFields: Encodable {
  let table: StatTable

  init(_ table: StatTable) { self.table = table }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: FieldName.self)
    for field in table.fields {
      let name = FieldName(field.name)
      if let number = Int(field.value) {
        try container.encode(number, forKey: name)
      } else if field.value.allSatisfy({ $0.isNumber || $0 == "." }), let number = table.number(field.name),
        !field.name.hasSuffix("version")
      {
        try container.encode(number, forKey: name)
      } else {
        try container.encode(field.value, forKey: name)
      }
    }
  }
}

extension Duration {
  /// Whole microseconds.
  public var microseconds: Int {
    Int(components.seconds) * 1_000_000 + Int(components.attoseconds / 1_000_000_000_000)
  }
}

/// A JSON key that is memcached's own word.
struct FieldName: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
