/// Something on this machine that was asked for and is not there, or cannot be read.
public struct InstallationError: Error, Hashable, Sendable {
  public enum Kind: Sendable {
    /// no such file, folder, pool or PHP
    case missing
    /// there, but not readable by this user
    case forbidden
    /// several would fit and none was named
    case ambiguous
  }

  public var kind: Kind
  public var summary: String
  public var remedy: String

  public init(_ kind: Kind, _ summary: String, remedy: String) {
    self.kind = kind
    self.summary = summary
    self.remedy = remedy
  }
}
