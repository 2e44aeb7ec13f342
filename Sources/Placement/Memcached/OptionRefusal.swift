extension Memcached {
  /// Why a call on a `Memcached` object would fail, or cannot be followed.
  public struct OptionRefusal: Error, Hashable, Sendable {
    public var message: String
    /// What PHP does.
    public var effect: String
    public var cure: String
  }

  /// What PHP takes with `true` and does not do.
  public struct OptionRemark: Hashable, Sendable {
    /// The lint code of the same mistake in php.ini.
    public var code: String
    public var message: String
    public var effect: String
    public var cure: String
  }
}

extension Memcached.OptionRefusal {
  static func unknownOption(_ name: String, nearest: [String]) -> Self {
    Self(
      message: "'\(name)' is no option of the Memcached class",
      effect: "a constant that does not exist ends the script with a fatal error",
      cure: nearest.isEmpty
        ? "name it as PHP does, e.g. OPT_HASH, OPT_DISTRIBUTION, OPT_LIBKETAMA_COMPATIBLE"
        : "did you mean \(nearest.joined(separator: ", "))?")
  }

  static func unreadable(_ text: String, for option: Memcached.Option) -> Self {
    let words = option.constants.map(\.name)
    return Self(
      message: "\(option.rawValue): '\(text)' is no number and no constant for it",
      effect: "setOption() makes 0 of a text without a number",
      cure: words.isEmpty
        ? "write a number, true or false" : "write a number or one of \(words.joined(separator: ", "))")
  }

  static func brokenString(_ text: String, for option: Memcached.Option) -> Self {
    Self(
      message: "\(option.rawValue): \(text) is no string of JSON",
      effect: "json_decode() makes null of it",
      cure: "write \\\" for a quotation mark and \\\\ for a backslash inside of one, \\u0041 for any other character")
  }

  static let random = Self(
    message: "OPT_DISTRIBUTION is random", effect: PoolError.randomDistribution.effect,
    cure: PoolError.randomDistribution.cure)

  /// A value that libmemcached or the extension refuses.
  static func refused(
    _ option: Memcached.Option, _ value: Memcached.OptionValue, says: String?, cure: String
  ) -> Self {
    Self(
      message: "\(option.rawValue) = \(String(decoding: value.bytes, as: UTF8.self)) is refused",
      effect: "setOption() returns false \(says.map { "and warns \"\($0)\"" } ?? "without a warning")",
      cure: cure)
  }

  static func map(_ says: String) -> Self {
    Self(
      message: "setBucket() refuses the map", effect: "it returns false and warns \"\(says)\"",
      cure: "give the index of a server for each bucket, a power of two of them")
  }

  static func wildBucket(_ index: Int, servers: Int) -> Self {
    Self(
      message: "the bucket map leads to server \(index), and there are \(servers), counted from 0",
      effect: "libmemcached reads behind the end of its list: PHP dies, or talks to nobody",
      cure: "use the indices 0 to \(servers - 1)")
  }
}
