/// A line with which php-fpm does not start: its own words, and the cure.
struct FPMRefusal: Error, Hashable {
  var reason: String
  var cure: String

  static func syntax(_ stop: IniStop, in inspector: Inspector) -> FPMRefusal {
    switch stop {
    case .syntaxError(let token, let line, _):
      FPMRefusal(
        reason: "syntax error, unexpected \(token.phpName) in Unknown on line \(line)",
        cure: inspector.quoting(inspector.text.bytes, at: 0) + "; quotes must close in the same line")
    case .arrayReference(let name, _):
      FPMRefusal(
        reason: "${\(name.text)} names an array: Out of memory", cure: "refer to a directive that holds one value")
    case .memoryExhausted(let line, _):
      FPMRefusal(
        reason: "memory exhausted in Unknown on line \(line)",
        cure: "put the whole value between double quotes: outside them ( ) ~ ! are operators")
    case .expandedTooFar:
      FPMRefusal(reason: Expansion.tooMuch, cure: "write values out that refer to one another many times")
    }
  }

  func error(at location: SourceLocation) -> ConfigurationError {
    ConfigurationError(
      location: location, message: reason,
      effect: "php-fpm refuses to start, and with this file no pool starts", cure: cure)
  }
}
