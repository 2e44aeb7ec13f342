extension Memcached {
  /// The value that an application hands to `setOption`, with PHP's conversions.
  public enum OptionValue: Hashable, Sendable {
    case integer(Int)
    case bool(Bool)
    case text([UInt8])

    /// As `zval_get_long` has it: of a text the number at its beginning.
    var integer: Int {
      switch self {
      case .integer(let number): number
      case .bool(let bool): bool ? 1 : 0
      case .text(let bytes): LeadingNumber(bytes).integer
      }
    }

    var bytes: [UInt8] {
      switch self {
      case .integer(let number): Array(String(number).utf8)
      case .bool(let bool): bool ? [UInt8(ascii: "1")] : []
      case .text(let bytes): bytes
      }
    }

    /// As it is written for one option: a number, `true`, `false` or `null` of JSON, a constant of PHP with or without
    /// `Memcached::` and its first word (`HASH_MD5`, `md5`, `DISTRIBUTION_CONSISTENT`, `ketama`), a JSON string. Such a
    /// string is a text in PHP too: it counts by the number at its beginning, `"true"` has none. A prefix is taken as it
    /// stands, unless it is in quotation marks. Throws where it is none of these.
    public init(_ text: String, for option: Option) throws(OptionRefusal) {
      if JSONString.isQuoted(text) {
        guard let string = JSONString(text) else { throw .brokenString(text, for: option) }
        let bytes = Array(string.value.utf8)
        guard option == .prefixKey || LeadingNumber(bytes).isThere else { throw .unreadable(text, for: option) }
        self = .text(bytes)
        return
      }
      if option == .prefixKey {
        self = .text(Array(text.utf8))
        return
      }
      let word = text.lowercased()
      if let number = Int(word) {
        self = .integer(number)
      } else if let number = Double(word), abs(number) < 1e18 {
        self = .integer(Int(number))
      } else if word == "true" || word == "false" {
        self = .bool(word == "true")
      } else if word == "null" {
        self = .bool(false)
      } else if let number = option.constant(named: word) {
        self = .integer(number)
      } else {
        throw .unreadable(text, for: option)
      }
    }
  }
}

extension Memcached.Option {
  /// The number of a constant that names a value of this option; PHP has none for 9 and 10 of `OPT_HASH` and for 2 to 5 of
  /// `OPT_DISTRIBUTION`, and takes the numbers.
  func constant(named word: String) -> Int? {
    var word = word[...]
    for head in ["memcached::", head] where word.hasPrefix(head) { word = word.dropFirst(head.count) }
    return constants.first { $0.name == word }?.number
  }

  private var head: String {
    switch self {
    case .hash, .libketamaHash: "hash_"
    case .distribution: "distribution_"
    case .serializer: "serializer_"
    case .compressionType: "compression_"
    default: "::"
    }
  }

  var constants: [(name: String, number: Int)] {
    switch self {
    case .hash, .libketamaHash:
      [
        ("default", 0), ("md5", 1), ("crc", 2), ("fnv1_64", 3), ("fnv1a_64", 4), ("fnv1_32", 5), ("fnv1a_32", 6),
        ("hsieh", 7), ("murmur", 8), ("jenkins", 9), ("murmur3", 10),
      ]
    case .distribution:
      [
        ("modula", 0), ("consistent", 1), ("ketama", 2), ("random", 3), ("spy", 4), ("weighted", 5),
        ("virtual_bucket", 6),
      ]
    case .serializer: [("php", 1), ("igbinary", 2), ("json", 3), ("json_array", 4), ("msgpack", 5)]
    case .compressionType: [("zlib", 1), ("fastlz", 2), ("zstd", 3)]
    default: []
    }
  }
}
