/// What PHP knows of its directives after it has read some configuration texts.
///
/// Feed it the texts in PHP's order (php.ini, then conf.d, then the pool's files), ask it for directives. Everything
/// that PHP drops or changes on the way without a word is in `diagnostics`.
///
/// Strength, weakest first: php.ini and conf.d (later wins) < pool `php_value`, `php_flag` (the first wins)
/// < Apache's `php_value`, `php_flag` < `.user.ini` < pool `php_admin_*` < Apache's `php_admin_*` < `define`
/// (later wins) < `set`. A `define` stands over the pool, because that is what `-d` of mcpool means; PHP's own `-d`
/// would stand below it.
///
/// Parity: PHP 8.2.35 on Debian 12 (cli and fpm), compared on random texts; Apache and PHP 8.3's `${NAME:-default}`
/// follow their documented rules.
public struct Configuration: Sendable {
  let environment: [[UInt8]: [UInt8]]
  let php: PHPVersion
  var assignments: [[UInt8]: AssignmentHistory] = [:]
  var findings: [Diagnostic] = []
  var pools = FPMPools()
  var expansion = Expansion()
  private var count = 0
  private var source = 0

  /// - Parameters:
  ///   - environment: what `${NAME}` sees: the environment of the service, not of the operator's shell.
  ///   - php: the version whose language is read.
  public init(environment: [String: String] = [:], php: PHPVersion = PHPVersion(8, 2)) {
    self.environment = Dictionary(
      environment.map { (Array($0.key.utf8), Array($0.value.utf8)) }, uniquingKeysWith: { first, _ in first })
    self.php = php
  }

  /// The value in force, byte for byte, with its source; nil when nothing sets the directive, or only `name[] = …`.
  public subscript(name: String) -> Setting? { setting(Array(name.utf8)) }

  /// Every directive that has a value. Names are bytes in PHP; those that are no UTF-8 stand here with U+FFFD, and of
  /// several that become the same text the last one in byte order does.
  public var settings: [String: Setting] {
    let names = assignments.keys.sorted { $0.lexicographicallyPrecedes($1) }
    return Dictionary(names.compactMap { setting($0) }.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
  }

  /// What PHP drops or changes silently, in the order in which it was read.
  public var diagnostics: [Diagnostic] { findings + arrayDirectives }

  /// The texts that PHP offers to a directive, strongest first: the first one that its extension does not refuse is in
  /// force, and without one PHP's default. Of php.ini, conf.d and `define` only the winner is among them.
  ///
  /// The first is what the subscript gives; the others name no lines that they overrode. PHP 8.2.35: pool lines and
  /// `.user.ini` were run with refused values, Apache's rule was read.
  public func candidates(_ name: String) -> [Setting] {
    guard let strongest = self[name], let history = assignments[Array(name.utf8)] else { return [] }
    return [strongest]
      + history.offered.dropFirst().prefix { $0.value != .array }.compactMap { setting(Array(name.utf8), $0) }
  }

  private func setting(_ name: [UInt8]) -> Setting? {
    guard let history = assignments[name], let winner = history.all.max(by: { $0.isWeaker(than: $1) }) else {
      return nil
    }
    var setting = setting(name, winner)
    setting?.overrode = history.all.filter { $0.order != winner.order }.map(\.location)
    return setting
  }

  private func setting(_ name: [UInt8], _ assignment: Assignment) -> Setting? {
    guard case .scalar(let value) = assignment.value else { return nil }
    return Setting(
      name: name.text, value: assignment.layer.firstWins ? pools.expanded(value, of: name) : value,
      location: assignment.location, kind: assignment.layer.kind)
  }

  /// Sets a directive to bytes as they are, over everything that any text says.
  public mutating func set(_ name: String, to value: [UInt8], from source: String) {
    assign(.scalar(value), to: Array(name.utf8), in: .literal, at: SourceLocation(source: source, line: 0))
  }

  /// Whatever is read from here on stands over all that was read before: a file that the user names over the
  /// configuration of an installed PHP, whose pool would be stronger than any php.ini otherwise.
  public mutating func beginSource() { source += 1 }

  mutating func assign(
    _ value: Assignment.Value, to name: [UInt8], in layer: Assignment.Layer, at location: SourceLocation, depth: Int = 0
  ) {
    count += 1
    assignments[name, default: AssignmentHistory()].append(
      Assignment(source: source, layer: layer, value: value, location: location, order: count, depth: depth))
  }

  /// What php.ini, conf.d and `define` hold under a name: PHP's `get_cfg_var`.
  func configured(_ name: [UInt8]) -> Assignment? { assignments[name]?.configured }

  /// Directives to which php.ini gives an array: PHP ends with "Out of memory" when the extension registers them.
  private var arrayDirectives: [Diagnostic] {
    assignments.keys.filter(DirectiveName.isWatched).sorted { $0.lexicographicallyPrecedes($1) }.compactMap { name in
      guard let assignment = configured(name), assignment.value == .array else { return nil }
      return Diagnostic(
        code: "MC109", severity: .critical, message: "\(name.text)[] makes an array of a directive",
        effect: "PHP ends with \"Out of memory\" at start when the extension of that directive is loaded",
        cure: "write \(name.text) = \"…\" without brackets", location: assignment.location)
    }
  }
}
