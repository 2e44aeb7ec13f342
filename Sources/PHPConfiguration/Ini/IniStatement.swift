/// One statement of an ini text with its value worked out, and what its value was made of.
struct IniStatement: Hashable {
  enum Kind: Hashable {
    /// `name = value`; nil: a name without `=`, which php.ini ignores.
    case entry(name: [UInt8], value: [UInt8]?)
    /// `name[key] = value`.
    case element(name: [UInt8], key: [UInt8], value: [UInt8])
    /// `[name]`.
    case section([UInt8])
  }

  var kind: Kind
  var trace: IniTrace
}

/// What PHP met on the way to a value: the material of warnings.
struct IniTrace: Hashable {
  struct Reference: Hashable {
    var name: [UInt8]
    var isUnset: Bool
  }

  var tokens: [IniToken] = []
  var references: [Reference] = []
  /// Operands that an operator took for a number although they are none.
  var nonNumericOperands: [[UInt8]] = []
  var unknownConstants: [[UInt8]] = []

  /// Where the statement starts.
  var start: Int { tokens.first?.range.lowerBound ?? 0 }
  var end: Int { tokens.last?.range.upperBound ?? 0 }
}

/// Why PHP stops reading a text.
enum IniStop: Error, Hashable {
  /// The first token that the grammar refuses. `line` is PHP's own count, which may be off; `trace` is the
  /// statement that had been begun.
  case syntaxError(token: IniToken, line: Int, trace: IniTrace)
  /// `${name}` where `name` is an array: PHP ends with "Out of memory".
  case arrayReference(name: [UInt8], trace: IniTrace)
  /// More parentheses, signs or fallbacks inside one another than PHP's parser can hold.
  case memoryExhausted(line: Int, trace: IniTrace)
  /// More bytes out of `${…}` than `Expansion` allows. PHP itself goes on until the machine has no memory left.
  case expandedTooFar(trace: IniTrace)
}
