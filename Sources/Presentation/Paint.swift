@preconcurrency import Rainbow

/// Colour, where the reader wants it: on a terminal, without NO_COLOR and without `--no-color`.
public struct Paint: Sendable {
  public let isOn: Bool

  public init(isOn: Bool) {
    self.isOn = isOn
    // The library would decide by itself from standard output; here the caller has decided.
    if isOn { Self.takeOver }
  }

  private static let takeOver: Void = {
    Rainbow.outputTarget = .console
    Rainbow.enabled = true
  }()

  public func callAsFunction(_ text: String, _ tone: Tone?) -> String {
    guard isOn, let tone else { return text }
    return switch tone {
    case .good: text.green
    case .bad: text.red
    case .attention: text.yellow
    case .faint: text.dim
    case .heading: text.bold
    }
  }
}
