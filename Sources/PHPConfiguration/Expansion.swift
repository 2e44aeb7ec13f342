/// How much all `${…}` of a configuration may give together.
///
/// A value that names another twice is twice as long, so thirty lines can ask for more memory than there is. PHP takes it.
struct Expansion: Hashable {
  static let mostBytes = 1 << 20

  private(set) var bytes = 0

  /// False when it is too much.
  mutating func add(_ value: [UInt8]) -> Bool {
    bytes += value.count
    return bytes <= Self.mostBytes
  }

  static let tooMuch = "the references ${…} up to here give more than \(mostBytes >> 20) MiB"
}
