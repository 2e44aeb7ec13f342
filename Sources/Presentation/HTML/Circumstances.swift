public import Placement

/// How the numbers of a page came about, for whoever wants to get them again.
public struct Circumstances: Sendable {
  /// Short: `shop`, `php:8.2/fpm`.
  public var poolName: String
  /// Where the configuration was read: `pool shop (/etc/mcpool/pools/shop.ini)`.
  public var source: String
  public var pool: Pool
  /// `1,000, made up`
  public var sessions: String
  /// ISO 8601
  public var time: String
  public var version: String
  /// The command line without its first word, as it was typed.
  public var words: [String]

  public init(
    poolName: String, source: String, pool: Pool, sessions: String, time: String, version: String, words: [String]
  ) {
    self.poolName = poolName
    self.source = source
    self.pool = pool
    self.sessions = sessions
    self.time = time
    self.version = version
    self.words = words
  }

  /// For a shell.
  var command: String { (["mcpool"] + secretsHidden).map(Self.quoted).joined(separator: " ") }

  /// The words without the values of directives that hold a password.
  private var secretsHidden: [String] {
    words.map { word in
      guard let sign = word.firstIndex(of: "="), !word.hasPrefix("--auth"),
        word[..<sign].lowercased().contains("password")
      else { return word }
      return word[...sign] + "(set)"
    }
  }

  private static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "-_.,:/=+@%".utf8.contains(byte)
      }
    }
    if isPlain, !word.isEmpty { return word }
    return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
