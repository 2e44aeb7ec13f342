import LocalPool
import MemcacheClient

extension Scenario {
  private static let user = ["--auth-user", "shop"]
  private static let binary = ["--protocol", "binary"]
  private static let right = "open-sesame"
  private static let wrong = "sesame"
  private static let passwordFile = LocalAuthentication.passwordFile(login)
  private static let sasl = LocalAuthentication.sasl(login)
  private static let login = Login(user: Array("shop".utf8), password: Array(right.utf8))

  /// Transport and authentication.
  static var transports: [Scenario] {
    plain("TCP", .ipv4) + plain("IPv6", .ipv6) + plain("unix socket", .unix()) + logins + certificates
  }

  private static func plain(_ name: String, _ transport: LocalTransport) -> [Scenario] {
    [
      .memcached(name, over: transport),
      .memcached("\(name), password file (-Y)", over: transport, asking: passwordFile, options: user, password: right),
      .memcached("\(name), SASL (-S)", over: transport, asking: sasl, options: user + binary, password: right),
    ]
  }

  private static let logins: [Scenario] = [
    .memcached("TCP, binary protocol", options: binary),
    .memcached("-Y, wrong password", asking: passwordFile, options: user, password: wrong),
    .memcached("-Y, no login", asking: passwordFile),
    .memcached("-Y, binary protocol", asking: passwordFile, isMute: true, options: user + binary, password: right),
    .memcached("-S, wrong password", asking: sasl, options: user + binary, password: wrong),
    .memcached("-S, no login", asking: sasl, options: binary),
    .memcached("-S, text protocol", asking: sasl, isMute: true, options: user, password: right),
    .memcached("a login that nobody wants, text", options: user, password: right),
    .memcached("a login that nobody wants, SASL", options: user + binary, password: right),
  ]

  private static let certificates: [Scenario] = [
    .tls("TLS") { authority, _ in ["--tls-ca", authority.path] },
    .tls("TLS, password file (-Y)", asking: passwordFile) { authority, _ in ["--tls-ca", authority.path] + user },
    .tls("TLS, SASL (-S)", asking: sasl) { authority, _ in ["--tls-ca", authority.path] + user + binary },
    .tls("TLS, --tls-insecure") { _, _ in ["--tls-insecure"] },
    .tls("TLS, an authority that this system does not know") { _, _ in ["--tls"] },
    .tls("TLS, another authority than expected") { _, stranger in ["--tls-ca", stranger.path] },
    .tls("TLS, certificate of another name", names: ["DNS:db7.example"]) { authority, _ in
      ["--tls-ca", authority.path]
    },
    .tls("TLS, expired certificate", valid: .past) { authority, _ in ["--tls-ca", authority.path] },
    .tls("TLS, certificate not valid yet", valid: .future) { authority, _ in ["--tls-ca", authority.path] },
    .tls("TLS, client certificate wanted and given", wantsClients: true) { authority, _ in
      let own = try await authority.issue("client", for: [])
      return ["--tls-ca", authority.path, "--tls-cert", own.path, "--tls-key", own.key]
    },
    .tls("TLS, client certificate wanted, none given", wantsClients: true) { authority, _ in
      ["--tls-ca", authority.path]
    },
    .tls("TLS, client certificate of another authority", wantsClients: true) { authority, stranger in
      let own = try await stranger.issue("client", for: [])
      return ["--tls-ca", authority.path, "--tls-cert", own.path, "--tls-key", own.key]
    },
    .tls("plain to a TLS port") { _, _ in [] },
    .memcached("TLS to a plain port", options: ["--tls"]),
  ]

  /// A real memcached with TLS and a certificate of an authority of its own; there is another authority too.
  private static func tls(
    _ name: String, names: [String] = ["IP:127.0.0.1"], valid: LocalAuthority.Validity = .now,
    wantsClients: Bool = false, asking authentication: LocalAuthentication = .none,
    options: @escaping @Sendable (LocalAuthority, LocalAuthority) async throws -> [String]
  ) -> Scenario {
    Scenario(name: name) { body in
      try await withAuthority { authority in
        try await withAuthority("stranger") { stranger in
          let certificate = try await authority.issue("server", for: names, valid: valid)
          let transport = LocalTransport.tls(certificate, clients: wantsClients ? authority : nil)
          let options = try await options(authority, stranger)
          return try await withMemcached(over: transport, asking: authentication) { server in
            try await body(Target(server, options, password: right))
          }
        }
      }
    }
  }
}
