import PHPConfiguration
import Testing

@Suite("The strongest source wins") struct LayerTests {
  @Test("each source beats the weaker ones, whatever the order of reading")
  func order() throws {
    let sources: [(name: String, read: @Sendable (inout Configuration) throws -> Void)] = [
      ("ini", { $0.read(ini: SourceText("php.ini", "session.name=ini\n")) }),
      ("pool", { try $0.read(pool: "www.conf", "[www]\nphp_value[session.name]=pool\n") }),
      ("user", { $0.read(userIni: SourceText(".user.ini", "session.name=user\n")) }),
      ("admin", { try $0.read(pool: "www.conf", "[www]\nphp_admin_value[session.name]=admin\n") }),
      ("define", { $0.read(define: "session.name=define") }),
      ("set", { $0.set("session.name", to: Array("set".utf8), from: "--name") }),
    ]
    for strongest in sources.indices {
      for order in [Array(sources[...strongest]), sources[...strongest].reversed()] {
        var configuration = Configuration()
        for source in order { try source.read(&configuration) }
        let setting = try #require(configuration["session.name"])
        #expect(setting.text == sources[strongest].name)
        #expect(setting.overrode.count == strongest)
      }
    }
  }

  @Test("the lines that lost are named in the order of reading")
  func losers() throws {
    var configuration = Configuration(ini: "session.name=a\nsession.name=b\n")
    configuration.read(ini: SourceText("conf.d/1.ini", "\nsession.name=c\n"))
    let setting = try #require(configuration["session.name"])
    #expect(setting.text == "c")
    #expect(setting.location.description == "conf.d/1.ini:2")
    #expect(setting.overrode.map(\.description) == ["php.ini:1", "php.ini:2"])
  }

  @Test("names that become the same text, being no UTF-8, do not take turns")
  func namesWithoutText() {
    let text = Array("a".utf8) + [0xff] + Array("b=1\na".utf8) + [0xfe] + Array("b=2\n".utf8)
    for _ in 0..<50 {
      var configuration = Configuration()
      configuration.read(ini: SourceText(name: "php.ini", bytes: text))
      #expect(configuration.settings.mapValues(\.text) == ["a\u{FFFD}b": "1"])
    }
  }

  @Test("settings holds what the subscript gives, and no arrays")
  func settings() {
    let configuration = Configuration(ini: "a=1\nb[]=2\nextension=memcached.so\nc=\n[HOST=h]\nd=1\n")
    #expect(configuration.settings.mapValues(\.text) == ["a": "1", "c": ""])
    #expect(configuration["b"] == nil)
  }

  @Test("a value that is taken literally keeps every byte")
  func literal() {
    var configuration = Configuration()
    configuration.set("session.save_path", to: Array("tcp://a:1?weight=1&x;'\"${A}".utf8), from: "--save-path")
    #expect(configuration["session.save_path"]?.text == "tcp://a:1?weight=1&x;'\"${A}")
    #expect(configuration["session.save_path"]?.location.description == "--save-path")
  }
}

@Suite("-d is read as PHP reads it") struct DefineTests {
  @Test(
    arguments: [
      ("x=a:1,b:2", "a:1,b:2"), ("x=/run/a.sock:0?w=1", "/run/a.sock:0?w=1"), ("x=\"tcp://a:1?w=1\"", "tcp://a:1?w=1"),
      ("x", "1"), ("x=", ""), ("x=on", "1"), ("x='a;b'", "a;b"), ("x= on", " on"), ("x=-1|2", "-1|2"), ("x=1|2", "3"),
      ("x=${A}", "env"), (" x =a", "a"),
    ])
  func value(_ definition: String, _ value: String) {
    var configuration = Configuration(environment: ["A": "env"])
    configuration.read(define: definition)
    #expect(configuration["x"]?.text == value)
    #expect(configuration["x"]?.location == SourceLocation(source: "-d", line: 0))
    #expect(configuration.diagnostics == [])
  }

  @Test(
    "a definition that loses a part says so",
    arguments: [
      ("session.save_path=tcp://a:1?w=1", "tcp://a:1?w", Diagnostic.Severity.critical),
      ("session.save_path=a:1;b:2", "a:1", .warning), ("session.save_path=a'b", "a", .critical),
      ("session.save_path=a(b", "a", .critical),
    ])
  func loss(_ definition: String, _ stored: String, _ severity: Diagnostic.Severity) throws {
    var configuration = Configuration()
    configuration.read(define: definition)
    #expect(configuration["session.save_path"]?.text == stored)
    let found = try #require(configuration.diagnostics.first)
    #expect(found.brief == "MC109 \(severity) -d")
    if !definition.contains("'") {
      #expect(found.cure.contains("-d 'session.save_path=\"\(definition.dropFirst(18))\"'"))
    }
  }

  @Test("one bad definition leaves the next one whole")
  func next() {
    var configuration = Configuration()
    configuration.read(define: "x=a(b")
    configuration.read(define: "y=1")
    #expect(configuration["y"]?.text == "1")
  }
}
