import PHPConfiguration

extension Memcache {
  /// `memory_limit`, as far as it bounds the ring of a pool.
  ///
  /// PHP refuses a limit below the 2 MiB that it has taken when it starts, and keeps its own default. That is what becomes
  /// of `256MB`, which is 256 bytes: measured with PHP 8.2.35.
  struct MemoryLimit {
    private(set) var bytes = 128 << 20
    private(set) var remarks: [Diagnostic] = []

    private static let taken = 2 << 20

    /// A negative limit is none.
    init(_ setting: Setting?) {
      guard let setting else { return }
      let given = PHPQuantity(setting.value).value
      guard (0..<Self.taken).contains(given) else {
        bytes = given < 0 ? .max : given
        return
      }
      remarks.append(
        Diagnostic(
          code: "MC237", severity: .warning, message: "memory_limit = \"\(setting.text)\" is refused",
          effect: "PHP reads \(given) bytes, says \"Failed to set memory limit to \(given) bytes\" and keeps \"128M\"",
          cure: "write it with K, M or G and nothing behind: 256M", location: setting.location))
    }
  }
}
