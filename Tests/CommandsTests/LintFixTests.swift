import FoundationEssentials
import Glibc
import LocalPool
import PHPInstallation
import Testing

@testable import Commands

@Suite("config lint --fix") struct LintFixTests {
  private func inFolder(_ body: (String) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try await body(folder.path)
  }

  private func read(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  private static let shop = """
    ; before
    session.save_handler = memcache
    memcached.sess_sasl_password = hunter2
    session.save_path = tcp://10.0.0.1:11211?weight=1,tcp://10.0.0.2:11211?weight=1 ; two
    session.name = SHOP&amp;CO
    memcache.lock_timeout = 5
    mcpool.extension_release = 8.2

    """

  @Test func theDiffIsWhatPatchTakes() async throws {
    try await inFolder { folder in
      let path = folder + "/shop.ini"
      try Self.shop.write(toFile: path, atomically: false, encoding: .utf8)
      let run = await CommandRun(["config", "lint", "--fix", "--ini", path])
      #expect(
        run.output == """
          --- \(path)
          +++ \(path)
          @@ -4,4 +4,4 @@
          -session.save_path = tcp://10.0.0.1:11211?weight=1,tcp://10.0.0.2:11211?weight=1 ; two
          -session.name = SHOP&amp;CO
          +session.save_path = "tcp://10.0.0.1:11211?weight=1,tcp://10.0.0.2:11211?weight=1" ; two
          +session.name = "SHOP&amp;CO"
           memcache.lock_timeout = 5
           mcpool.extension_release = 8.2

          """)
      #expect(!run.output.contains("hunter2"))
      #expect(run.status == 1, "the file is as it was")
      #expect(try read(path) == Self.shop)
    }
  }

  @Test func writingKeepsModeOwnerLinkAndWhatWasThere() async throws {
    try await inFolder { folder in
      let target = folder + "/shop.conf"
      let path = folder + "/20-shop.ini"
      try Self.shop.write(toFile: target, atomically: false, encoding: .utf8)
      if getuid() == 0 { #expect(chown(target, 1, 2) == 0) }
      #expect(chmod(target, 0o640) == 0)
      #expect(symlink("shop.conf", path) == 0)
      var before = stat()
      #expect(stat(target, &before) == 0)

      let run = await CommandRun(["config", "lint", "--fix", "--write", "--ini", path])
      #expect(run.status == 1, "MC210 and MC218 are for somebody to decide")
      #expect(try read(target + ".before-lint") == Self.shop)
      #expect(run.errors.contains(target + ".before-lint"))
      #expect(try read(target).contains("\"SHOP&amp;CO\""))
      var after = stat()
      var link = stat()
      #expect(stat(target, &after) == 0 && lstat(path, &link) == 0)
      #expect(after.st_mode == before.st_mode && after.st_uid == before.st_uid && after.st_gid == before.st_gid)
      #expect(link.st_mode & S_IFMT == S_IFLNK)
      #expect(
        Set(try FileManager.default.contentsOfDirectory(atPath: folder)) == [
          "shop.conf", "shop.conf.before-lint", "20-shop.ini",
        ])

      let again = await CommandRun(["config", "lint", "--fix", "--write", "--ini", path])
      #expect(again.output.isEmpty && again.errors.contains("no line to mend"))
    }
  }

  @Test func aSecondBackupTakesTheNextName() async throws {
    try await inFolder { folder in
      let path = folder + "/shop.ini"
      for text in ["first", "second"] {
        try "session.save_handler = memcached\nsession.save_path = \"\(text):1;b:1\"\n"
          .write(toFile: path, atomically: false, encoding: .utf8)
        _ = await CommandRun(["config", "lint", "--fix", "--write", "--ini", path])
      }
      #expect(try read(path + ".before-lint").contains("first:1;"))
      #expect(try read(path + ".before-lint-2").contains("second:1;"))
      #expect(try read(path).contains("\"second:1,b:1\""))
    }
  }

  @Test(
    "What is mended, by the line",
    arguments: [
      ("memcached", "\"a:1;b:1\"", "\"a:1,b:1\""), ("memcached", "a:1;b:1", "\"a:1,b:1\""),
      ("memcached", "\" a:1,  b:1\"", "\"a:1,b:1\""), ("memcached", "\"a:1 b:1:2\"", "\"a:1,b:1:2\""),
      ("memcached", "\"tcp://a:1, tcp://b:1\"", "\"a:1,b:1\""),
      ("memcache", "\"tcp://a:1;tcp://b:1\"", "\"tcp://a:1,tcp://b:1\""),
      ("memcache", "\"a:1?weight=2, tcp://b:1\"", "\"tcp://a:1?weight=2, tcp://b:1\""),
      ("memcache", "\"tcp://a:1?weight=2&amp;timeout=1\"", "\"tcp://a:1?weight=2&timeout=1\""),
      ("memcache", "\"tcp://a:1, tcp://a:1\"", "\"tcp://a:1\""),
    ])
  func mends(_ handler: String, _ path: String, _ mended: String) async throws {
    try await inFolder { folder in
      let file = folder + "/shop.ini"
      let head = "session.save_handler = \(handler)\r\nsession.save_path = "
      try "\(head)\(path)\r\n".write(toFile: file, atomically: false, encoding: .utf8)
      _ = await CommandRun(["config", "lint", "--fix", "--write", "--ini", file])
      #expect(try read(file) == "\(head)\(mended)\r\n")
    }
  }

  @Test("The mark of UTF-8 stays, and its line is mended like any other", arguments: [0, 1])
  func byteOrderMark(_ line: Int) async throws {
    try await inFolder { folder in
      let file = folder + "/shop.ini"
      func text(_ path: String) -> String {
        let lines = ["session.save_handler = memcached", "session.save_path = \"\(path)\""]
        return "\u{feff}" + (line == 0 ? lines.reversed() : lines).joined(separator: "\r\n") + "\r\n"
      }
      try text("a:1;b:1").write(toFile: file, atomically: false, encoding: .utf8)
      let run = await CommandRun(["config", "lint", "--fix", "--write", "--ini", file])
      // A String read from a file would lack the mark.
      let bytes = try #require(FileManager.default.contents(atPath: file))
      #expect(bytes.elementsEqual(text("a:1,b:1").utf8), "\(run.errors)")
    }
  }

  @Test(
    "Why a line stays is said",
    arguments: [
      ("memcached.sess_sasl_password = hun(ter", "a password"),
      ("session.save_path = tcp://${HOST}:1?weight=2", "${…}"),
      ("session.save_path = tcp://a:1?weight=1'", "quotes"),
      ("session.save_path = \"a:1;b:99999:1\"", "something else"),
      ("session.save_path = \"a:1;b\"", "a comment"), ("session.save_path = \"a:1 b\"", "more than one thing"),
      ("memcached.sess_locking = a(b", "more than one thing"),
      ("session.save_path = \"a:1;b:1\"\rsession.name = S", "old Macs"),
    ])
  func reasons(_ line: String, _ reason: String) async throws {
    try await inFolder { folder in
      let file = folder + "/shop.ini"
      let text = "session.save_handler = memcached\n\(line)\n"
      try text.write(toFile: file, atomically: false, encoding: .utf8)
      let run = await CommandRun(["config", "lint", "--fix", "--write", "--ini", file])
      #expect(run.output.isEmpty && run.errors.contains("is not mended: "), "\(run.errors)")
      #expect(run.errors.contains(reason), "\(run.errors)")
      #expect(try read(file) == text)
    }
  }

  @Test(
    "What cannot be mended without guessing stays, and that is said",
    arguments: [
      ("memcache", "tcp://127.0.0.1:23101?persistent=1;primary here"),
      ("memcached", "\"a:1,,b:1\""), ("memcache", "\"a:1:2, tcp://b:1\""), ("memcached", "\"tcp://a:1?weight=2\""),
      ("memcache", "tcp://${HOST}:1?weight=2"), ("memcache", "tcp://a:1?weight=1'"),
      ("memcache", "\"tcp://10.0.0.1:11211?persistent=1&amp;timeout=0, tcp://10.0.0.2:11211\""),
      ("memcache", "\"tcp://10.0.0.1:11211?persistent=1&amp;weight=0, tcp://10.0.0.2:11211\""),
      ("memcache", "\"tcp://10.0.0.1:11211, unix:///run/b.sock?persistent=1&amp;weight=0\""),
      ("memcached", "\"tcp://10.0.0.1:11211; tcp://10.0.0.2:11211\""),
    ])
  func leaves(_ handler: String, _ path: String) async throws {
    try await inFolder { folder in
      let file = folder + "/shop.ini"
      let text = "session.save_handler = \(handler)\nsession.save_path = \(path)\n"
      try text.write(toFile: file, atomically: false, encoding: .utf8)
      let run = await CommandRun(["config", "lint", "--fix", "--write", "--ini", file])
      #expect(run.output.isEmpty)
      #expect(run.errors.contains("\(file):2: MC") && run.errors.contains("is not mended"))
      #expect(try read(file) == text)
    }
  }

  @Test(
    "That sessions move is said where they do",
    arguments: [
      ("session.save_path=\"a:1\"\nx = a(b)\nsession.save_path=\"a:1,b:1\"", true),
      ("session.save_path=\"a:1,b:1\"\nx = a(b)\nmemcached.sess_prefix=shop_", true),
      ("session.save_path=\"a:1,b:1\"\nx = a(b)\nsession.gc_maxlifetime=60", false),
      ("session.save_path=\"a:1,b:1\"\nsession.name=SHOP&amp;CO", false),
      ("session.save_handler=files\nsession.save_path=tcp://10.0.0.1:11211?weight=1", false),
    ])
  func moves(_ lines: String, _ isSaid: Bool) async throws {
    try await inFolder { folder in
      let file = folder + "/shop.ini"
      let text = "session.save_handler = memcached\n\(lines)\n"
      try text.write(toFile: file, atomically: false, encoding: .utf8)
      let run = await CommandRun(["config", "lint", "--fix", "--write", "--ini", file])
      #expect(run.errors.contains("is written"), "\(run.errors)")
      #expect(run.errors.contains("where PHP looks for sessions") == isSaid, "\(run.errors)")
    }
  }

  @Test(
    "A comment right behind the servers is no server",
    arguments: [
      "10.0.0.1:11211,10.0.0.2:11211;changed 2024-01-01 10:30, see wiki/Cache",
      "10.0.0.1:11211;10.0.0.9:11211 was removed in May",
    ])
  func comments(_ path: String) async throws {
    try await inFolder { folder in
      let file = folder + "/shop.ini"
      let text = "session.save_handler = memcached\nsession.save_path = \(path)\n"
      try text.write(toFile: file, atomically: false, encoding: .utf8)
      let run = await CommandRun(["config", "lint", "--fix", "--write", "--ini", file])
      #expect(run.output.isEmpty && !run.errors.contains("MC201"))
      #expect(try read(file) == text)
    }
  }

  @Test func othersThanFilesOfPHPAreLeftAlone() async throws {
    try await inFolder { folder in
      let file = folder + "/www.conf"
      let text = "[www]\nphp_value[session.save_handler] = memcached\nphp_value[session.save_path] = \"a:1;b:1\"\n"
      try text.write(toFile: file, atomically: false, encoding: .utf8)
      let fpm = await CommandRun(["config", "lint", "--fix", "--write", "--ini", file])
      #expect(fpm.errors.contains("php-fpm's files") && fpm.status == 1)
      #expect(try read(file) == text)
      try "[www]\nphp_value[session.save_path] = a:1?weight=1\n".write(toFile: file, atomically: false, encoding: .utf8)
      let refused = await CommandRun(["config", "lint", "--fix", "--write", "--ini", file])
      #expect(refused.status == 1 && refused.errors.contains("\(file):2: MC109 is not mended: php-fpm's files"))
      let input = await CommandRun(
        ["config", "lint", "--fix", "--ini", "-"],
        input: Array("session.save_handler = memcached\nsession.save_path = \"a:1;b:1\"\n".utf8))
      #expect(input.output.isEmpty && input.errors.contains("save it"))
      let define = await CommandRun(
        ["config", "lint", "--fix", "--handler", "memcached", "-d", "session.save_path=\"a:1;b:1\""])
      #expect(define.errors.contains("-d is no file"))
    }
  }

  @Test func aFileThatChangedMeanwhileIsNotWritten() async throws {
    try await inFolder { folder in
      let path = folder + "/shop.ini"
      try "new".write(toFile: path, atomically: false, encoding: .utf8)
      #expect(throws: InstallationError.self) {
        try Files.replace(path, holding: Array("old".utf8), with: Array("mended".utf8))
      }
      #expect(try read(path) == "new")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["shop.ini"])
    }
  }
}
