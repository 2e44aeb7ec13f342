import PHPConfiguration
import Testing

@Suite(".user.ini") struct UserIniTests {
  @Test("sees php.ini and the worker's environment, not the pool's values nor its own lines")
  func references() throws {
    var configuration = Configuration(environment: ["MC": "mc"])
    configuration.read(ini: SourceText("php.ini", "ref=r\n"))
    try configuration.read(
      pool: "www.conf", "[www]\nenv[Q]=qq\nenv[Q]=second\nenv[Z]=$MC\nphp_value[session.save_path]=pool\n")
    configuration.read(
      userIni: SourceText(".user.ini", "session.save_path=${Q}/${MC}/${ref}/${Z}\nsession.name=${session.save_path}x\n")
    )
    #expect(configuration["session.save_path"]?.text == "qq//r/mc")
    #expect(configuration["session.name"]?.text == "x")
  }

  @Test("sees the master's environment when the pool keeps it")
  func keptEnvironment() throws {
    var configuration = Configuration(environment: ["MC": "mc"])
    try configuration.read(pool: "www.conf", "[www]\nclear_env = no\n")
    configuration.read(userIni: SourceText(".user.ini", "x=${MC}\n"))
    #expect(configuration["x"]?.text == "mc")
  }

  @Test("knows the constants of extensions, which php.ini does not")
  func constants() {
    var configuration = Configuration(ini: "a=SEEK_END\n")
    configuration.read(userIni: SourceText(".user.ini", "b=SEEK_END\n"))
    #expect(configuration["a"]?.text == "SEEK_END")
    #expect(configuration["b"]?.text == "2")
  }

  @Test("what it sets counts for some sites only, and some lines kill the worker")
  func diagnostics() {
    func found(_ text: String) -> [String] {
      var configuration = Configuration()
      configuration.read(userIni: SourceText("/srv/www/.user.ini", text))
      return configuration.diagnostics.map(\.brief)
    }
    #expect(found("x=1\nsession.name=a\n") == ["MC239 warning /srv/www/.user.ini:2"])
    #expect(found("[HOST=a]\nx=1\n") == ["MC109 critical /srv/www/.user.ini:1"])
    #expect(found("session.name[]=a\n").first == "MC109 critical /srv/www/.user.ini:1")
    #expect(found("x=1\n") == [])
  }
}
