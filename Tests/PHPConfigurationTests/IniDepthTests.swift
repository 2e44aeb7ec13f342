import PHPConfiguration
import Testing

@Suite("PHP's parser holds so much and no more") struct IniDepthTests {
  /// The deepest texts that PHP 8.2.35 reads; one level more is too much for it.
  @Test(arguments: [
    ("x=", "~", "1", "", 9_994, "1"), ("x=", "!", "1", "", 9_994, "1"), ("x=", "(", "1", ")", 9_993, "1"),
    ("x=", "~(", "1", ")", 4_996, "1"), ("x=3|", "(", "1", ")", 9_991, "3"), ("x=", "(3|", "1", ")", 3_331, "3"),
    ("x=", "(", "a\"b\"${C}", ")", 9_991, "ab"), ("x=", "~", "\"b\"", "", 9_992, "0"),
    ("x=", "~", "\"${b}\"", "", 9_990, "0"), ("[s]x=", "~", "1", "", 9_994, "1"),
  ])
  func limit(start: String, open: String, inside: String, close: String, depth: Int, value: String) throws {
    func configuration(_ depth: Int) -> Configuration {
      let nested = String(repeating: open, count: depth) + inside + String(repeating: close, count: depth)
      return Configuration(ini: "p=1\n\(start)\(nested)\ny=2\n")
    }
    let deepest = configuration(depth)
    #expect(deepest["x"]?.text == value)
    #expect(deepest["y"]?.text == "2")
    #expect(!deepest.diagnostics.contains { $0.severity == .critical })
    let tooDeep = configuration(depth + 1)
    #expect(tooDeep["p"]?.text == "1")
    #expect(tooDeep["x"] == nil && tooDeep["y"] == nil)
    let found = try #require(tooDeep.diagnostics.first)
    #expect(found.brief == "MC109 critical php.ini:2")
    #expect(found.message.hasPrefix("x: PHP reports \"memory exhausted on line "))
  }

  @Test("texts of any depth end in an error, not in a crash", arguments: ["~", "(", "!(", "${A:-", "\"${A:-"])
  func hopeless(open: String) {
    let text = "session.name=\(String(repeating: open, count: 100_000))\n"
    #expect(Configuration(ini: text, php: PHPVersion(8, 3)).diagnostics.map(\.brief) == ["MC109 critical php.ini:1"])
  }

  @Test("an operator between many operands is no depth") func breadth() {
    #expect(Configuration(ini: "x=\(String(repeating: "1|", count: 20_000))2\n")["x"]?.text == "3")
  }

  @Test("php-fpm does not start with such a line") func pool() throws {
    func text(_ depth: Int) -> String { "[www]\nphp_value[x]=\(String(repeating: "~", count: depth))1\n" }
    var configuration = Configuration()
    try configuration.read(pool: "www.conf", text(9_992))
    let error = #expect(throws: ConfigurationError.self) { try configuration.read(pool: "www.conf", text(9_993)) }
    #expect(error?.message == "memory exhausted in Unknown on line 1")
  }
}
