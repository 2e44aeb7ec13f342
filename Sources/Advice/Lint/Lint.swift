public import PHPConfiguration
public import Placement

/// All that is wrong with one configuration, as far as the configuration alone can tell.
///
/// What PHP drops while it reads (PHPConfiguration) and what the extensions make of it (Placement) has its findings from
/// there; the rules of this room look at the pool that came out.
public struct Lint: Sendable {
  /// What `SERVER_NAME` is taken to be where a prefix needs one and none was given: it changes no rule but MC107, by
  /// its length.
  public static let anyServerName = Array("www.example.com".utf8)

  /// Graver ones first, in each severity by place.
  public let findings: [Diagnostic]
  /// Why PHP makes no pool of it, where no rule says so; nil where it makes one or a rule says why it does not.
  public let unnamed: PoolError?

  /// - Parameters:
  ///   - remarks: what else was found while the texts were read.
  ///   - refused: lines with which php-fpm or Apache do not start; nothing was read of the texts in which they stand.
  public init(
    _ configuration: Configuration, _ pool: Result<Pool, PoolError>, remarks: [Diagnostic] = [],
    refused: [ConfigurationError] = []
  ) {
    var found = configuration.diagnostics + remarks + refused.map { Diagnostic($0) }
    var unnamed: PoolError?
    switch pool {
    case .success(let pool):
      found += pool.diagnostics + Facts(configuration: configuration, pool: pool).findings
    case .failure(let error):
      found += error.diagnostics
      if let code = error.code {
        found.append(Diagnostic(error, code: code))
      } else if refused.isEmpty, !found.contains(where: { $0.explains(error, of: configuration) }) {
        unnamed = error
      }
    }
    self.unnamed = unnamed
    var seen: Set<Diagnostic> = []
    let rank = { (finding: Diagnostic) in
      (-finding.severity.rawValue, finding.location.source, finding.location.line, finding.code)
    }
    findings = found.filter { seen.insert($0).inserted }.sorted { rank($0) < rank($1) }
  }

  /// The gravest severity; nil without findings.
  public var worst: Diagnostic.Severity? { findings.map(\.severity).max() }
}

extension Diagnostic {
  /// PHP stopped at the line that should have made the pool, or before it came to one that would make another.
  fileprivate func explains(_ error: PoolError, of configuration: Configuration) -> Bool {
    guard severity == .critical else { return false }
    return error.location == location || error.directives(of: configuration).contains(where: lost.contains)
  }

  /// A line that stops a whole web server.
  fileprivate init(_ error: ConfigurationError) {
    self.init(
      code: LintRule.mc109.code, severity: LintRule.mc109.severity, message: error.message, effect: error.effect,
      cure: error.cure, location: error.location)
  }

  /// A configuration on which PHP hangs or dies, or which it refuses.
  fileprivate init(_ error: PoolError, code: String) {
    self.init(
      code: code, severity: .critical, message: error.message, effect: error.effect, cure: error.cure,
      location: error.location ?? SourceLocation(source: "PHP's default", line: 0))
  }
}

extension PoolError {
  /// Whose values are to blame, or are missing.
  fileprivate func directives(of configuration: Configuration) -> [String] {
    let servers = ["session.save_path", "memcache.session_save_path"]
    guard let location else {
      let handler = configuration["session.save_handler"].flatMap { Handler(rawValue: $0.text.lowercased()) }
      return handler == nil ? ["session.save_handler"] : servers
    }
    let names = configuration.settings.values.filter { $0.location == location }.map(\.name)
    return names.contains(where: servers.contains) ? servers + names : names
  }
}

/// What the rules look at.
struct Facts {
  let configuration: Configuration
  let pool: Pool

  var findings: [Diagnostic] {
    let own =
      switch pool.rules {
      case .memcache(let rules): MemcacheFacts(facts: self, rules: rules).findings
      case .memcached(let rules): MemcachedFacts(facts: self, rules: rules).findings
      }
    return shared + own
  }

  /// The first of these directives that is set; else the servers.
  func stated(_ names: String...) -> Setting { stated(names) }

  /// Where the first of these directives stands that is set; else where the servers do.
  func at(_ names: String...) -> SourceLocation { stated(names).location }

  private func stated(_ names: [String]) -> Setting {
    names.lazy.compactMap { configuration[$0] }.first ?? pool.savePath
  }

  func isSet(_ name: String) -> Bool { configuration[name] != nil }
}
