public import PHPConfiguration
public import Placement
import Subprocess

/// The Debian package of an extension, for the release that it holds for one PHP.
public enum ExtensionPackage {
  /// The release in a package version for a PHP of this major version; nil when no part of it is for that PHP.
  ///
  /// Debian builds one package from several generations of the source and joins their versions with `+`:
  /// `8.0+4.0.5.2+3.0.9~20170802.e702b5f9+-8` holds memcache 8.0 for PHP 8, 4.0.5.2 for PHP 7, 3.0.9 for PHP 5;
  /// `3.2.0+2.2.0-4` holds memcached 3.2.0 for PHP 7 and later and 2.2.0 for PHP 5.
  public static func release(in version: String, of handler: Handler, php: PHPVersion) -> String? {
    let withoutEpoch = version.split(separator: ":", maxSplits: 1).last.map(String.init) ?? version
    let upstream = withoutEpoch.lastIndex(of: "-").map { String(withoutEpoch[..<$0]) } ?? withoutEpoch
    let parts = upstream.split(separator: "+").compactMap { $0.split(separator: "~").first.map(String.init) }
    let generations: ClosedRange<Int> =
      switch (handler, php.major) {
      case (.memcache, 8...): 8...99
      case (.memcache, 7): 4...7
      case (.memcache, _): 2...3
      case (.memcached, 7...): 3...99
      case (.memcached, _): 1...2
      }
    return parts.first { part in
      part.split(separator: ".").first.flatMap { Int($0) }.map(generations.contains) ?? false
    }
  }

  /// The release that this machine has installed for a PHP; nil without dpkg or without the package.
  public static func installed(_ handler: Handler, php: PHPVersion) async -> String? {
    for package in ["php\(php)-\(handler.rawValue)", "php-\(handler.rawValue)"] {
      let asked = try? await run(
        .name("dpkg-query"), arguments: ["-W", "-f=${db:Status-Status} ${Version}", package],
        output: .string(limit: 4096), error: .discarded)
      guard let words = asked?.standardOutput.split(separator: " "), words.count == 2, words[0] == "installed" else {
        continue
      }
      return release(in: String(words[1]), of: handler, php: php)
    }
    return nil
  }
}
