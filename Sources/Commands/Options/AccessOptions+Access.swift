import MemcacheClient
import PHPConfiguration
import PHPInstallation
import Presentation

extension AccessOptions {
  static let usualTimeout = Duration.seconds(1)

  /// `--timeout`, else `mcpool.timeout`, else a second.
  func waiting(_ own: OwnKeys) throws(Failure) -> Duration {
    if let timeout { return timeout.duration }
    guard let setting = own.setting("mcpool.timeout") else { return Self.usualTimeout }
    guard let duration = DurationArgument(argument: setting.text)?.duration else {
      throw own.wrong(setting, "is no duration", "write a number with us, ms, s, m or h: mcpool.timeout = 500ms")
    }
    return duration
  }

  /// How to speak to the nodes. May ask for a password on the terminal.
  func access(_ own: OwnKeys, _ surroundings: Surroundings) async throws -> Access {
    let php = Login(own.configuration)
    return Access(
      wireProtocol: try wireProtocol(own, isSASL: php != nil), tls: try clientTLS(own, surroundings),
      login: try await login(own, surroundings) ?? php)
  }

  private func wireProtocol(_ own: OwnKeys, isSASL: Bool) throws(Failure) -> Access.WireProtocol {
    var choice = wireProtocol
    if choice == nil, let setting = own.setting("mcpool.protocol") {
      choice = ProtocolChoice(rawValue: setting.text.lowercased())
      if choice == nil { throw own.wrong(setting, "is no protocol", "write auto, text or binary") }
    }
    switch choice ?? .auto {
    case .auto: return isSASL ? .binary : .text
    case .text: return .text
    case .binary: return .binary
    }
  }

  private func clientTLS(_ own: OwnKeys, _ surroundings: Surroundings) throws(Failure) -> ClientTLS? {
    let authorities = tlsAuthorities ?? own.path("mcpool.tls_ca")
    // A key belongs to the certificate that it stands beside.
    let (certificate, key) =
      tlsCertificate == nil
      ? (own.path("mcpool.tls_cert"), own.path("mcpool.tls_key")) : (tlsCertificate, tlsKey)
    let isNamed = tlsInsecure || tlsAuthorities != nil || tlsCertificate != nil
    let isOn = try own.isOn("mcpool.tls") ?? false
    guard tls ?? (isNamed || isOn) else { return nil }
    if tlsInsecure {
      surroundings.tell(
        "--tls-insecure: nobody's certificate is checked; whoever answers can read and change everything")
    }
    return try explained { () throws(AccessError) in
      try ClientTLS(
        authorities: tlsInsecure ? nil : authorities, certificate: certificate, key: key, verifies: !tlsInsecure)
    }
  }

  private func login(_ own: OwnKeys, _ surroundings: Surroundings) async throws -> Login? {
    let file = authPasswordFile ?? own.path("mcpool.auth_password_file")
    guard let user = authUser ?? own.setting("mcpool.auth_user")?.text else {
      guard authPasswordFile != nil else { return nil }
      throw Failure(.usage, "--auth-password-file goes with a user", remedy: "add --auth-user, or mcpool.auth_user")
    }
    return Login(user: Array(user.utf8), password: try await password(of: user, file, surroundings))
  }

  private func password(of user: String, _ file: String?, _ surroundings: Surroundings) async throws -> [UInt8] {
    if let file { return try explained { () throws(InstallationError) in try PasswordFile.read(file) } }
    if let password = surroundings.environment["MCPOOL_PASSWORD"] { return Array(password.utf8) }
    guard surroundings.terminal.canAsk else {
      throw Failure(
        .noPermission, "no password for the user '\(user)', and no terminal to ask on",
        remedy: "put it into a file that only you can read, and name that with --auth-password-file")
    }
    let answer = try await offThread { surroundings.askSecret("Password of \(user): ") }
    guard let answer else { throw Failure(.noPermission, "no password was given for the user '\(user)'") }
    return Array(answer.utf8)
  }
}

extension Login {
  /// The user as whom PHP itself logs in; nil when it does not.
  fileprivate init?(_ configuration: Configuration) {
    guard configuration["session.save_handler"]?.text == "memcached",
      let user = configuration["memcached.sess_sasl_username"]?.value, !user.isEmpty,
      let password = configuration["memcached.sess_sasl_password"]?.value, !password.isEmpty
    else { return nil }
    self.init(user: user, password: password)
  }
}
