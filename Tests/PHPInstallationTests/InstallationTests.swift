import FoundationEssentials
import LocalPool
import PHPConfiguration
import PHPInstallation
import Testing

@Suite("PHPs and pools of this machine") struct InstallationTests {
  /// A folder with these files in it, removed afterwards.
  private func withFiles(_ files: [String: String], _ body: (String) throws -> Void) throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    for (path, text) in files {
      let full = folder.path + "/" + path
      let parent = full.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
      try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
      try text.write(toFile: full, atomically: false, encoding: .utf8)
    }
    try body(folder.path)
  }

  private func read(_ texts: [(text: SourceText, kind: SourceText.Kind)]) throws -> Configuration {
    var configuration = Configuration()
    for (text, kind) in texts { try configuration.read(text, as: kind, fpmPool: nil) }
    return configuration
  }

  @Test func fpmReadsPhpIniThenConfDThenItsPool() throws {
    let files = [
      "etc/php/8.2/fpm/php.ini": "session.save_path = one\nsession.name = A\nsession.gc_maxlifetime = 1\n",
      "etc/php/8.2/fpm/conf.d/20-b.ini": "session.save_path = two\nsession.name = B\n",
      "etc/php/8.2/fpm/conf.d/9-z.ini": "session.name = C\n",
      "etc/php/8.2/fpm/conf.d/README": "session.name = D\n",
      "etc/php/8.2/fpm/pool.d/www.conf": "[www]\nphp_value[session.save_path] = three\n",
    ]
    try withFiles(files) { root in
      let conf = "[global]\ninclude=\(root)/etc/php/8.2/fpm/pool.d/*.conf\n"
      try conf.write(toFile: root + "/etc/php/8.2/fpm/php-fpm.conf", atomically: false, encoding: .utf8)
      let configuration = try read(try InstalledPHP.named("8.2/fpm", root: root).texts())
      #expect(configuration["session.save_path"]?.text == "three")
      #expect(configuration["session.name"]?.text == "C", "20-b sorts before 9-z")
      #expect(configuration["session.gc_maxlifetime"]?.text == "1")
    }
  }

  @Test func aSAPIWithoutVersionMustBeTheOnlyOne() throws {
    let files = ["8.2/cli", "8.3/cli", "8.3/fpm"].map { "etc/php/\($0)/conf.d/10-x.ini" }
    try withFiles(Dictionary(uniqueKeysWithValues: files.map { ($0, "") })) { root in
      #expect(InstalledPHP.all(root: root).map(\.name) == ["8.2/cli", "8.3/cli", "8.3/fpm"])
      let fpm = try InstalledPHP.named("fpm", root: root)
      #expect(fpm.name == "8.3/fpm")
      let ambiguous = #expect(throws: InstallationError.self) { try InstalledPHP.named("cli", root: root) }
      #expect(ambiguous?.kind == .ambiguous)
      let missing = #expect(throws: InstallationError.self) { try InstalledPHP.named("7.4/fpm", root: root) }
      #expect(missing?.remedy == "name one of: 8.2/cli, 8.3/cli, 8.3/fpm")
    }
  }

  @Test func namedPoolsComeFromTheFirstFolderThatHasThem() throws {
    try withFiles(["own/shop.ini": "", "config/mcpool/pools/shop.ini": "", "config/mcpool/pools/news.ini": ""]) {
      root in
      let environment = ["MCPOOL_PATH": root + "/own", "XDG_CONFIG_HOME": root + "/config"]
      let shop = try NamedPool.named("shop", environment: environment)
      #expect(shop.path == root + "/own/shop.ini")
      let news = try NamedPool.named("news", environment: environment)
      #expect(news.path == root + "/config/mcpool/pools/news.ini")
      let missing = #expect(throws: InstallationError.self) { try NamedPool.named("blog", environment: environment) }
      #expect(missing?.remedy.contains("shop, news") == true)
    }
  }

  @Test func aFolderOfIniFilesIsReadInPHPsOrder() throws {
    try withFiles(["b.ini": "x=2", "a-b.ini": "x=1", "A.ini": "x=0", "c.txt": "x=9"]) { root in
      let texts = try INISource(root).texts()
      #expect(texts.map(\.text.name) == ["A.ini", "a-b.ini", "b.ini"].map { root + "/" + $0 })
    }
  }

  @Test func filesThatAreNotThereSayWhichAndWhy() throws {
    let missing = #expect(throws: InstallationError.self) { try INISource("/nonexistent.ini").texts() }
    #expect(missing?.kind == .missing && missing?.summary.contains("/nonexistent.ini") == true)
    try withFiles(["empty/readme": ""]) { root in
      #expect(throws: InstallationError.self) { try INISource(root + "/empty").texts() }
    }
  }
}
