import ArgumentParser
import FoundationEssentials
import Glibc
import LocalPool
import MemcacheClient
import PHPConfiguration
import PHPInstallation
import Presentation
import Testing

@testable import Commands

/// How nodes are reached, as options and keys say it. Whether they are then reached is shown by the live suites.
@Suite("The ways to reach nodes") struct AccessTests {
  static let pool = ["--handler", "memcached", "--save-path", "10.0.0.1:11211,10.0.0.2:11211"]

  private func keys(_ text: String, source: String = "/etc/mcpool/pools/shop.ini") throws -> OwnKeys {
    var configuration = Configuration(environment: [:], php: PHPVersion(8, 2))
    try configuration.read(ini: SourceText(name: source, bytes: Array(text.utf8)))
    return OwnKeys(configuration: configuration)
  }

  private func addresses(_ options: [String], _ ini: String = "") throws -> [Int: ServerAddress] {
    let map = try AddressMap(try AccessOptions.parse(options), try keys(ini))
    return try map.addresses(of: NodeNames(["10.0.0.1:11211", "10.0.0.2:11211", "/run/a.sock:0"]))
  }

  @Test("--map is stronger than mcpool.map, and takes tunnels, IPv6 and sockets")
  func map() throws {
    let ini = "[mcpool]\nmcpool.map = \"10.0.0.1:11211=127.0.0.1:22122, 10.0.0.2=[::1]:22123, other:1=127.0.0.1:3\"\n"
    #expect(
      try addresses([], ini) == [
        0: .tcp(host: "127.0.0.1", port: 22122), 1: .tcp(host: "::1", port: 22123),
      ])
    #expect(try addresses(["--map", "10.0.0.1=/run/b.sock"], ini)[0] == .unix(path: "/run/b.sock"))
    #expect(try addresses(["--map", "/run/a.sock:0=db:11212"])[2] == .tcp(host: "db", port: 11212))
  }

  @Test(
    "A map that names nobody is a mistake of the command line", arguments: ["10.0.0.9:11211=127.0.0.1:1", "10.0.0.1"])
  func wrongMap(_ entry: String) async {
    let run = await CommandRun(["stats", "--map", entry] + Self.pool)
    #expect(run.status == ExitStatus.usage.rawValue)
    #expect(run.errors.contains("10.0.0.1"))
  }

  @Test("Two names that are mapped to one address go down together")
  func oneServer() async throws {
    let mapped = ["--map", "10.0.0.1=127.0.0.1:9", "--map", "10.0.0.2=127.0.0.1:9"]
    let ids = ["locate", "-o", "csv", "--down", "10.0.0.1", "a", "b", "c", "d"] + Self.pool
    let apart = await CommandRun(ids)
    #expect(apart.output.contains("10.0.0.2:11211"))
    let together = await CommandRun(ids + mapped)
    #expect(together.status == ExitStatus.no.rawValue)
    #expect(!together.output.contains("10.0.0.2:11211"), "every node is down: nobody owns anything")
  }

  @Test(
    "Protocol: binary where PHP logs in by SASL, unless somebody says otherwise",
    arguments: [
      ("", [], .text), ("mcpool.protocol = binary", [], .binary),
      ("mcpool.protocol = binary", ["--protocol", "text"], .text),
      (sasl, [], .binary), (sasl, ["--protocol", "text"], .text), (sasl, ["--protocol", "auto"], .binary),
    ] as [(String, [String], Access.WireProtocol)])
  func wireProtocol(_ ini: String, _ options: [String], _ expected: Access.WireProtocol) async throws {
    let access = try await AccessOptions.parse(options).access(try keys(ini), quiet)
    #expect(access.wireProtocol == expected)
  }

  static let sasl = """
    session.save_handler = memcached
    memcached.sess_sasl_username = shop
    memcached.sess_sasl_password = secret
    """

  @Test("PHP's own login serves, and one of mcpool's own is stronger")
  func login() async throws {
    let php = try await AccessOptions.parse([]).access(try keys(Self.sasl), quiet)
    #expect(php.login == Login(user: Array("shop".utf8), password: Array("secret".utf8)))
    var surroundings = quiet
    surroundings.environment["MCPOOL_PASSWORD"] = "other"
    let own = try await AccessOptions.parse(["--auth-user", "admin"]).access(try keys(Self.sasl), surroundings)
    #expect(own.login == Login(user: Array("admin".utf8), password: Array("other".utf8)))
    #expect("\(own)".contains("other") == false, "a password prints nowhere")
  }

  @Test("A password file is read when nobody else can read it, and its first line counts")
  func passwordFile() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = folder.path + "/password"
    try "secret\r\nnote".write(toFile: path, atomically: true, encoding: .utf8)
    chmod(path, 0o640)
    let refused = #expect(throws: InstallationError.self) { try PasswordFile.read(path) }
    #expect(refused?.kind == .forbidden)
    #expect(refused?.remedy.contains("chmod 600") == true)
    chmod(path, 0o600)
    #expect(try PasswordFile.read(path) == Array("secret".utf8))
  }

  @Test("A user without a password is told where to put one")
  func noPassword() async {
    let run = await CommandRun(["ping", "--server", "127.0.0.1:9", "--auth-user", "admin"])
    #expect(run.status == ExitStatus.noPermission.rawValue)
    #expect(run.errors.contains("--auth-password-file"))
  }

  @Test("Paths of a file's keys begin where the file is")
  func paths() throws {
    let own = try keys("mcpool.tls_ca = tls/ca.pem\nmcpool.tls_cert = /etc/tls/me.pem\n")
    #expect(own.path("mcpool.tls_ca") == "/etc/mcpool/pools/tls/ca.pem")
    #expect(own.path("mcpool.tls_cert") == "/etc/tls/me.pem")
    #expect(try keys("mcpool.tls_ca = ca.pem", source: "-d").path("mcpool.tls_ca") == "ca.pem")
  }

  @Test(
    "A key with a value that means nothing is a configuration error with its place",
    arguments: ["mcpool.tls = perhaps", "mcpool.protocol = udp", "mcpool.map = nonsense", "mcpool.timeout = 5"])
  func wrongKeys(_ line: String) async {
    let run = await CommandRun(
      ["stats", "--timeout", "1s", "--ini", "-"] + Self.pool, input: Array("\n\(line)\n".utf8))
    let withoutTimeout = await CommandRun(
      rawWords: (["stats", "--ini", "-"] + Self.pool).map { Array($0.utf8) }, input: Array("\n\(line)\n".utf8))
    #expect(withoutTimeout.status == ExitStatus.configuration.rawValue)
    #expect(withoutTimeout.errors.contains(":2: "), "\(withoutTimeout.errors)")
    if !line.contains("timeout") { #expect(run.status == ExitStatus.configuration.rawValue) }
  }

  @Test(
    "A file of TLS that is not there, or is none, is said before anybody is asked",
    arguments: ["--tls-ca", "--tls-cert"])
  func wrongFiles(_ option: String) async throws {
    let absent = await CommandRun(["stats", option, "/nowhere/ca.pem"] + Self.pool)
    #expect(absent.status == ExitStatus.noInput.rawValue)
    #expect(absent.errors.contains("/nowhere/ca.pem"))
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = folder.path + "/empty.pem"
    try "nothing".write(toFile: path, atomically: true, encoding: .utf8)
    let empty = await CommandRun(["stats", option, path] + Self.pool)
    #expect(empty.status == ExitStatus.configuration.rawValue)
    #expect(empty.errors.contains(path))
  }

  private var quiet: Surroundings {
    Surroundings(
      environment: [:], terminal: .init(), output: ByteSink { _ in }, errors: ByteSink { _ in },
      input: ByteSource { _, _ in 0 }, ask: { _ in nil }, askSecret: { _ in nil })
  }
}
