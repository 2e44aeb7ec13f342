/// Why nodes cannot be spoken to in the way asked for: a certificate or key that is missing, forbidden or broken.
public struct AccessError: Error, Hashable, Sendable {
  public enum Kind: Hashable, Sendable { case missing, forbidden, broken }

  public let kind: Kind
  /// One line; names the file.
  public let summary: String
  public let remedy: String

  public init(_ kind: Kind, _ summary: String, remedy: String) {
    self.kind = kind
    self.summary = summary
    self.remedy = remedy
  }
}
