import FoundationEssentials
import Glibc
import SystemPackage

/// A certificate with its key, as paths of PEM files.
public struct LocalCertificate: Sendable {
  public let path: String
  public let key: String
}

/// An authority that signs certificates for servers started here; gone with its folder.
public struct LocalAuthority: Sendable {
  /// When a certificate is good.
  public enum Validity: Sendable { case now, past, future }

  /// Its own certificate.
  public let path: String
  /// The same with its key, for a server that signs for itself.
  public var certificate: LocalCertificate { LocalCertificate(path: path, key: key) }
  private let folder: TemporaryFolder
  private var key: String { folder.path + "/ca.key" }
  private var settings: String { folder.path + "/ca.cnf" }

  init(_ name: String, in folder: TemporaryFolder) async throws {
    self.folder = folder
    path = folder.path + "/ca.pem"
    try """
    [ca]
    default_ca = own
    [own]
    database = \(folder.path)/index
    new_certs_dir = \(folder.path)
    rand_serial = yes
    default_md = sha256
    unique_subject = no
    copy_extensions = copy
    policy = any
    [any]
    commonName = supplied
    [req]
    distinguished_name = name
    [name]

    """.write(toFile: settings, atomically: false, encoding: .utf8)
    try "".write(toFile: folder.path + "/index", atomically: false, encoding: .utf8)
    try await openssl(
      ["req", "-x509", "-config", settings] + Self.newKey(key)
        + ["-out", path, "-days", "2", "-subj", "/CN=\(name)", "-addext", "basicConstraints=critical,CA:TRUE"])
    for file in [path, key] { chmod(file, 0o644) }  // memcached reads them as nobody
  }

  /// - Parameter names: as openssl writes subject alternative names, e.g. `DNS:localhost` and `IP:127.0.0.1`.
  public func issue(
    _ name: String, for names: [String] = ["DNS:localhost", "IP:127.0.0.1"], valid: Validity = .now
  ) async throws -> LocalCertificate {
    let issued = LocalCertificate(path: "\(folder.path)/\(name).pem", key: "\(folder.path)/\(name).key")
    let request = "\(folder.path)/\(name).csr"
    try await openssl(
      ["req", "-new", "-config", settings] + Self.newKey(issued.key) + ["-out", request, "-subj", "/CN=\(name)"]
        + (names.isEmpty ? [] : ["-addext", "subjectAltName=" + names.joined(separator: ",")]))
    let (start, end) =
      switch valid {
      case .now: ("20200101000000Z", "20990101000000Z")
      case .past: ("20200101000000Z", "20210101000000Z")
      case .future: ("20980101000000Z", "20990101000000Z")
      }
    try await openssl([
      "ca", "-batch", "-notext", "-config", settings, "-cert", path, "-keyfile", key, "-in", request,
      "-out", issued.path, "-startdate", start, "-enddate", end,
    ])
    for file in [issued.path, issued.key] { chmod(file, 0o644) }  // memcached reads them as nobody
    return issued
  }

  private static func newKey(_ file: String) -> [String] {
    ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", file]
  }

  private func openssl(_ arguments: [String]) async throws {
    try await SystemTool.run("/usr/bin/openssl", package: "openssl", arguments)
  }
}

/// Runs `body` with an authority whose files go with it.
public func withAuthority<Result: Sendable>(
  _ name: String = "mcpool", _ body: @Sendable (LocalAuthority) async throws -> Result
) async throws -> Result {
  let folder = try TemporaryFolder()
  defer { folder.remove() }
  return try await body(try await LocalAuthority(name, in: folder))
}
