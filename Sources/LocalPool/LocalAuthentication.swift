import FoundationEssentials
import Glibc
public import MemcacheClient
import Subprocess
import SystemPackage

/// What a memcached started here wants from its clients.
public enum LocalAuthentication: Sendable {
  case none
  /// `-Y`: a user and a password as the first command of the text protocol.
  case passwordFile(Login)
  /// `-S`: SASL PLAIN over the binary protocol; text clients get no answer.
  case sasl(Login)

  /// Writes the files that it needs.
  func prepare(in folder: String) async throws -> (arguments: [String], environment: [Environment.Key: String]) {
    switch self {
    case .none: return ([], [:])
    case .passwordFile(let login):
      let file = folder + "/users"
      try write(login.user + Array(":".utf8) + login.password + Array("\n".utf8), to: file)
      return (["-Y", file], [:])
    case .sasl(let login):
      let users = folder + "/sasldb"
      // The SASL library wants the name of a folder, in which it looks for a file named after the program.
      try write(Array("mech_list: plain\nsasldb_path: \(users)\n".utf8), to: folder + "/memcached.conf")
      try await SystemTool.run(
        "/usr/sbin/saslpasswd2", package: "sasl2-bin",
        ["-p", "-c", "-a", "memcached", "-f", users, "-u", hostName(), String(decoding: login.user, as: UTF8.self)],
        input: login.password)
      chmod(users, 0o644)
      return (["-S"], ["SASL_CONF_PATH": folder])
    }
  }

  private func write(_ bytes: [UInt8], to file: String) throws {
    try Data(bytes).write(to: URL(filePath: file))
    chmod(file, 0o644)  // memcached reads it as nobody
  }

  /// memcached's realm: users of others are not found.
  private func hostName() -> String {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
