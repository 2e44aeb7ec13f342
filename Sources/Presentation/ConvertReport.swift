public import Advice

/// `config convert`: for people the text alone, which other programs read; what is to be said of it stands beside.
public struct ConvertReport: Report, Encodable {
  /// A line of the text.
  public struct Row: Encodable, Sendable {
    public let line: String
  }

  public let conversion: Conversion

  public init(_ conversion: Conversion) { self.conversion = conversion }

  public var rows: [Row] {
    (conversion.text ?? "").split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
      Row(line: String($0))
    }
  }

  public var columns: [Column<Row>] { [Column("line", title: "", human: { Cell($0.line) }, machine: \.line)] }
  public var document: ConvertReport { self }
  public func text(_ table: Table) -> String { rows.map { printable($0.line) + "\n" }.joined() }

  private enum CodingKeys: CodingKey { case target, equal, configuration, proof, refusals, notes }
  private enum ProofKeys: CodingKey { case sessions, differing, share }
  private enum RefusalKeys: CodingKey { case reason, cure }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(conversion.target.rawValue, forKey: .target)
    try container.encode(conversion.isEqual, forKey: .equal)
    try container.encode(conversion.text, forKey: .configuration)
    if let proof = conversion.proof {
      var nested = container.nestedContainer(keyedBy: ProofKeys.self, forKey: .proof)
      try nested.encode(proof.sessions, forKey: .sessions)
      try nested.encode(proof.differing, forKey: .differing)
      try nested.encode(proof.share, forKey: .share)
    } else {
      try container.encodeNil(forKey: .proof)
    }
    var refusals = container.nestedUnkeyedContainer(forKey: .refusals)
    for refusal in conversion.refusals {
      var nested = refusals.nestedContainer(keyedBy: RefusalKeys.self)
      try nested.encode(refusal.reason, forKey: .reason)
      try nested.encode(refusal.cure, forKey: .cure)
    }
    try container.encode(conversion.notes, forKey: .notes)
  }
}
