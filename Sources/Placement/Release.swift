/// The release of a PHP extension; it decides what PHP does, so it is part of the pool.
public struct Release: Hashable, Sendable {
  /// How we know it.
  public enum Provenance: String, Sendable {
    /// `mcpool.extension_release`
    case stated
    /// the package of the PHP that `--php` names
    case read
    /// nothing said so: the newest release that distributions carry
    case assumed
  }

  /// As written, e.g. `8.0`, `4.0.5.2`, `8.0-fixed`, `3.2.0`.
  public let value: String
  public let provenance: Provenance

  public init(value: String, provenance: Provenance) {
    self.value = value
    self.provenance = provenance
  }
}
