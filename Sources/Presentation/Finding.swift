public import PHPConfiguration
public import Placement

/// A finding about a configuration as JSON has it.
public struct Finding: Encodable, Sendable {
  /// Nil for what PHP itself refuses.
  public let code: String?
  public let severity: Diagnostic.Severity
  public let message: String
  public let effect: String
  public let cure: String
  public let location: SourceLocation?

  public init(_ diagnostic: Diagnostic) {
    code = diagnostic.code
    severity = diagnostic.severity
    message = diagnostic.message
    effect = diagnostic.effect
    cure = diagnostic.cure
    location = diagnostic.location
  }

  /// A configuration of which PHP makes no pool.
  public init(_ error: PoolError) {
    code = error.code
    severity = .critical
    message = error.message
    effect = error.effect
    cure = error.cure
    location = error.location
  }

  private enum CodingKeys: CodingKey { case code, severity, message, effect, cure, source, line }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(code, forKey: .code)
    try container.encode(severity.word, forKey: .severity)
    try container.encode(message, forKey: .message)
    try container.encode(effect, forKey: .effect)
    try container.encode(cure, forKey: .cure)
    try container.encode(location?.source, forKey: .source)
    try container.encode(location?.line, forKey: .line)
  }

  /// As it stands in a terminal.
  var lines: [Cell] {
    let place = location.map { " \($0):" } ?? ":"
    return [
      Cell("\(severity.word)\(code.map { " " + $0 } ?? "")\(place) \(message)", tone: severity.tone),
      Cell("  PHP: \(effect)"),
      Cell("  try: \(cure)"),
    ]
  }
}

extension Diagnostic.Severity {
  public var word: String {
    switch self {
    case .critical: "critical"
    case .warning: "warning"
    case .info: "info"
    }
  }

  var tone: Tone {
    switch self {
    case .critical: .bad
    case .warning: .attention
    case .info: .faint
    }
  }
}
