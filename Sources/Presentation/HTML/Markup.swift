/// A piece of a page. Its literals are markup; whatever is put into them as text is escaped, so a page cannot be made with
/// text from outside in it that a browser would take for markup. Well-formed XML, so that any parser reads a page.
public struct Markup: Sendable, ExpressibleByStringInterpolation {
  public private(set) var text: String

  public init(stringLiteral literal: String) { text = literal }
  public init(stringInterpolation interpolation: StringInterpolation) { text = interpolation.text }

  /// Pieces one after the other.
  public init(_ pieces: some Sequence<Markup>) { text = pieces.map(\.text).joined(separator: "\n") }

  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    public init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + interpolationCount * 16)
    }

    public mutating func appendLiteral(_ literal: String) { text += literal }
    public mutating func appendInterpolation(_ text: String) { self.text += Markup.escaped(text) }
    public mutating func appendInterpolation(_ number: Int) { text += "\(number)" }
    public mutating func appendInterpolation(_ markup: Markup) { text += markup.text }
    public mutating func appendInterpolation(_ pieces: [Markup]) { text += Markup(pieces).text }
  }

  /// Safe between tags and in quoted values. Control characters and those that turn the direction of writing, which XML
  /// forbids or which deceive, become `\xNN`.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in printable(text).unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      // These are no characters to XML, although Unicode has them.
      case "\u{fffe}", "\u{ffff}": result += "\u{fffd}"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}
