import PHPConfiguration
import Testing

@Suite("What PHP drops is said") struct DroppedTextTests {
  @Test("an unquoted ?weight=1 drops the rest of the file: what was kept, what is lost, how to mend it")
  func unquotedEquals() throws {
    let configuration = Configuration(
      ini: """
        session.save_handler = memcache
        session.save_path = tcp://a:1?weight=1&timeout=2 ; two
        memcache.hash_strategy = consistent
        x = 1
        session.name = S
        """)
    let found = try #require(configuration.diagnostics.first)
    #expect(configuration.diagnostics.count == 1)
    #expect(found.brief == "MC109 critical php.ini:2")
    #expect(found.message.contains("session.save_path"))
    #expect(found.effect.contains("\"tcp://a:1?weight\""))
    #expect(found.effect.contains("memcache.hash_strategy (line 3), session.name (line 5)"))
    #expect(!found.effect.contains("x ("))
    #expect(found.cure.contains("session.save_path = \"tcp://a:1?weight=1&timeout=2\""))
  }

  @Test("an error in one file leaves the next one whole")
  func nextFile() {
    var configuration = Configuration(ini: "session.name=a(b)\nx=1\n")
    configuration.read(ini: SourceText("conf.d/99.ini", "x=2\n"))
    #expect(configuration["session.name"]?.text == "a")
    #expect(configuration["x"]?.text == "2")
    #expect(configuration.diagnostics.map(\.brief) == ["MC109 critical php.ini:1"])
  }

  /// Each text with the diagnostics that it leaves.
  static let texts: [(text: String, found: [String])] = [
    // Quotes and apostrophes.
    ("x=1\nsession.save_path=\"open\nsession.name=a\n", ["MC109 critical php.ini:2"]),
    ("session.save_path=cache'1:11211\nsession.name=a\n", ["MC109 critical php.ini:1"]),
    ("session.save_path='open\nsession.name=a\n", ["MC109 critical php.ini:1"]),
    ("x=O'Neil\nsession.name=D'Arcy\n", ["MC109 critical php.ini:1"]),
    ("x=\"open\nsession.name=\"b\"\n\"\n", ["MC109 critical php.ini:1"]),
    ("session.name=a''b\n", ["MC109 warning php.ini:1"]),
    ("session.name=a\0b\n", ["MC109 warning php.ini:1"]),
    // A $ at the end of a line.
    ("memcached.sess_prefix=cost$\nx\n", ["MC109 critical php.ini:1"]),
    // Operators.
    ("session.save_path=a&b\n", ["MC109 critical php.ini:1"]),
    ("auto_prepend_file=~/x.php\n", ["MC109 warning php.ini:1"]),
    // Lost names.
    ("session.save_handler: memcached\n", ["MC109 warning php.ini:1"]),
    ("Session.Name=a\n", ["MC109 warning php.ini:1"]),
    ("x=1\n\u{FEFF}session.name=a\n", ["MC109 warning php.ini:2"]),
    // References.
    ("session.save_path=${HOST:-a}:1\n", ["MC237 warning php.ini:1"]),
    ("session.save_path=${HOST}:1\n", ["MC237 warning php.ini:1"]),
    // Sections for some sites.
    (
      "[HOST=a]\nsession.name=x\nx=1\n[PATH=/b]\nsession.name=y\n",
      ["MC239 warning php.ini:1", "MC239 warning php.ini:4"]
    ),
    ("[hosts]\n[Session]\nsession.name=x\n", ["MC239 warning php.ini:1"]),
    // PHP itself dies.
    ("k[]=1\nx=${k}\n", ["MC109 critical php.ini:2"]),
    ("x=1\nsession.save_path[]=a\n", ["MC109 critical php.ini:2"]),
    // One server of two.
    ("session.save_path=10.0.0.1:11211;10.0.0.2:11211\n", ["MC201 warning php.ini:1"]),
  ]

  @Test(arguments: texts) func diagnostics(_ text: String, _ found: [String]) {
    #expect(Configuration(ini: text).diagnostics.map(\.brief) == found)
  }

  @Test(
    "what is harmless leaves none",
    arguments: [
      "# a comment\n// another\njust words\n", "x=''\n", "x='' ; c\n", "x=${NOPE}\n", "x=\"two\nlines\"\n",
      "error_reporting = E_ALL & ~E_DEPRECATED & ~E_STRICT\n", "session.use_cookies = (1)\n", "#session.name = a\n",
      "session.save_path[]=a\nsession.save_path=b\n", "session.save_path=a:1 ; b:2\n", "[HOST=a]\nx=1\n",
      "session.save_path=\"${A}\"\n", "session.name=cost$5\n", "x=1\n; it's\n", "x=1\n; no line end",
    ])
  func harmless(_ text: String) {
    #expect(Configuration(ini: text, environment: ["A": "a:1"]).diagnostics == [])
  }

  @Test("a password is not repeated")
  func password() throws {
    let found = try #require(Configuration(ini: "memcached.sess_sasl_password=hun(ter2\n").diagnostics.first)
    #expect(!"\(found)".contains("hun"))
  }

  @Test("PHP's own count of lines goes wrong inside apostrophes, the place that is named does not")
  func lineOfTheWriter() throws {
    let found = try #require(Configuration(ini: "a='1\n2\n3'\nb=x(\n").diagnostics.last)
    #expect(found.location.line == 4)
    #expect(found.message.contains("on line 2\""))
  }
}

@Suite("A sane php.ini is quiet") struct SaneConfigurationTests {
  /// In the manner of Debian's php.ini-production.
  static let text = """
    [PHP]
    ;;;;;;;;;;;;;;;;;;;
    ; About php.ini   ;
    ;;;;;;;;;;;;;;;;;;;
    ; It's read when PHP starts; "quotes" and ${references} don't count in comments.
    engine = On
    short_open_tag = Off
    precision = 14
    disable_functions =
    disable_classes =
    zend.enable_gc = On
    memory_limit = 128M
    max_execution_time = 30
    error_reporting = E_ALL & ~E_DEPRECATED & ~E_STRICT
    display_errors = Off
    ;error_log = syslog
    variables_order = "GPCS"
    arg_separator.output = "&amp;"
    post_max_size = 8M
    ;include_path = ".:/usr/share/php"
    doc_root =
    ; extension_dir = "./"
    ;extension=bz2
    [CLI Server]
    cli_server.color = On
    [Date]
    ;date.timezone =
    [mail function]
    ;sendmail_path =
    mail.add_x_header = Off
    [Session]
    session.save_handler = memcached
    session.save_path = "10.0.0.1:11211,10.0.0.2:11211"
    ;     session.save_path = "N;/path"
    session.use_strict_mode = 0
    session.name = PHPSESSID
    session.cookie_samesite =
    session.gc_maxlifetime = 1440
    url_rewriter.tags = "a=href,area=href,frame=src,form="
    session.sid_bits_per_character = 5
    [Assertion]
    zend.assertions = -1
    [mcpool]
    mcpool.map = "a:1=127.0.0.1:11211, b:1=127.0.0.1:11212"
    """

  @Test func quiet() {
    let configuration = Configuration(ini: Self.text)
    #expect(configuration.diagnostics == [])
    #expect(configuration["error_reporting"]?.text == "22527")
    #expect(configuration["mcpool.map"]?.location == SourceLocation(source: "php.ini", line: 44))
  }
}
