import Glibc
import MemcacheProtocol
import NIOSSL

extension TLSFault {
  /// What an error of the TLS library says; nil when it says only that the connection ended.
  ///
  /// - Parameter certificate: what the server has presented, if it came to that.
  init?(_ error: any Error, presented certificate: NIOSSLCertificate? = nil) {
    guard let words = Self.words(error) else { return nil }
    func says(_ parts: String...) -> Bool { parts.contains { words.contains($0) } }
    self =
      if says("CERTIFICATE_VERIFY_FAILED") {
        certificate.map { Self(distrusted: $0, now: Int64(time(nil))) } ?? .other("its certificate cannot be verified")
      } else if says("CERTIFICATE_REQUIRED") {
        .certificateWanted
      } else if says("ALERT"), says("CERTIFICATE", "UNKNOWN_CA", "DECRYPT_ERROR", "ACCESS_DENIED") {
        .certificateRefused(Self.alert(words))
      } else if says("PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL", "INSUFFICIENT_SECURITY", "NO_SHARED_CIPHER") {
        .nothingInCommon
      } else if says("ALERT_HANDSHAKE_FAILURE") {
        // Before TLS 1.3 this is also how a missing certificate of ours is told, after the server's own has come.
        certificate == nil ? .nothingInCommon : .certificateWanted
      } else if says("EOF during") {
        .closed
      } else {
        .other(words)
      }
  }

  /// The library chose not to say why, so the certificate is looked at.
  private init(distrusted certificate: NIOSSLCertificate, now: Int64) {
    let parties = CertificateParties(certificate)
    self =
      if certificate.notValidAfter <= now {
        .expired(Int64(certificate.notValidAfter))
      } else if certificate.notValidBefore > now {
        .notYetValid(Int64(certificate.notValidBefore))
      } else if parties?.isSelfSigned == true {
        .selfSigned
      } else {
        .untrusted(issuer: parties?.issuer ?? "somebody without name")
      }
  }

  /// The reasons in the library's own spelling.
  private static func words(_ error: any Error) -> String? {
    switch error {
    case NIOSSLError.handshakeFailed(let error), NIOSSLError.shutdownFailed(let error): Self.words(error)
    case BoringSSLError.sslError(let stack), BoringSSLError.unknownError(let stack):
      stack.map { Self.reason("\($0)") }.joined(separator: ", ").utf8.printable()
    case is NIOSSLExtraError: "\(error)".utf8.printable()
    default: nil
    }
  }

  /// `SSLV3_ALERT_BAD_CERTIFICATE` of `Error: 268 error:1000:SSL routines:OPENSSL_internal:SSLV3_ALERT_… at FILE:1`.
  private static func reason(_ line: String) -> String {
    let place = line.split(separator: " at ").first ?? Substring(line)
    return String(place.split(separator: ":").last ?? place)
  }

  /// `bad certificate` of `SSLV3_ALERT_BAD_CERTIFICATE`.
  private static func alert(_ words: String) -> String {
    let word = words.split(separator: "ALERT_").last ?? Substring(words)
    return word.lowercased().split(separator: "_").joined(separator: " ")
  }
}
