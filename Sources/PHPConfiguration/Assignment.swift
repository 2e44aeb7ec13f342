/// One line that sets a directive; of all that set the same one, the strongest counts.
struct Assignment: Hashable {
  /// Where a value can come from, weakest first.
  enum Layer: Int, Comparable {
    case ini, fpmValue, apacheValue, userIni, fpmAdmin, apacheAdmin, define, literal

    static func < (a: Layer, b: Layer) -> Bool { a.rawValue < b.rawValue }

    /// php-fpm applies a pool's lines back to front, so that the first of several counts.
    var firstWins: Bool { self == .fpmValue || self == .fpmAdmin }

    var kind: SourceText.Kind {
      switch self {
      case .ini, .define, .literal: .ini
      case .fpmValue, .fpmAdmin: .fpm
      case .apacheValue, .apacheAdmin: .apache
      case .userIni: .userIni
      }
    }
  }

  enum Value: Hashable {
    case scalar([UInt8])
    /// `name[] = …`: visible to `get_cfg_var`, of no use to a directive.
    case array
  }

  /// Which source it belongs to; a later one stands over all earlier ones, whatever their layers.
  var source: Int
  var layer: Layer
  var value: Value
  var location: SourceLocation
  /// Position among all lines that were read.
  var order: Int
  /// How deep in Apache's containers; the inner one wins.
  var depth = 0

  func isWeaker(than other: Assignment) -> Bool {
    if source != other.source { return source < other.source }
    if layer != other.layer { return layer < other.layer }
    if depth != other.depth { return depth < other.depth }
    return layer.firstWins ? order > other.order : order < other.order
  }

  /// One text that PHP offers to a directive. php.ini, conf.d and definitions make one table, in which later lines replace
  /// earlier ones unseen; so do the lines of one `.user.ini`, and all of Apache. Of a pool every line is offered.
  enum Offer: Hashable {
    case startup(source: Int)
    case apache(source: Int)
    case userIni(source: Int, file: String)
    case line(order: Int)
  }

  var offer: Offer {
    switch layer {
    case .ini, .define: .startup(source: source)
    case .apacheValue, .apacheAdmin: .apache(source: source)
    case .userIni: .userIni(source: source, file: location.source)
    case .fpmValue, .fpmAdmin, .literal: .line(order: order)
    }
  }
}
