/// What went wrong between us and a server that is to be spoken to over TLS.
public enum TLSFault: Hashable, Sendable {
  /// Its certificate leads to no authority that we trust; who signed it.
  case untrusted(issuer: String)
  case selfSigned
  /// Its certificate was good until then: Unix seconds.
  case expired(Int64)
  /// Its certificate will be good from then on: Unix seconds.
  case notYetValid(Int64)
  /// Its certificate is good, but for others; at most `Limits.namesQuoted` of these.
  case wrongName(expected: String, has: [String])
  /// It wants a certificate of ours, and we have none.
  case certificateWanted
  /// It does not take our certificate; its word for why.
  case certificateRefused(String)
  /// It answers in plain text; the beginning of that.
  case notSpoken(String)
  /// No version of TLS, or no cipher, that both know.
  case nothingInCommon
  /// It closed the connection within the handshake, without a word.
  case closed
  case other(String)
}

extension TLSFault {
  /// What happened, in one line.
  var reason: String {
    switch self {
    case .untrusted(let issuer): "its certificate, signed by \(issuer), leads to no authority that is trusted here"
    case .selfSigned: "it signed its certificate itself, and that certificate is not among those trusted here"
    case .expired(let second): "its certificate expired on \(Self.date(second))"
    case .notYetValid(let second): "its certificate is not good before \(Self.date(second))"
    case .wrongName(let expected, let has) where has.isEmpty:
      "its certificate names nobody, and so not \(expected) either (the old common name does not count)"
    case .wrongName(let expected, let has):
      "its certificate is for \(has.joined(separator: ", ")), not for \(expected)"
    case .certificateWanted: "it wants a certificate from its clients"
    case .certificateRefused(let words): "it refuses our certificate: \(words)"
    case .notSpoken(let words): "it speaks no TLS on this port; it answered: \(words)"
    case .nothingInCommon: "it and mcpool have no version of TLS (1.2, 1.3) or no cipher in common"
    case .closed: "it closed the connection in the middle of the TLS handshake"
    case .other(let words): "the TLS handshake failed: \(words)"
    }
  }

  func remedy(_ node: String) -> String {
    switch self {
    case .untrusted, .selfSigned:
      "if this is the right server, trust its authority with --tls-ca FILE (mcpool.tls_ca); see whom it presents: "
        + "openssl s_client -showcerts -connect \(node)"
    case .expired:
      "renew its certificate and have memcached read it (refresh_certs, or a restart, which empties it); is the clock "
        + "of this machine right?"
    case .notYetValid: "is the clock of this machine right (date -u), and that of whoever made the certificate?"
    case .wrongName:
      "name the node as its certificate does (--map NAME=ADDRESS keeps the name of the ring), or issue one with this "
        + "name as a subject alternative name"
    case .certificateWanted: "give it with --tls-cert FILE and --tls-key FILE (mcpool.tls_cert, mcpool.tls_key)"
    case .certificateRefused:
      "use a certificate that the authority of memcached's ssl_ca_cert has signed and that has not expired "
        + "(--tls-cert, --tls-key)"
    case .notSpoken: "leave out --tls (mcpool.tls), or start memcached with -Z"
    case .nothingInCommon: "look at ssl_min_version and ssl_ciphers of memcached; nothing older than TLS 1.2 is spoken"
    case .closed, .other:
      "does it speak TLS at all? openssl s_client -connect \(node); memcached counts these in ssl_handshake_errors"
    }
  }
}
