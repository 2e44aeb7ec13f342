public import Operations
public import PHPConfiguration

/// A directive as JSON has it; secret values only where they were asked for.
public struct DirectiveValue: Encodable, Sendable {
  public let value: String
  public let source: String
  public let line: Int

  public init(_ setting: Setting, reveal: Bool) {
    value = reveal || !Self.isSecret(setting.name) ? setting.text : "(set)"
    source = setting.location.source
    line = setting.location.line
  }

  private static func isSecret(_ name: String) -> Bool { name.hasSuffix("password") }
}

/// `config get`: what PHP reads for each name.
public struct DirectiveReport: Report {
  public struct Row: Encodable, Sendable {
    public let name: String
    @OrNull public var directive: DirectiveValue?
  }

  public let rows: [Row]

  public init(_ names: [String], of configuration: Configuration, reveal: Bool) {
    rows = names.map { name in
      Row(name: name, directive: configuration[name].map { DirectiveValue($0, reveal: reveal) })
    }
  }

  public var document: [String: OrNull<DirectiveValue>] {
    Dictionary(rows.map { ($0.name, OrNull(wrappedValue: $0.directive)) }, uniquingKeysWith: { first, _ in first })
  }

  public var columns: [Column<Row>] {
    [
      Column("name", title: "DIRECTIVE", human: { Cell($0.name) }, machine: \.name),
      Column("source", title: "FROM", human: { Cell($0.place) }) { $0.directive?.source ?? "" },
      .machineOnly("line") { $0.directive.map { "\($0.line)" } ?? "" },
      Column("value", title: "VALUE", human: { $0.directive.map { Cell($0.value) } ?? Cell("not set", tone: .faint) }) {
        $0.directive?.value ?? ""
      },
    ]
  }
}

extension DirectiveReport.Row {
  fileprivate var place: String {
    directive.map { SourceLocation(source: $0.source, line: $0.line).description } ?? ""
  }
}
