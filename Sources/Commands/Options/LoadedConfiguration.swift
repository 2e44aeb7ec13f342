import PHPConfiguration
import PHPInstallation
import Placement

/// The directives that the pool options lead to, before a pool is made of them.
struct LoadedConfiguration: Sendable {
  var configuration: Configuration
  /// The name of the pool, where it has one: `shop`, `php:8.2/fpm`, the path of its file.
  var name: String
  /// Where it came from, as plans and reports name it: `--ini /etc/php.ini`, `pool shop (/etc/mcpool/pools/shop.ini)`.
  var source: String
  /// The user named the pool on the command line; an act without a terminal needs that.
  var isExplicit: Bool
  /// What the package of the named PHP says; nil when none was asked.
  var packagedRelease: Release?
  var handler: Handler?
  var serverName: [UInt8]?
  /// The PHP that `--php` names, or the only one here.
  var installed: InstalledPHP?
  /// What was read by name, in order; without what php-fpm's files include.
  var texts: [(text: SourceText, kind: SourceText.Kind)] = []
  /// Lines with which php-fpm or Apache do not start, where these were asked for; their texts count for nothing.
  var refused: [ConfigurationError] = []
  var standardInput: [UInt8] = []

  /// Keys of mcpool's own that this version does not know.
  var unknownKeys: [Diagnostic] {
    let known = OwnKeys.names
    return configuration.settings.values.filter { $0.name.hasPrefix("mcpool.") && !known.contains($0.name) }
      .sorted { $0.name < $1.name }.map { setting in
        Diagnostic(
          code: "MC236", severity: .warning, message: "\(setting.name) is no key of this version of mcpool",
          effect: "nothing: PHP ignores it, and so does mcpool", cure: "write one of: \(known.joined(separator: ", "))",
          location: setting.location)
      }
  }

  /// What PHP builds from it.
  func pool() throws(PoolError) -> Pool {
    try Pool(configuration: configuration, handler: handler, release: packagedRelease, serverName: serverName)
  }
}

extension PoolOptions {
  /// Reads every source in the order of their strength: PHP, named pool, ini files as given, `-d`, `--save-path` and
  /// `--handler`.
  /// - Parameter collectsRefusals: see `LoadedConfiguration.refused`; else the first of them is thrown.
  func load(_ surroundings: Surroundings, collectsRefusals: Bool = false) async throws -> LoadedConfiguration {
    let readsInput = ini.contains { INISource($0).path == "-" }
    let standardInput = readsInput ? try await surroundings.input.readAll() : []
    var loaded = try load(
      environment: surroundings.environment, standardInput: standardInput, collectsRefusals: collectsRefusals)
    loaded.packagedRelease = await packagedRelease(loaded.installed, loaded.configuration)
    return loaded
  }

  /// The same from files alone: standard input was read before, and no package is asked for its release.
  /// - Parameter replacing: what stands instead in the files of these names.
  func load(
    environment: [String: String], standardInput: [UInt8], replacing: [String: [UInt8]] = [:],
    collectsRefusals: Bool = false
  ) throws -> LoadedConfiguration {
    let setsPath = savePath != nil || define.contains { $0.hasPrefix("session.save_path") }
    var chosen = PoolSources(php: php, pool: try only)
    if php == nil, pool.isEmpty, ini.isEmpty, !setsPath { chosen = try PoolSources.usual(environment) }

    var sources: [[(text: SourceText, kind: SourceText.Kind)]] = []
    var names: [String] = []
    var installed: InstalledPHP?
    if let name = chosen.php {
      let found = try explained { () throws(InstallationError) in try InstalledPHP.named(name) }
      sources.append(try explained { () throws(InstallationError) in try found.texts() })
      names.append("PHP \(found.name)")
      installed = found
    }
    if let name = chosen.pool {
      let named = try explained { () throws(InstallationError) in try NamedPool.named(name, environment: environment) }
      sources.append([(try explained { () throws(InstallationError) in try Files.text(named.path) }, .ini)])
      names.append("pool \(name) (\(named.path))")
    }
    var given: [(text: SourceText, kind: SourceText.Kind)] = []
    for argument in ini {
      given += try explained { () throws(InstallationError) in
        try INISource(argument).texts(standardInput: standardInput)
      }
      names.append("--ini \(argument)")
    }

    var configuration = Configuration(environment: environment, php: installed?.version ?? PHPVersion(8, 2))
    var read: [(text: SourceText, kind: SourceText.Kind)] = []
    var refused: [ConfigurationError] = []
    for texts in sources + [given] {
      for (original, kind) in texts {
        read.append((original, kind))
        let text = replacing[original.name].map { SourceText(name: original.name, bytes: $0) } ?? original
        do throws(ConfigurationError) {
          try configuration.read(text, as: kind, fpmPool: fpmPool)
        } catch {
          // Without a line it is a question to the user, and no line of the file is to blame.
          guard collectsRefusals, error.location.line > 0 else { throw Failure(error) }
          refused.append(error)
        }
      }
      configuration.beginSource()
    }
    if refused.isEmpty { try checkPool(configuration) }
    try define(in: &configuration)
    if setsPath { names.append(savePath == nil ? "-d session.save_path" : "--save-path") }
    if let savePath {
      configuration.set("session.save_path", to: Array(savePath.utf8), from: "--save-path")
    }
    if let handler {
      configuration.set("session.save_handler", to: Array(handler.rawValue.utf8), from: "--handler")
    }
    if let extensionRelease {
      configuration.set("mcpool.extension_release", to: Array(extensionRelease.utf8), from: "--extension-release")
    }
    return LoadedConfiguration(
      configuration: configuration, name: name(chosen), source: names.joined(separator: ", "),
      isExplicit: !chosen.isUsual, handler: handler, serverName: serverName.map { Array($0.utf8) },
      installed: installed, texts: read, refused: refused, standardInput: standardInput)
  }

  /// What labels and reports on several pools call this one.
  private func name(_ chosen: PoolSources) -> String {
    if let name = chosen.pool { return name }
    if let php = chosen.php { return "php:\(php)" }
    return ini.isEmpty ? "save_path" : ini.joined(separator: ",")
  }

  /// What `-d` alone says, for bare nodes.
  func defined(_ surroundings: Surroundings) throws(Failure) -> Configuration {
    var configuration = Configuration(environment: surroundings.environment, php: PHPVersion(8, 2))
    try define(in: &configuration)
    return configuration
  }

  private func define(in configuration: inout Configuration) throws(Failure) {
    for directive in define { configuration.read(define: directive) }
    if let secret = configuration.settings.values.first(where: {
      $0.name.hasSuffix("password") && $0.location.source == "-d"
    }) {
      throw Failure(
        .usage, "\(secret.name): a password is never taken from the command line, where others can see it",
        remedy: "put it into an ini file that only you can read, and name that with --ini")
    }
  }

  private func checkPool(_ configuration: Configuration) throws(Failure) {
    guard let fpmPool, !configuration.poolNames.contains(where: { $0.lowercased() == fpmPool.lowercased() }) else {
      return
    }
    let known = configuration.poolNames
    throw Failure(
      .configuration, "no FPM pool named '\(fpmPool)' in what was read",
      remedy: known.isEmpty
        ? "name the pool's file with --ini fpm:PATH" : "name one of: \(known.joined(separator: ", "))")
  }

  private func packagedRelease(_ php: InstalledPHP?, _ configuration: Configuration) async -> Release? {
    guard let php, let name = configuration["session.save_handler"]?.text, let handler = Handler(rawValue: name) else {
      return nil
    }
    return await ExtensionPackage.installed(handler, php: php.version).map { Release(value: $0, provenance: .read) }
  }
}

/// The PHP and the named pool that are read before any file.
private struct PoolSources {
  var php: String?
  var pool: String?
  /// Nobody named it: `$MCPOOL_POOL`, the pool `default` or the only PHP here.
  var isUsual = false

  init(php: String?, pool: String?) {
    self.php = php
    self.pool = pool
  }

  /// What counts when no option names a pool.
  static func usual(_ environment: [String: String]) throws -> PoolSources {
    var sources = PoolSources(php: nil, pool: nil)
    sources.isUsual = true
    if let name = environment["MCPOOL_POOL"], !name.isEmpty {
      sources.pool = name
      return sources
    }
    if NamedPool.all(environment: environment).contains(where: { $0.name == "default" }) {
      sources.pool = "default"
      return sources
    }
    let php = InstalledPHP.all()
    let fitting = php.filter { php in
      var configuration = Configuration(environment: environment, php: php.version)
      for (text, kind) in (try? php.texts()) ?? [] { try? configuration.read(text, as: kind, fpmPool: nil) }
      return configuration["session.save_handler"].flatMap { Handler(rawValue: $0.text) } != nil
    }
    if fitting.count == 1 {
      sources.php = fitting[0].name
      return sources
    }
    let found =
      fitting.isEmpty
      ? "no PHP here has session.save_handler memcache or memcached (found: \(php.isEmpty ? "none" : php.map(\.name).joined(separator: ", ")))"
      : "several PHPs here keep sessions in memcached: \(fitting.map(\.name).joined(separator: ", "))"
    throw Failure(
      .usage,
      "no pool: $MCPOOL_POOL is not set, no default.ini in \(NamedPool.folders(environment: environment).joined(separator: ", ")), and \(found)",
      remedy: fitting.isEmpty
        ? "mcpool stats --handler memcached --save-path 127.0.0.1:11211" : "mcpool stats --php \(fitting[0].name)")
  }
}
