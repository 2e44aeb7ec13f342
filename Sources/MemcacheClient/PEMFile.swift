import Glibc
import MemcacheProtocol
import NIOSSL

/// A file of certificates or with a key, as the options of TLS name them.
struct PEMFile {
  enum Purpose {
    case authorities, certificate, key

    var option: String {
      switch self {
      case .authorities: "--tls-ca"
      case .certificate: "--tls-cert"
      case .key: "--tls-key"
      }
    }
  }

  private let path: String
  private let purpose: Purpose
  private let bytes: [UInt8]

  init(_ path: String, _ purpose: Purpose) throws(AccessError) {
    self.path = path
    self.purpose = purpose
    bytes = try Self.read(path, purpose)
  }

  /// At least one.
  func certificates() throws(AccessError) -> [NIOSSLCertificate] {
    if let found = try? NIOSSLCertificate.fromPEMBytes(bytes), !found.isEmpty { return found }
    if holds("BEGIN CERTIFICATE") {
      throw broken("a certificate in \(path) is damaged", "see where: openssl x509 -noout -text -in \(path)")
    }
    if holds("PRIVATE KEY") {
      throw broken("there is a key but no certificate in \(path)", "give the certificate with \(purpose.option)")
    }
    throw broken(
      "there is no certificate in \(path)",
      "\(purpose.option) takes PEM, text with BEGIN CERTIFICATE; from DER: openssl x509 -inform der -in \(path)")
  }

  func privateKey() throws(AccessError) -> NIOSSLPrivateKey {
    if holds("ENCRYPTED") {
      throw broken(
        "the key in \(path) is encrypted",
        "mcpool takes it unencrypted, in a file that only you can read: (umask 077; openssl pkey -in \(path) -out NEW)")
    }
    if let key = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) { return key }
    if holds("PRIVATE KEY") {
      throw broken("the key in \(path) is damaged, or of an unknown kind", "see: openssl pkey -noout -text -in \(path)")
    }
    throw broken("there is no key in \(path)", "name its file with --tls-key (PEM, text with BEGIN PRIVATE KEY)")
  }

  private func broken(_ summary: String, _ remedy: String) -> AccessError {
    AccessError(.broken, "\(purpose.option): \(summary)", remedy: remedy)
  }

  private func holds(_ words: StaticString) -> Bool {
    words.withUTF8Buffer { words in
      bytes.indices.contains { bytes[$0...].starts(with: words) }
    }
  }

  private static func read(_ path: String, _ purpose: Purpose) throws(AccessError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path, purpose) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = Glibc.read(descriptor, &piece, piece.count)
      guard count >= 0 else { throw unreadable(path, purpose) }
      if count == 0 { return bytes }
      bytes += piece.prefix(count)
      guard bytes.count <= Limits.pemBytes else {
        throw AccessError(
          .broken, "\(purpose.option): \(path) has more than \(Limits.pemBytes) bytes",
          remedy: "name a PEM file of certificates")
      }
    }
  }

  private static func unreadable(_ path: String, _ purpose: Purpose) -> AccessError {
    let code = errno
    let words = "\(purpose.option): \(path): \(String(cString: strerror(code)))"
    return switch code {
    case ENOENT, ENOTDIR: AccessError(.missing, words, remedy: "check the path; it is taken from where mcpool runs")
    case EACCES, EPERM: AccessError(.forbidden, words, remedy: "run as a user who may read it: ls -l \(path); id")
    default: AccessError(.broken, words, remedy: "name a PEM file")
    }
  }
}
