public import PHPConfiguration

extension Pool {
  /// The pool that PHP builds from a configuration.
  ///
  /// - `handler`: nil takes session.save_handler.
  /// - `release`: nil takes `mcpool.extension_release`, else the newest that distributions carry; a given one stands in
  ///   only where that directive is not set.
  /// - `serverName`: SERVER_NAME of the requests, which some prefixes of memcache hold.
  ///
  /// Throws where PHP refuses the configuration, hangs or crashes on it, or where what it does cannot be known.
  public init(
    configuration: Configuration, handler: Handler? = nil, release: Release? = nil, serverName: [UInt8]? = nil
  ) throws(PoolError) {
    let handler = if let handler { handler } else { try Self.handler(of: configuration) }
    var diagnostics: [Diagnostic] = []
    let release = Self.release(of: handler, configuration, given: release, &diagnostics)
    let rules: Rules
    var savePath = configuration["session.save_path"]
    do throws(PoolError) {
      switch handler {
      case .memcache:
        let memcache = try Memcache.Rules(
          configuration: configuration, release: release, serverName: serverName, diagnostics: &diagnostics)
        savePath = try Memcache.Rules.savePath(configuration, rules: memcache.release)
        rules = .memcache(memcache)
      case .memcached:
        rules = .memcached(
          try Memcached.Rules(
            configuration: configuration, release: release, serverName: serverName, diagnostics: &diagnostics))
      }
    } catch {
      var error = error
      error.diagnostics = diagnostics
      throw error
    }
    self.init(
      handler: handler, release: release,
      savePath: savePath ?? Setting(name: "session.save_path", value: [], location: .unset), rules: rules,
      diagnostics: diagnostics)
  }

  static func handler(of configuration: Configuration) throws(PoolError) -> Handler {
    let setting = configuration["session.save_handler"]
    // PHP looks a handler up in any case.
    if let setting, let handler = Handler(rawValue: setting.text.lowercased()) { return handler }
    throw PoolError(
      kind: .refused,
      message: setting.map { "session.save_handler = \"\($0.text)\" keeps no sessions in memcached" }
        ?? "session.save_handler is not set, so PHP keeps sessions in files",
      effect: "there is no pool of memcached servers to speak of",
      cure: "set session.save_handler = memcache or memcached, or say which with --handler", location: setting?.location
    )
  }

  static func release(
    of handler: Handler, _ configuration: Configuration, given: Release?, _ diagnostics: inout [Diagnostic]
  ) -> Release {
    if let setting = configuration["mcpool.extension_release"] {
      return Release(value: setting.text, provenance: .stated)
    }
    if let given { return given }
    let newest =
      switch handler {
      case .memcache: "8.2"
      case .memcached: "3.3.0"
      }
    let setting = configuration["session.save_handler"]
    let line = (setting?.kind ?? .ini).line("mcpool.extension_release", newest)
    diagnostics.append(
      Diagnostic(
        code: "MC301", severity: .info,
        message: "the release of the \(handler.rawValue) extension is assumed to be \(newest)",
        effect: "where sessions are, and what a failure does to them, depends on the release",
        cure: "state it: \(line), or name the PHP with --php",
        location: setting?.location ?? .unset))
    return Release(value: newest, provenance: .assumed)
  }
}

extension SourceLocation {
  /// Where a directive stands that is set nowhere.
  fileprivate static let unset = SourceLocation(source: "PHP's default", line: 0)
}
