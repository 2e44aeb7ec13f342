import Glibc
import PHPConfiguration

/// A file with one password in it.
public enum PasswordFile {
  /// The password: the file's first line, without its line end. Refuses a file that others could read.
  public static func read(_ path: String) throws(InstallationError) -> [UInt8] {
    let text = try Files.text(path)
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & (S_IRWXG | S_IRWXO) == 0 else {
      throw InstallationError(
        .forbidden, "\(path) holds a password, and others than its owner can read or write it",
        remedy: "chmod 600 \(path), and change the password if somebody may have seen it")
    }
    let line = text.bytes.prefix { $0 != 0x0a }
    let password = Array(line.last == 0x0d ? line.dropLast() : line)
    guard !password.isEmpty else {
      throw InstallationError(.missing, "\(path) holds no password", remedy: "write the password as its first line")
    }
    return password
  }
}
