import LocalPool
import PHPConfiguration
import PHPInstallation
import Placement

/// The PHP of this machine that a drill is played with.
struct DrillPHP: Sendable {
  /// `php`, or `php8.2` where the configuration is that of one of several.
  let program: String
  let version: PHPVersion
  /// As PHP says; nil: the extension is not loaded.
  private let said: [Handler: String]

  /// The lines of its ini files that load extensions. A drill's PHP reads these and no others: what else this machine's
  /// files say is not what the configuration under test says.
  let extensionLines: String

  /// - Parameter name: the PHP whose configuration is played, as `--php` takes it; nil: that of the command line.
  init(_ name: String?) async throws {
    let installed = try name.map { name in
      try explained { () throws(InstallationError) in try InstalledPHP.named(name) }
    }
    program = installed.map { "php\($0.version)" } ?? "php"
    let code = """
      foreach (['memcache', 'memcached'] as $name) echo phpversion($name) ?: '-', ' ';
      echo PHP_MAJOR_VERSION, ' ', PHP_MINOR_VERSION, "\\n";
      $files = array_merge([(string) php_ini_loaded_file()], explode(',', (string) php_ini_scanned_files()));
      foreach (array_filter(array_map('trim', $files)) as $file)
        foreach (file($file) as $line)
          if (preg_match('/^\\s*extension(_dir)?\\s*=/', $line)) echo trim($line), "\\n";
      """
    guard let answer = try await LocalPHP.evaluate(code, program: program) else {
      throw Failure(.noInput, "a drill needs PHP, and there is no \(program) here", remedy: Self.cure(program))
    }
    let lines = answer.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    extensionLines = lines.count > 1 ? String(lines[1]) : ""
    let words = lines[0].split(separator: " ").map(String.init)
    guard words.count == 4, let major = Int(words[2]), let minor = Int(words[3]) else {
      throw Failure(.noInput, "\(program) does not say which version it is", remedy: "look at: \(program) -v")
    }
    version = PHPVersion(major, minor)
    said = Dictionary(
      uniqueKeysWithValues: zip([Handler.memcache, .memcached], words).filter { $1 != "-" }.map { ($0, $1) })
  }

  /// The release of its extension: that of Debian's package, for memcache 8.0 calls itself 4.0.5.2.
  func release(of handler: Handler) async throws(Failure) -> String {
    guard let said = said[handler] else {
      throw Failure(
        .noInput, "a drill needs PHP's extension \(handler.rawValue), and \(program) does not load it",
        remedy: Self.cure("php\(version)"))
    }
    return await ExtensionPackage.installed(handler, php: version) ?? said
  }

  private static func cure(_ php: String) -> String {
    let php = php == "php" ? "php8.2" : php
    return "apt-get install \(php)-cli \(php)-memcache \(php)-memcached memcached"
  }
}

extension LoadedConfiguration {
  /// The same with the release of the extension that is installed here; refused where it states another one.
  func withRelease(of php: DrillPHP) async throws(Failure) -> LoadedConfiguration {
    let pool: Pool
    do throws(PoolError) { pool = try self.pool() } catch { throw Failure(error) }
    let installed = try await php.release(of: pool.handler)
    if pool.release.provenance != .assumed, pool.release.value != installed {
      throw Failure(
        .configuration,
        "the configuration is for \(pool.handler.rawValue) \(pool.release.value), and \(php.program) here has \(installed)",
        effect: "what a failure does to sessions depends on the release, so this drill would show something else",
        remedy: "run it where \(pool.release.value) is installed, or with --extension-release \(installed)")
    }
    var other = self
    other.configuration.set("mcpool.extension_release", to: Array(installed.utf8), from: php.program)
    return other
  }
}
