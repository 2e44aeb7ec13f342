import PHPConfiguration
import Testing

@Suite("Apache's php_value lines") struct ApacheTests {
  func read(_ text: String, name: String = "site.conf", environment: [String: String] = [:]) throws -> Configuration {
    var configuration = Configuration(environment: environment)
    try configuration.read(apache: SourceText(name, text))
    return configuration
  }

  @Test(
    "values are Apache's text, not ini language",
    arguments: [
      ("php_value x tcp://a:1?weight=1&t=2;(z)", "tcp://a:1?weight=1&t=2;(z)"), ("php_value x \"a, b\"", "a, b"),
      ("PHP_Value x 'a \"b\"'", "a \"b\""), ("php_value x \"a \\\"b\\\"\"", "a \"b\""), ("php_value x On", "On"),
      ("php_value x E_ALL", "E_ALL"), ("php_value x none", ""), ("php_value x a\\\\b", "a\\b"),
      ("  php_value\tx   a  ", "a"),
      ("php_value x ${SET}/${NOPE}", "s/${NOPE}"), ("Define D d1\nphp_value x ${D}", "d1"),
      ("php_value \\\n x \\\r\n a", "a"),
      ("php_flag x On", "1"), ("php_flag x 1", "1"), ("php_flag x yes", "0"), ("php_flag x 2", "0"),
    ])
  func value(_ text: String, _ value: String) throws {
    #expect(try read("# php_value x comment\n" + text + "\n", environment: ["SET": "s"])["x"]?.text == value)
  }

  @Test("the inner container wins, in one container the last line, and admin lines over all")
  func containers() throws {
    let configuration = try read(
      """
      <VirtualHost *:80>
        <Directory /srv>
          <IfModule mod_php.c>
            php_value session.name inner
          </IfModule>
        </Directory>
        php_value session.name host
        php_value session.cache_limiter first
        php_value session.cache_limiter last
        php_admin_value session.save_path admin
      </VirtualHost>
      php_value session.name server
      <Location /x>
        php_value session.save_path plain
      </Location>
      """)
    #expect(configuration["session.name"]?.text == "inner")
    #expect(configuration["session.name"]?.overrode.map(\.line) == [7, 12])
    #expect(configuration["session.cache_limiter"]?.text == "last")
    #expect(configuration["session.save_path"]?.text == "admin")
    #expect(
      configuration.diagnostics.map(\.brief) == [
        "MC239 warning site.conf:2", "MC239 warning site.conf:1", "MC239 warning site.conf:13",
      ])
  }

  @Test("a line is counted where it begins")
  func joinedLines() throws {
    let configuration = try read("\nphp_value \\\n  session.save_path \\\n  a:1\nphp_value session.name b\n")
    #expect(configuration["session.save_path"]?.location.line == 2)
    #expect(configuration["session.name"]?.location.line == 5)
    #expect(configuration.diagnostics == [])
  }

  @Test(
    "what Apache refuses",
    arguments: ["php_value x a b", "php_value x a # comment", "php_value x \"\"", "php_value x", "php_flag x \"a\"b"])
  func refused(_ line: String) {
    let error = #expect(throws: ConfigurationError.self) { try read("\n\(line)\n") }
    #expect(error?.location == SourceLocation(source: "site.conf", line: 2))
    #expect(error?.effect == "Apache refuses to start")
  }

  @Test("admin lines in .htaccess are answered with status 500")
  func htaccess() throws {
    #expect(try read("php_value session.name a\n", name: "/srv/.htaccess")["session.name"]?.text == "a")
    let error = #expect(throws: ConfigurationError.self) {
      try read("php_admin_value session.name a\n", name: "/srv/.htaccess")
    }
    #expect(error?.effect.contains("500") == true)
  }
}

@Suite("Kinds of texts are told by their content") struct KindTests {
  static let texts: [(name: String, text: String, kind: SourceText.Kind)] = [
    ("php.ini", "; listen = x\n[PHP]\nengine = On\nsession.save_path = \"a:1\"\n", .ini),
    ("x", "", .ini), ("x", "[mcpool]\nmcpool.map = \"a=b\"\n", .ini),
    ("www.conf", "; comment\n[www]\nuser = www-data\nlisten = 9000\n", .fpm),
    ("www.conf", "[www]\nphp_value[session.name] = a\n", .fpm), ("x", "[www]\nphp_admin_flag [x] = on\n", .fpm),
    ("php-fpm.conf", "[global]\npid = /run/x\n", .fpm), ("x", "include=/etc/php/8.2/fpm/pool.d/*.conf\n", .fpm),
    ("x", "[www]\npm = static\n", .fpm), ("x", "[www]\r\npm.max_children = 5\r\n", .fpm),
    ("site.conf", "ServerName a\nphp_value session.name a\n", .apache),
    ("x", "<VirtualHost *:80>\n</VirtualHost>\n", .apache),
    ("x", "\tPHP_Admin_Flag x on\n", .apache), ("/srv/.htaccess", "", .apache),
    ("/srv/.user.ini", "php_value x y\n", .userIni), (".user.ini", "", .userIni),
  ]

  @Test(arguments: texts) func kind(_ name: String, _ text: String, _ kind: SourceText.Kind) {
    #expect(SourceText(name, text).kind == kind)
  }
}
