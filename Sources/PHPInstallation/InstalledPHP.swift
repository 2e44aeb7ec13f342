public import PHPConfiguration

/// One PHP of this machine as Debian and Ubuntu lay it out: `/etc/php/VERSION/SAPI`.
public struct InstalledPHP: Hashable, Sendable {
  public var version: PHPVersion
  /// `cli`, `fpm`, `apache2`, `cgi`
  public var sapi: String
  /// `/etc/php/8.2/fpm`
  public var folder: String

  /// `8.2/fpm`, as `--php` takes it.
  public var name: String { "\(version)/\(sapi)" }

  /// All of them, oldest version first. `root` stands before `/etc/php`; empty for the real one.
  public static func all(root: String = "") -> [InstalledPHP] {
    let base = root + "/etc/php"
    let found = ((try? Files.names(in: base)) ?? []).flatMap { version -> [InstalledPHP] in
      let parts = version.split(separator: ".").map { Int($0) }
      guard parts.count == 2, let major = parts[0], let minor = parts[1] else { return [] }
      return ((try? Files.names(in: base + "/" + version)) ?? [])
        .filter { Files.isFolder("\(base)/\(version)/\($0)/conf.d") }
        .map { InstalledPHP(version: PHPVersion(major, minor), sapi: $0, folder: "\(base)/\(version)/\($0)") }
    }
    return found.sorted { ($0.version, $0.sapi) < ($1.version, $1.sapi) }
  }

  /// The PHP that `[VERSION/]SAPI` names. Without a version it must be the only one with that SAPI.
  public static func named(_ name: String, root: String = "") throws(InstallationError) -> InstalledPHP {
    let all = all(root: root)
    let found = all.filter { $0.name == name || $0.sapi == name }
    if found.count == 1 { return found[0] }
    if found.count > 1 {
      throw InstallationError(
        .ambiguous, "several PHPs here have \(name)", remedy: "name one: \(found.map(\.name).joined(separator: ", "))")
    }
    let known = all.map(\.name).joined(separator: ", ")
    throw InstallationError(
      .missing, "no PHP named '\(name)' in \(root)/etc/php",
      remedy: known.isEmpty ? "name its files with --ini instead" : "name one of: \(known)")
  }

  /// php.ini, the files of conf.d and, for fpm, its main file (which includes the pools), in PHP's order.
  public func texts() throws(InstallationError) -> [(text: SourceText, kind: SourceText.Kind)] {
    var paths = [folder + "/php.ini"].filter { !Files.matching($0).isEmpty }
    paths += try Files.scanned(folder + "/conf.d")
    var texts: [(SourceText, SourceText.Kind)] = []
    for path in paths { texts.append((try Files.text(path), .ini)) }
    if sapi == "fpm" { texts.append((try Files.text(folder + "/php-fpm.conf"), .fpm)) }
    return texts
  }
}
