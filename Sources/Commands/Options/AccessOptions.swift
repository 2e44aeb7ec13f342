import ArgumentParser

/// How nodes are reached, beside their names. Each option is stronger than the key of the same name under `[mcpool]`.
struct AccessOptions: ParsableArguments {
  /// `auto` is binary where PHP itself logs in by SASL, which needs it, and text elsewhere.
  enum ProtocolChoice: String, CaseIterable, ExpressibleByArgument { case auto, text, binary }

  @Option(
    help: ArgumentHelp(
      "Reach a node at another address (tunnel, container), while its name in the ring stays; repeatable.",
      valueName: "name=address"),
    completion: .nodesToMap)
  var map: [String] = []

  @Option(
    help: ArgumentHelp("Longest wait for one operation on one node (us, ms, s, m, h); 1s.", valueName: "duration"))
  var timeout: DurationArgument?

  @Option(
    name: .customLong("protocol"),
    help: ArgumentHelp(
      "The protocol to speak. auto: binary where PHP logs in by SASL, else text.", valueName: "auto|text|binary"))
  var wireProtocol: ProtocolChoice?

  @Flag(inversion: .prefixedNo, help: "Speak TLS to every node reached over TCP.")
  var tls: Bool?

  @Option(
    name: .customLong("tls-ca"),
    help: ArgumentHelp("Trust who is in this PEM file, instead of this system's authorities.", valueName: "path"),
    completion: .file())
  var tlsAuthorities: String?

  @Option(
    name: .customLong("tls-cert"),
    help: ArgumentHelp("Our own certificate and its chain, a PEM file.", valueName: "path"), completion: .file())
  var tlsCertificate: String?

  @Option(
    name: .customLong("tls-key"),
    help: ArgumentHelp("Its key, a PEM file, unless it is in the same file.", valueName: "path"), completion: .file())
  var tlsKey: String?

  @Flag(name: .customLong("tls-insecure"), help: "Speak TLS and believe whoever answers.")
  var tlsInsecure = false

  @Option(
    name: .customLong("auth-user"),
    help: ArgumentHelp("Log in as this user where a node wants it.", valueName: "name"))
  var authUser: String?

  @Option(
    name: .customLong("auth-password-file"),
    help: ArgumentHelp(
      "A file with the password, which others cannot read. Without it: $MCPOOL_PASSWORD, or a prompt.",
      valueName: "path"),
    completion: .file())
  var authPasswordFile: String?

  func validate() throws {
    let needsTLS = tlsInsecure || tlsAuthorities != nil || tlsCertificate != nil || tlsKey != nil
    if tls == false, needsTLS { throw ValidationError("--no-tls goes with no other option of TLS") }
    if tlsKey != nil, tlsCertificate == nil { throw ValidationError("--tls-key goes with --tls-cert") }
    if tlsInsecure, tlsAuthorities != nil {
      throw ValidationError("--tls-insecure believes everybody; it does not go with --tls-ca")
    }
  }
}
