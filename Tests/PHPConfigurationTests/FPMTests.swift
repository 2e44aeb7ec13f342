import PHPConfiguration
import Testing

@Suite("Pool files") struct FPMTests {
  @Test("the first of several lines wins, over all files of the pool, and the later one is named")
  func firstWins() throws {
    var configuration = Configuration(ini: "session.name=ini\n")
    try configuration.read(pool: "a.conf", "[www]\nphp_value[session.name] = one\n")
    try configuration.read(pool: "b.conf", "[WWW]\nphp_value[session.name] = two\nphp_value[user_agent] = x\n")
    let setting = try #require(configuration["session.name"])
    #expect(setting.text == "one")
    #expect(setting.location.description == "a.conf:2")
    #expect(setting.overrode.map(\.description) == ["php.ini:1", "b.conf:2"])
    #expect(configuration["user_agent"]?.text == "x")
    #expect(configuration.diagnostics.map(\.brief) == ["MC237 warning b.conf:2"])
  }

  @Test("php_value and php_flag share one list, and admin lines win wherever they stand")
  func lists() throws {
    var configuration = Configuration()
    try configuration.read(
      pool: "www.conf",
      """
      [www]
      php_flag[session.use_cookies] = off
      php_value[session.use_cookies] = 7
      php_value[session.name] = plain
      php_admin_value[session.name] = admin
      php_admin_flag[session.auto_start] = "yes"
      """)
    #expect(configuration["session.use_cookies"]?.text == "0")
    #expect(configuration["session.name"]?.text == "admin")
    #expect(configuration["session.auto_start"]?.text == "1")
  }

  @Test("only the wanted pool counts, $pool is its name as first written, a section stays open into the next file")
  func pools() throws {
    let texts = [
      (
        "a.conf",
        "[global]\nerror_log = /x\n[Www]\nphp_value[session.name] = $pool-$pool\n[api]\nphp_value[user_agent] = api\n"
      ),
      ("b.conf", "php_value[session.cache_limiter] = $pool\n"),
    ]
    func read(pool: String) throws -> Configuration {
      var configuration = Configuration()
      for (name, text) in texts { try configuration.read(pool: name, text, pool: pool) }
      return configuration
    }
    let www = try read(pool: "www")
    #expect(www.settings.mapValues(\.text) == ["session.name": "Www-Www"])
    #expect(www.poolNames == ["Www", "api"])
    #expect(try read(pool: "API").settings.mapValues(\.text) == ["user_agent": "api", "session.cache_limiter": "api"])
  }

  @Test("without a name the only pool is meant, and of several none")
  func onlyPool() throws {
    var configuration = Configuration()
    try configuration.read(pool: "www.conf", "[global]\npid = /run/x\n[www]\nphp_value[session.name] = a\n", pool: nil)
    #expect(configuration["session.name"]?.text == "a")
    let before = configuration.settings
    let error = #expect(throws: ConfigurationError.self) {
      try configuration.read(pool: "api.conf", "[api]\nphp_value[session.name] = b\n", pool: nil)
    }
    #expect(error?.message.contains("www, api") == true)
    #expect(configuration.settings == before)
  }

  @Test("include reads where it stands, five files deep")
  func include() throws {
    var configuration = Configuration()
    let main = SourceText("php-fpm.conf", "include = pool.d/*.conf\n[www]\nphp_value[session.name] = main\n")
    try configuration.read(fpm: main, pool: "www") { pattern in
      pattern == "pool.d/*.conf" ? [SourceText("pool.d/www.conf", "[www]\nphp_value[session.name] = included\n")] : []
    }
    #expect(configuration["session.name"]?.location.description == "pool.d/www.conf:2")

    let error = #expect(throws: ConfigurationError.self) {
      try configuration.read(fpm: SourceText("loop.conf", "include = loop.conf\n"), pool: "www") { _ in
        [SourceText("loop.conf", "include = loop.conf\n")]
      }
    }
    #expect(error?.message.contains("include") == true)
  }

  @Test("lines are texts of their own: CR LF, byte order marks, an apostrophe that cuts one line only")
  func lines() throws {
    var configuration = Configuration()
    try configuration.read(
      pool: "www.conf", "[www]\r\n\u{FEFF}php_value[session.name] = a'b\r\nphp_value[user_agent] = \"c\"\r\n")
    #expect(configuration["session.name"]?.text == "a")
    #expect(configuration["user_agent"]?.text == "c")
    #expect(configuration.diagnostics.map(\.brief) == ["MC109 critical www.conf:2"])
  }

  @Test("a blank in an unquoted key belongs to it, so the setting is lost")
  func blankInKey() throws {
    var configuration = Configuration()
    try configuration.read(pool: "www.conf", "[www]\nphp_value[session.name ] = a\n")
    #expect(configuration["session.name"] == nil)
    #expect(configuration.diagnostics.map(\.brief) == ["MC109 warning www.conf:2"])
  }

  @Test("path-like values get the prefix, unless the pool has a chroot")
  func prefixes() throws {
    func cookiePath(_ lines: String) throws -> String? {
      var configuration = Configuration()
      try configuration.read(pool: "www.conf", "[www]\nphp_value[session.cookie_path] = app\n\(lines)")
      return configuration["session.cookie_path"]?.text
    }
    #expect(try cookiePath("") == "/usr/app")
    #expect(try cookiePath("prefix = /srv\n") == "/srv/app")
    #expect(try cookiePath("chroot = /srv\n") == "app")
  }

  @Test("extension loads one and sets nothing, references see php.ini and the master's environment")
  func references() throws {
    var configuration = Configuration(environment: ["MC": "10.0.0.1"])
    configuration.read(ini: SourceText("php.ini", "port=11211\n"))
    try configuration.read(
      pool: "www.conf",
      """
      [www]
      env[MC] = other
      php_value[session.save_path] = "${MC}:${port}"
      php_admin_value[extension] = memcached.so
      """
    )
    #expect(configuration["session.save_path"]?.text == "10.0.0.1:11211")
    #expect(configuration["extension"] == nil)
  }

  @Test("warnings are about the wanted pool")
  func otherPool() throws {
    var configuration = Configuration()
    try configuration.read(
      pool: "www.conf", "[api]\nphp_value[session.save_path] = a&b\n[www]\nphp_value[session.name] = a&b\n")
    #expect(configuration.diagnostics.map(\.brief) == ["MC109 critical www.conf:4"])
  }
}

@Suite("php-fpm refuses what it does not know") struct FPMRefusalTests {
  /// A line of a pool, and php-fpm's reason.
  static let lines: [(line: String, reason: String)] = [
    ("php_value[session.save_path] = tcp://a:1?weight=1", "syntax error, unexpected '='"),
    ("php_value[session.save_path] = \"a", "syntax error, unexpected end of file"),
    ("  [indented]", "syntax error, unexpected END_OF_LINE"),
    ("session.save_path = x", "unknown entry 'session.save_path'"),
    ("Include = x", "unknown entry 'Include'"),
    ("pid = /run/x", "unknown entry 'pid'"),
    ("# a comment", "value is NULL for a ZEND_INI_PARSER_ENTRY"),
    ("php_value[session.name] = ''", "value is NULL for a ZEND_INI_PARSER_ENTRY"),
    ("PHP_VALUE[session.name] = a", "unknown directive 'PHP_VALUE'"),
    ("php_value[] = a", "You must provide a key for field 'php_value'"),
    (
      "php_flag[session.use_cookies] = maybe",
      "error while parsing 'php_flag[session.use_cookies]' : invalid boolean value"
    ),
    ("env[A] =", "empty value"),
    ("access.suppress_path[x] = /ping", "Keys provided to field 'access.suppress_path' are ignored"),
    ("pm = fast", "unable to parse value for entry 'pm': invalid process manager (static, dynamic or ondemand)"),
    ("PM.max_requests = 0x", "unable to parse value for entry 'pm.max_requests': is not a valid number"),
    ("request_terminate_timeout = 5x", "unable to parse value for entry 'request_terminate_timeout': unknown suffix"),
    ("catch_workers_output = 2", "unable to parse value for entry 'catch_workers_output': invalid boolean value"),
  ]

  @Test(arguments: lines) func refused(_ line: String, _ reason: String) throws {
    var configuration = Configuration()
    let error = #expect(throws: ConfigurationError.self) {
      try configuration.read(pool: "pool.d/www.conf", "[www]\npm = static\n\(line)\n")
    }
    #expect(error?.location == SourceLocation(source: "pool.d/www.conf", line: 3))
    #expect(error?.message.hasPrefix(reason) == true, "\(String(describing: error))")
    #expect(error?.effect.contains("refuses to start") == true)
  }

  @Test("the cure is the line with quotes")
  func cure() {
    var configuration = Configuration()
    let error = #expect(throws: ConfigurationError.self) {
      try configuration.read(pool: "www.conf", "[www]\nphp_value[session.save_path] = tcp://a:1?weight=1\n")
    }
    #expect(error?.cure.contains("php_value[session.save_path] = \"tcp://a:1?weight=1\"") == true)
  }

  @Test(
    "the global section takes no arrays and knows other entries",
    arguments: ["php_value[session.name] = a", "listen = 9000", "pid = /run/$pool.pid"])
  func global(_ line: String) {
    var configuration = Configuration()
    #expect(throws: ConfigurationError.self) { try configuration.read(pool: "fpm.conf", "[global]\n\(line)\n") }
  }

  @Test("the entries of a real pool are known")
  func realPool() throws {
    var configuration = Configuration()
    try configuration.read(
      pool: "www.conf",
      """
      ; Start a new pool named 'www'.
      [www]
      user = www-data
      group = www-data
      listen = /run/php/$pool.sock
      listen.owner = www-data
      listen.mode = 0660
      listen.allowed_clients = 127.0.0.1
      pm = dynamic
      pm.max_children = 5
      pm.process_idle_timeout = 10s
      pm.status_path = /status
      ping.response = pong
      access.format = "%R - %u %t \\"%m %r%Q%q\\" %s"
      access.suppress_path[] = /ping
      request_terminate_timeout = 0
      rlimit_core = unlimited
      clear_env = no
      security.limit_extensions = .php .phar
      env[HOSTNAME] = $HOSTNAME
      php_admin_value[error_log] = /var/log/fpm-php.www.log
      php_admin_flag[log_errors] = on
      """)
    #expect(configuration["log_errors"]?.text == "1")
    #expect(configuration.diagnostics == [])
  }
}
