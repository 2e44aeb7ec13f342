import NIOSSL

/// Our side of TLS: whom we believe, and who we are. Made once for all connections.
public struct ClientTLS: Sendable {
  let context: NIOSSLContext

  /// - Parameters:
  ///   - authorities: path of the PEM file with those who may have signed the server's certificate; nil: whom this
  ///     system trusts.
  ///   - certificate: path of the PEM file with our own certificate and its chain, where the server wants one.
  ///   - key: path of its key; nil: in the same file.
  ///   - verifies: false: whoever answers is believed.
  public init(
    authorities: String? = nil, certificate: String? = nil, key: String? = nil, verifies: Bool = true
  ) throws(AccessError) {
    do {
      var configuration = TLSConfiguration.makeClientConfiguration()
      if let authorities { configuration.trustRoots = .file(authorities) }
      if let certificate {
        configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
        configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: key ?? certificate, format: .pem))
      }
      configuration.certificateVerification = verifies ? .fullVerification : .none
      context = try NIOSSLContext(configuration: configuration)
    } catch {
      throw AccessError(.broken, "TLS cannot be set up: \(error)", remedy: "check the files of the --tls options")
    }
  }
}
