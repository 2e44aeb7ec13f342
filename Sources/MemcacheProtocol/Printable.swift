extension Sequence<UInt8> {
  /// The bytes for messages and logs: what is not printable ASCII as `\xNN`, cut after `limit` bytes. Nothing that a
  /// server sends may steer a terminal.
  public func printable(limit: Int = Limits.quotedBytes) -> String {
    var text = ""
    for (count, byte) in self.enumerated() {
      if count == limit { return text + "…" }
      if (0x20...0x7e).contains(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16)
        text += byte < 16 ? "\\x0" + digits : "\\x" + digits
      }
    }
    return text
  }
}
