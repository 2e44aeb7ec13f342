/// The four answers of a monitoring plugin, the least grave first: what is not known hides no alarm.
public enum CheckStatus: String, CaseIterable, Comparable, Encodable, Sendable {
  case ok, unknown, warning, critical

  /// The plugin's exit code.
  public var code: Int {
    switch self {
    case .ok: 0
    case .warning: 1
    case .critical: 2
    case .unknown: 3
    }
  }

  /// As plugins print it.
  public var word: String { rawValue.uppercased() }

  private var gravity: Int {
    switch self {
    case .ok: 0
    case .unknown: 1
    case .warning: 2
    case .critical: 3
    }
  }

  public static func < (a: CheckStatus, b: CheckStatus) -> Bool { a.gravity < b.gravity }
}
