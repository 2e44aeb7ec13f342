import PHPConfiguration
import Testing

/// Corners that random texts found, each with the answer of PHP 8.2.35.
@Suite("Corners of the ini language") struct IniCornerTests {
  @Test(
    "a $ takes the byte after it along, by the way of cutting that goes furthest",
    arguments: [
      ("x=$\\$\\\ny=1", "$\\$\\\ny"), ("x=$\\$\\ z\ny=1", "$\\$\\ z"), ("x=a$;b\n", "a$;b"), ("x=$$${A}\n", "$$env"),
      ("x=$\\\"q\n", "$\\\"q"),
    ])
  func dollar(_ text: String, _ value: String) {
    let configuration = Configuration(ini: text, environment: ["A": "env"])
    #expect(configuration["x"]?.text == value)
  }

  @Test("a text that ends at $\\ ends one token earlier")
  func dollarBackslashAtTheEnd() {
    let configuration = Configuration(ini: "a=1\nx=b$\\")
    #expect(configuration["a"]?.text == "1")
    #expect(configuration["x"] == nil)
  }

  @Test("a word before a tab is a statement of its own even at the end of the text")
  func wordBeforeTab() {
    #expect(Configuration(ini: "a=1\nyes\t").diagnostics.map(\.brief) == ["MC109 critical php.ini:2"])
    #expect(Configuration(ini: "a=1\nyes").diagnostics == [])
  }

  @Test("a tab before [ leaves the section a section, a space makes it an array")
  func indentedSections() {
    #expect(Configuration(ini: "\t[a]\nx=1\n")["x"]?.text == "1")
    #expect(Configuration(ini: " [a]\nx=1\n")["x"] == nil)
  }

  @Test(
    "numbers for operators are C's, 32 bits wide",
    arguments: [
      ("2147483648|0", "-2147483648"), ("99999999999999999999|0", "-1"), ("4294967297|0", "1"), ("+5|0", "5"),
      ("- 5|0", "0"),
    ])
  func operands(_ value: String, _ result: String) {
    #expect(Configuration(ini: "x=\(value)\n")["x"]?.text == result)
  }

  @Test("a host section keeps its table under the host's name, so a reference to it is one to an array")
  func hostTable() {
    let configuration = Configuration(ini: "[HOST=www.example.com]\nx=1\n[a]\ny=${www.example.com}\n")
    #expect(configuration.diagnostics.map(\.brief) == ["MC109 critical php.ini:4"])
  }

  @Test("bytes that are no UTF-8 pass through")
  func bytes() {
    var configuration = Configuration()
    configuration.read(
      ini: SourceText(name: "php.ini", bytes: Array("x=".utf8) + [0xFF, 0x80, 0xFE] + Array("\n".utf8)))
    #expect(configuration["x"]?.value == [0xFF, 0x80, 0xFE])
  }

  @Test("constants follow the stated version, and what differs from host to host is not guessed")
  func constants() {
    #expect(Configuration(ini: "x=E_ALL\n")["x"]?.text == "32767")
    #expect(Configuration(ini: "x=E_ALL\n", php: PHPVersion(8, 4))["x"]?.text == "30719")
    #expect(Configuration(ini: "x=PHP_MINOR_VERSION\n", php: PHPVersion(8, 3))["x"]?.text == "3")
    let unknown = Configuration(ini: "session.name=PHP_VERSION_ID\n")
    #expect(unknown["session.name"]?.text == "PHP_VERSION_ID")
    #expect(unknown.diagnostics.map(\.brief) == ["MC237 warning php.ini:1"])
  }
}

@Suite("PHP 8.3 falls back in ${NAME:-default}") struct FallbackTests {
  @Test(arguments: [
    ("${NOPE:-cache1}:11211", "cache1:11211"), ("\"${NOPE:-cache1}:11211\"", "cache1:11211"), ("${SET:-x}", "s"),
    ("${EMPTY:-x}y", "y"), ("${NOPE:-}", ""), ("${NOPE:-${SET}}", "s"), ("${NOPE:-${ALSO:-b}}c", "bc"),
    ("${NOPE:-\"a;b\"}", "a;b"), ("a${SET}b", "asb"),
  ])
  func fallback(_ value: String, _ result: String) {
    let environment = ["SET": "s", "EMPTY": ""]
    let configuration = Configuration(ini: "x=\(value)\ny=1\n", environment: environment, php: PHPVersion(8, 3))
    #expect(configuration["x"]?.text == result)
    #expect(configuration["y"]?.text == "1")
    #expect(configuration.diagnostics == [])
  }
}
