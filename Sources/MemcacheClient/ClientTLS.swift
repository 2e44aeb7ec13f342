import MemcacheProtocol
import NIOCore
import NIOSSL

/// Our side of TLS: whom we believe, and who we are. Made once for all connections.
public struct ClientTLS: Sendable {
  let context: NIOSSLContext
  /// Whether the server's certificate is looked at.
  let verifies: Bool

  /// - Parameters:
  ///   - authorities: path of the PEM file with those who may have signed the server's certificate; nil: whom this
  ///     system trusts.
  ///   - certificate: path of the PEM file with our own certificate and its chain, where the server wants one.
  ///   - key: path of its key; nil: in the same file.
  ///   - verifies: false: whoever answers is believed.
  /// - Throws: `AccessError`, which names the file and the option.
  public init(
    authorities: String? = nil, certificate: String? = nil, key: String? = nil, verifies: Bool = true
  ) throws(AccessError) {
    self.verifies = verifies
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    // Names are checked by `CertifiedNames`.
    configuration.certificateVerification = verifies ? .noHostnameVerification : .none
    // A server that does not answer our farewell is not waited for.
    configuration.shutdownTimeout = .zero
    if let authorities {
      configuration.trustRoots = .certificates(try PEMFile(authorities, .authorities).certificates())
    }
    if let certificate {
      configuration.certificateChain = try PEMFile(certificate, .certificate).certificates().map { .certificate($0) }
      let file = try PEMFile(key ?? certificate, key == nil ? .certificate : .key)
      configuration.privateKey = .privateKey(try file.privateKey())
    }
    do {
      context = try NIOSSLContext(configuration: configuration)
    } catch {
      // All files were read; what is left is that two of them do not go together.
      guard let certificate else {
        throw AccessError(
          .broken, "TLS cannot be set up: \(error)".utf8.printable(), remedy: "check the files of the --tls options")
      }
      throw AccessError(
        .broken, "the key in \(key ?? certificate) does not belong to the first certificate in \(certificate)",
        remedy: "give the two files that were made together with --tls-cert and --tls-key; these print the same for a "
          + "pair: openssl x509 -noout -pubkey -in CERT, openssl pkey -pubout -in KEY")
    }
  }
}
