import PHPConfiguration
import Testing

@Suite("What a directive is offered, in case it refuses") struct CandidateTests {
  private func texts(_ configuration: Configuration) -> [String] { configuration.candidates("x").map(\.text) }

  @Test("php.ini, conf.d and -d offer only the text that won") func startup() {
    var configuration = Configuration(ini: "x=1\nx=2\n")
    configuration.read(ini: SourceText("conf.d/1.ini", "x=3\n"))
    #expect(texts(configuration) == ["3"])
    configuration.read(define: "x=4")
    configuration.read(define: "x=5")
    #expect(texts(configuration) == ["5"])
  }

  @Test("every line of a pool is offered, admin lines first, then what stands below") func pool() throws {
    var configuration = Configuration(ini: "x=ini\n")
    try configuration.read(
      pool: "www.conf",
      "[www]\nphp_value[x]=a\nphp_admin_value[x]=b\nphp_value[x]=c\nphp_admin_value[x]=d\n[other]\nphp_value[x]=e\n")
    configuration.read(userIni: SourceText("/srv/.user.ini", "x=u\nx=v\n"))
    configuration.read(userIni: SourceText("/srv/in/.user.ini", "x=w\n"))
    #expect(texts(configuration) == ["b", "d", "w", "v", "a", "c", "ini"])
    #expect(configuration.candidates("x").first == configuration["x"])
  }

  @Test("Apache offers the text of the innermost container only") func apache() throws {
    var configuration = Configuration(ini: "x=ini\n")
    try configuration.read(
      apache: SourceText("site.conf", "php_value x a\n<Directory /srv>\nphp_value x b\n</Directory>\n"))
    #expect(texts(configuration) == ["b", "ini"])
  }

  @Test("a later source stands over all of an earlier one") func sources() throws {
    var configuration = Configuration(ini: "x=1\n")
    try configuration.read(pool: "www.conf", "[www]\nphp_value[x]=2\n")
    configuration.beginSource()
    configuration.read(ini: SourceText("mine.ini", "x=3\nx=4\n"))
    #expect(texts(configuration) == ["4", "2", "1"])
  }

  @Test("an array offers nothing") func array() {
    #expect(texts(Configuration(ini: "x=1\nx[]=2\n")) == [])
    #expect(texts(Configuration()) == [])
  }
}

@Suite("Long texts are read in one pass") struct LongTextTests {
  /// A minute would not do for these when each line looked at all before it.
  @Test(.timeLimit(.minutes(5))) func references() {
    let pair = "foo=1\nbar=${foo}\n"
    let configuration = Configuration(ini: String(repeating: pair, count: 25_000))
    #expect(configuration["bar"]?.text == "1")
    #expect(configuration["bar"]?.overrode.count == 24_999)
  }

  @Test(.timeLimit(.minutes(5))) func poolLines() throws {
    var configuration = Configuration()
    let lines = (1...60_000).map { "php_value[x\($0)]=\($0)\n" }.joined()
    try configuration.read(pool: "www.conf", "[www]\n" + lines)
    #expect(configuration.settings.count == 60_000)
    #expect(configuration["x59999"]?.text == "59999")
  }
}
