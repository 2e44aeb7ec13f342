import FoundationEssentials
import Glibc
public import PHPConfiguration

/// Reads configuration texts from this machine.
public enum Files {
  /// The bytes of one file. Throws an `InstallationError` that names the path.
  public static func text(_ path: String) throws(InstallationError) -> SourceText {
    if isFolder(path) {
      throw InstallationError(.missing, "\(path) is a folder, not a file", remedy: "name one file in it")
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    return SourceText(name: path, bytes: try readAll(descriptor, path))
  }

  /// The files of a folder that PHP would scan: names that end in `.ini`, dot files included, in plain byte order
  /// whatever the locale (measured with PHP 8.2).
  public static func scanned(_ folder: String) throws(InstallationError) -> [String] {
    try names(in: folder).filter { $0.hasSuffix(".ini") }.map { folder + "/" + $0 }.filter { !isFolder($0) }
  }

  /// The names in a folder, in byte order.
  public static func names(in folder: String) throws(InstallationError) -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { throw failure(folder) }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Whether a file, folder or anything else has this path, readable or not.
  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  public static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The files that a shell pattern matches, sorted, as php-fpm's `include` reads them.
  public static func matching(_ pattern: String) -> [String] {
    var result = glob_t()
    defer { globfree(&result) }
    guard glob(pattern, 0, nil, &result) == 0 else { return [] }
    return (0..<Int(result.gl_pathc)).compactMap { result.gl_pathv[$0].map { String(cString: $0) } }
  }

  private static func readAll(_ descriptor: Int32, _ path: String) throws(InstallationError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count < 0, errno != EINTR { throw failure(path) }
      if count > 0 { bytes += chunk[..<count] }
    }
  }

  private static func failure(_ path: String) -> InstallationError {
    let code = errno
    let reason = String(cString: strerror(code))
    if code == EACCES || code == EPERM {
      return InstallationError(.forbidden, "\(path): \(reason)", remedy: "run as a user who may read it")
    }
    return InstallationError(.missing, "\(path): \(reason)", remedy: "check the path, or name another with --ini")
  }
}
