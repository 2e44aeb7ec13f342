import SessionData
import Testing

/// What a damaged or hostile value may not do, and what is said of it.
@Suite("Damaged sessions") struct DamageTests {
  static func decode(
    _ bytes: [UInt8], flags: UInt32 = 0, from handler: StoringExtension = .memcached, _ serializer: SessionSerializer?,
    limits: DecodingLimits = .standard
  ) -> SessionContent {
    SessionContent.decode(bytes, flags: flags, handler: handler, serializer: serializer, limits: limits)
  }

  @Test func saysWhereAndKeepsWhatStoodBefore() throws {
    let text = #"user|a:2:{s:4:"name";s:5:"Alice";s:4:"cart";a:1:{i:0;x:1;}}"#
    let content = Self.decode(Array(text.utf8), .php)
    guard case .serialized(.php, let fault) = content.fault else { return #expect(Bool(false), "no fault") }
    #expect(fault.byte == 53)
    #expect(
      fault.summary
        == "byte 53, in user > cart > 0: expected a value (one of N b i d s a O C E r R), but there is 'x'; 4 values were read before"
    )
    #expect(
      content.tree.text(revealing: true) == "user: array, 2 elements\n  name: \"Alice\"\n  cart: array, 0 elements\n")
    #expect(try content.tree.jsonText() == #"{"user":{"name":"Alice","cart":[]}}"#)
  }

  @Test(arguments: [
    (#"a|s:6:"abc";"#, 7, "a string of 6 bytes; 5 are left"),
    (#"a|i:99999999999999999999;"#, 4, "an integer that fits into 64 bits"),
    (#"a|b:2;"#, 4, "0 or 1"), (#"a|R:9;"#, 2, "the number of one of the 0 values before"),
    (#"a|i:1;b"#, 6, "the name of a variable and '|'"), (#"a|a:1:{i:0;i:1;"#, 15, "} behind the last element"),
    (#"a|s:9223372036854775807:"x";"#, 25, "a string of 9223372036854775807 bytes; 3 are left"),
    (#"a|d:1,5;"#, 4, "a number"), (#"a|E:4:"Suit";"#, 2, "Enum:Case"),
  ]) func namesTheByte(_ text: String, _ byte: Int, _ expected: String) {
    guard case .serialized(_, let fault) = Self.decode(Array(text.utf8), .php).fault else {
      return #expect(Bool(false), "no fault")
    }
    #expect(fault.byte == byte)
    #expect(fault.expected == expected)
  }

  /// A million levels are no more than a fault.
  @Test(arguments: [
    (SessionSerializer.phpSerialize, [] as [UInt8], Array("a:1:{i:0;".utf8)),
    (.php, Array("a|".utf8), Array("O:1:\"A\":1:{i:0;".utf8)),
    (.igbinary, [0, 0, 0, 2], [0x14, 0x01, 0x06, 0x00]), (.msgpack, [], [0x91]), (.json, [], [0x5b]),
  ]) func depthHasALimit(_ serializer: SessionSerializer, _ start: [UInt8], _ level: [UInt8]) {
    let bytes = start + Array(repeating: level, count: 1_000_000).flatMap { $0 }
    let content = Self.decode(bytes, serializer)
    guard case .serialized(_, let fault) = content.fault else { return #expect(Bool(false), "no fault") }
    #expect(fault.expected == "no more than 4096 containers within each other, the limit of PHP")
    #expect(content.tree.nodes.count == 4096)
    #expect(content.tree.text(revealing: true).contains("(level 4094) 0: "))
  }

  @Test func numberOfValuesHasALimit() {
    let content = Self.decode(
      [0xdd, 0xff, 0xff, 0xff, 0xff] + Array(repeating: 0xc0, count: 50), .msgpack,
      limits: DecodingLimits(depth: 10, values: 20, plainBytes: 100))
    guard case .serialized(_, let fault) = content.fault else { return #expect(Bool(false), "no fault") }
    #expect(fault.expected == "no more than 20 values, the limit of this program")
  }

  /// Two uses of two uses of two uses … of one object: JSON would be endless, the tree is not.
  @Test func repeatedValuesAreNoBomb() {
    let nested = Self.laughs(levels: 60)
    let content = Self.decode(Array(nested.utf8), .phpSerialize)
    #expect(content.fault == nil)
    #expect(throws: OutputLimit.self) { try content.tree.json(limit: 1 << 20) }
    #expect(content.tree.text(revealing: true).utf8.count < 1 << 14)
  }

  /// Each level is an array with an object twice, and the object has the next level.
  private static func laughs(levels: Int) -> String {
    // Level n begins at slot 1 + 2n: the array, then its object.
    var text = "i:1;"
    for level in (0..<levels).reversed() {
      text = #"a:2:{i:0;O:1:"A":1:{s:1:"a";\#(text)}i:1;r:\#(2 + 2 * level);}"#
    }
    return text
  }

  @Test(arguments: [
    (#"a|i:1;b|s:9:"x"#, SessionSerializer.php), (#"a:2:{s:1:"a";i:1;s:1:"b";s:9:"x"#, .phpSerialize),
    ("\u{1}ai:1;\u{1}bi:x;", .phpBinary),
  ]) func damageIsToldByContent(_ text: String, _ serializer: SessionSerializer) throws {
    let content = Self.decode(Array(text.utf8), nil)
    #expect(content.form == .serialized(serializer))
    #expect(content.fault != nil)
    #expect(try content.tree.jsonText() == #"{"a":1}"#)
  }

  @Test func otherSerializerThatFits() {
    let content = Self.decode(Array(#"a:1:{s:1:"a";i:1;}"#.utf8), .igbinary)
    #expect(content.fault != nil)
    #expect(content.fitting == .phpSerialize)
  }

  @Test(arguments: ["", "plain text", "{no json", "a|b", "\u{1}", "a::b", "a|b:x"]) func textOfNoForm(_ text: String)
    throws
  {
    let content = Self.decode(Array(text.utf8), nil)
    #expect(content.fault == nil)
    #expect(content.form == (text.isEmpty ? .empty : .plain))
    #expect(try content.tree.jsonText() == (text.isEmpty ? "[]" : text == "\u{1}" ? #""\u0001""# : "\"\(text)\""))
  }

  @Test func flagsWithoutMeaning() {
    #expect(Self.decode([0x41], flags: 9, nil).fault == .unknownType(9))
    #expect(Self.decode([0x41], flags: 0x500, from: .memcache, nil).fault == .unknownType(5))
    #expect(Self.decode([0x41], flags: 1, nil).fault == .notOfItsType("an integer"))
  }
}
