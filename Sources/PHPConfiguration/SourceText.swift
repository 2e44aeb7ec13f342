/// One configuration text: its bytes, and the name under which messages speak of it.
///
/// PHP works on bytes and knows no character set, so neither do we.
public struct SourceText: Hashable, Sendable {
  /// A path, `-d`, `--save-path`, `standard input`.
  public var name: String
  public var bytes: [UInt8]

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// Where a directive stands. Lines count from 1; 0 means that the source has no lines (an option of the command line).
public struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
  public var source: String
  public var line: Int

  public init(source: String, line: Int) {
    self.source = source
    self.line = line
  }

  public var description: String { line == 0 ? source : "\(source):\(line)" }
}
