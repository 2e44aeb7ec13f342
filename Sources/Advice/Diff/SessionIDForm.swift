public import PHPConfiguration

/// How long PHP makes session ids, and of which characters.
public struct SessionIDForm: Hashable, Sendable {
  /// 22 to 256.
  public let length: Int
  /// 4: hexadecimal digits, 5: `0-9a-v`, 6: `0-9a-zA-Z-,`.
  public let bitsPerCharacter: Int

  public static let usual = SessionIDForm(length: 32, bitsPerCharacter: 4)

  private init(length: Int, bitsPerCharacter: Int) {
    self.length = length
    self.bitsPerCharacter = bitsPerCharacter
  }

  /// `session.sid_length` and `session.sid_bits_per_character`; what PHP refuses leaves the value before it in force.
  public init(_ configuration: Configuration) {
    length = SessionDirective.idLength.accepted(in: configuration)
    bitsPerCharacter = SessionDirective.bitsPerCharacter.accepted(in: configuration)
  }
}
