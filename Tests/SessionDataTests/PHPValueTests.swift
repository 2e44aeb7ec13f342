import FoundationEssentials
import SessionData
import Testing

/// What has no equal in JSON: recursion, references, enums, private properties, bytes that are no UTF-8. PHP wrote these:
///
///     enum Suit: string { case H = 'h'; }
///     class Ser implements Serializable { function serialize() { return "xyz\\0"; } … }
///     class A { public $a = 1; protected $b = 2; private $c = 3; public $self; }
///     $o = new A; $o->self = $o; $x = "text"; $list = [1]; $list['me'] = &$list;
///     ['suit' => Suit::H, 'again' => Suit::H, 'ser' => new Ser, 'loop' => $o, 'same' => $o, 'x' => &$x, 'y' => &$x,
///      'bad' => "caf\\xe9", "k\\xff" => INF, 'nan' => NAN, 'list' => &$list, 'esc' => "\\e[31m\\u{202e}\\n"]
@Suite("Values that only PHP has") struct PHPValueTests {
  static let written: [(SessionSerializer, String)] = [
    (
      .phpSerialize,
      "YToxMjp7czo0OiJzdWl0IjtFOjY6IlN1aXQ6SCI7czo1OiJhZ2FpbiI7cjoyO3M6Mzoic2VyIjtDOjM6IlNlciI6NDp7eHl6AH1zOjQ6Imxvb3AiO086MToiQSI6NDp7czoxOiJhIjtpOjE7czo0OiIAKgBiIjtpOjI7czo0OiIAQQBjIjtpOjM7czo0OiJzZWxmIjtyOjU7fXM6NDoic2FtZSI7cjo1O3M6MToieCI7czo0OiJ0ZXh0IjtzOjE6InkiO1I6MTE7czozOiJiYWQiO3M6NDoiY2Fm6SI7czoyOiJr/yI7ZDpJTkY7czozOiJuYW4iO2Q6TkFOO3M6NDoibGlzdCI7YToyOntpOjA7aToxO3M6MjoibWUiO1I6MTU7fXM6MzoiZXNjIjtzOjk6IhtbMzFt4oCuCiI7fQ=="
    ),
    (
      .igbinary,
      "AAAAAhQMEQRzdWl0FwRTdWl0JxEBSBEFYWdhaW4iAREDc2VyFwNTZXIdBHh5egARBGxvb3AXAUEUBBEBYQYBEQQAKgBiBgIRBABBAGMGAxEEc2VsZiIDEQRzYW1lIgMRAXglEQR0ZXh0EQF5JQEEEQNiYWQRBGNhZukRAmv/DH/wAAAAAAAAEQNuYW4Mf/gAAAAAAAARBGxpc3QlFAIGAAYBEQJtZSUBBREDZXNjEQkbWzMxbeKArgo="
    ),
    (
      .msgpack,
      "jKRzdWl0g8CkU3VpdKRuYW1loUildmFsdWWhaKVhZ2FpboLABAACo3NlcoLAA6NTZXKkeHl6AKRsb29whcChQaFhAaQAKgBiAqQAQQBjA6RzZWxmgsAEAAWkc2FtZYLABAAFoXikdGV4dKF5pHRleHSjYmFkpGNhZumia//Lf/AAAAAAAACjbmFuy3/4AAAAAAAApGxpc3SDwAEAAaJtZYLAAgAIo2VzY6kbWzMxbeKArgo="
    ),
  ]

  static func tree(_ text: String, _ serializer: SessionSerializer) throws -> SessionTree {
    let bytes = Array(try #require(Data(base64Encoded: text)))
    let content = SessionContent.decode(bytes, flags: 0, handler: .memcached, serializer: serializer)
    #expect(content.fault == nil)
    return content.tree
  }

  @Test(arguments: written) func showsAllAndNothingHarmful(_ serializer: SessionSerializer, _ text: String) throws {
    // msgpack writes an enum as an object, a string that is referenced as two, and a referenced array once more.
    let shown = try Self.tree(text, serializer).text(revealing: true)
    if serializer == .msgpack {
      #expect(shown.contains("suit: object Suit, 2 elements, #1\n  name: \"H\"\n"))
      #expect(shown.contains("list: array, 2 elements, #3\n  0: 1\n  me: reference to #3, within itself\n"))
    } else {
      #expect(shown.hasPrefix("suit: enum Suit::H, #1\nagain: same as #1\n"))
      #expect(shown.contains("x: \"text\", #3\ny: reference to #3\n"))
    }
    #expect(
      shown.contains(
        #"""
        ser: data of Ser, "xyz\x00"
        loop: object A, 4 elements, #2
          a: 1
          b (protected): 2
          c (private of A): 3
          self: same as #2, within itself
        same: same as #2
        """#))
    #expect(
      shown.contains(
        #"""
        bad: "caf\xe9"
        "k\xff": INF
        nan: NAN
        """#))
    #expect(shown.hasSuffix(#"esc: "\x1b[31m\xe2\x80\xae\n""# + "\n"))
  }

  @Test(arguments: written) func hidesContents(_ serializer: SessionSerializer, _ text: String) throws {
    let shown = try Self.tree(text, serializer).text(revealing: false)
    #expect(shown.contains("bad: string, 4 bytes\n"))
    #expect(shown.contains("ser: data of Ser, 4 bytes\n"))
    #expect(shown.contains("  a: int\n"))
    for content in ["caf", "xyz", "INF", "::H"] { #expect(!shown.contains(content)) }
  }

  @Test func marksInJSONWhatJSONHasNot() throws {
    let json = try Self.tree(Self.written[0].1, .phpSerialize).jsonText()
    #expect(
      json == """
        {"suit":{"@enum":"Suit::H"},"again":{"@enum":"Suit::H"},"ser":{"@custom":"Ser","data":"xyz\\u0000"},\
        "loop":{"a":1,"self":{"@recursion":2}},"same":{"a":1,"self":{"@recursion":2}},"x":"text","y":"text",\
        "bad":{"@percent":"caf%E9"},"@percent:k%FF":{"@double":"INF"},"nan":{"@double":"NAN"},\
        "list":{"0":1,"me":{"@recursion":4}},"esc":"\\u001b[31m\\u202e\\n"}
        """)
  }

  /// Numbers of values go on from variable to variable, and a pointer to a pointer means its target.
  @Test func variablesShareNumbers() throws {
    let text = Array("a|O:8:\"stdClass\":1:{s:1:\"x\";i:5;}b|r:1;c|R:3;d|S:2:\"\\41B\";".utf8)
    let content = SessionContent.decode(text, flags: 0, handler: .memcache, serializer: .php)
    #expect(content.fault == nil)
    #expect(try content.tree.jsonText() == #"{"a":{"x":5},"b":{"x":5},"c":{"x":5},"d":"AB"}"#)
    #expect(content.tree.text(revealing: true).hasSuffix("b: same as #1\nc: reference to #1\nd: \"AB\"\n"))
  }

  /// Its numbers go on behind a repeated reference as they were written, where its own reader loses count.
  @Test func msgpackCountsAsItWrites() throws {
    let hex =
      "9882c001000182c002000282c0a141a161a5666972737482c0a141a161a67365636f6e6482c0a141a161a5746869726482c004000582c004000482c0040003"
    let bytes = stride(from: 0, to: hex.utf8.count, by: 2).map { UInt8(hex.dropFirst($0).prefix(2), radix: 16) ?? 0 }
    let content = SessionContent.decode(bytes, flags: 7, handler: .memcached, serializer: nil)
    #expect(
      try content.tree.jsonText() == """
        [[1],[1],{"a":"first"},{"a":"second"},{"a":"third"},{"a":"third"},{"a":"second"},{"a":"first"}]
        """)
  }

  /// Newer releases of the extension know enums; other programs write what PHP does not.
  @Test func msgpackOfOthers() throws {
    func json(_ bytes: [UInt8]) throws -> String {
      let content = SessionContent.decode(bytes, flags: 7, handler: .memcached, serializer: nil)
      #expect(content.fault == nil)
      return try content.tree.jsonText()
    }
    #expect(try json([0x82, 0xc0, 0x06, 0xa1, 0x53, 0xa1, 0x48]) == #"{"@enum":"S::H"}"#)
    #expect(try json([0x80]) == "{}")
    #expect(try json([0x91, 0xca, 0x3f, 0x80, 0, 0]) == "[1]")
    #expect(try json([0x91, 0xc4, 0x01, 0x41]) == #"["A"]"#)
    #expect(try json([0x91, 0xd4, 0x01, 0x41]) == "[null]")
    #expect(try json([0xcf] + Array(repeating: 0xff, count: 8)) == #""18446744073709551615""#)
  }
}
