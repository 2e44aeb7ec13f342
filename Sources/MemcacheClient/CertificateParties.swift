import MemcacheProtocol
import NIOSSL

/// Who signed a certificate, and for whom: what the TLS library reads but does not tell.
struct CertificateParties {
  /// The most telling part of the issuer's name, printable.
  let issuer: String
  let isSelfSigned: Bool

  /// Nil when the certificate is not built as X.509 says.
  init?(_ certificate: NIOSSLCertificate) {
    guard let bytes = try? certificate.toDERBytes() else { return nil }
    // Certificate { TBSCertificate { [0] version, serial, algorithm, issuer, validity, subject, … } … }
    guard let outer = DERElement(bytes[...]), let inner = DERElement(outer.content) else { return nil }
    var fields = inner.elements()
    if fields.first?.tag == 0xa0 { fields.removeFirst() }
    guard fields.count >= 5 else { return nil }
    let (issuer, subject) = (fields[2].content, fields[4].content)
    isSelfSigned = issuer.elementsEqual(subject)
    self.issuer = Self.name(fields[2])
  }

  /// Common name, else organisation, of `Name { RelativeDistinguishedName { AttributeTypeAndValue { type, value } } }`.
  private static func name(_ name: DERElement) -> String {
    let attributes = name.elements().flatMap { $0.elements() }.map { $0.elements() }.filter { $0.count == 2 }
    for type in [[0x55, 0x04, 0x03], [0x55, 0x04, 0x0a]] as [[UInt8]] {
      if let found = attributes.last(where: { $0[0].content.elementsEqual(type) }) {
        return "'\(found[1].content.printable())'"
      }
    }
    return "somebody without name"
  }
}

/// One element of ASN.1's distinguished encoding.
private struct DERElement {
  let tag: UInt8
  let content: ArraySlice<UInt8>
  let rest: ArraySlice<UInt8>

  /// Nil when the bytes hold no whole element.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard let tag = bytes.first, let first = bytes.dropFirst().first else { return nil }
    var body = bytes.dropFirst(2)
    var length = Int(first)
    if first >= 0x80 {
      let digits = Int(first & 0x7f)
      guard (1...3).contains(digits), body.count >= digits else { return nil }
      length = body.prefix(digits).reduce(0) { $0 << 8 | Int($1) }
      body = body.dropFirst(digits)
    }
    guard body.count >= length else { return nil }
    self.tag = tag
    content = body.prefix(length)
    rest = body.dropFirst(length)
  }

  func elements() -> [DERElement] {
    var found: [DERElement] = []
    var bytes = content
    while let element = DERElement(bytes) {
      found.append(element)
      bytes = element.rest
    }
    return found
  }
}
