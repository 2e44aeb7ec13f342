/// One directive with the value that PHP works with, and where it came from.
public struct Setting: Hashable, Sendable {
  public var name: String
  /// What PHP's `get_cfg_var` (php.ini) or `ini_get` (FPM, Apache) answers, byte for byte.
  public var value: [UInt8]
  public var location: SourceLocation
  /// Of what kind the text is in which it stands; an option of the command line is read as ini.
  public var kind: SourceText.Kind
  /// The lines that set the same directive and lost, in the order in which PHP read them.
  public var overrode: [SourceLocation]

  public init(
    name: String, value: [UInt8], location: SourceLocation, kind: SourceText.Kind = .ini,
    overrode: [SourceLocation] = []
  ) {
    self.name = name
    self.value = value
    self.location = location
    self.kind = kind
    self.overrode = overrode
  }

  /// The value for messages and JSON: bytes that are no UTF-8 become U+FFFD.
  public var text: String { String(decoding: value, as: UTF8.self) }
}
