import FoundationEssentials
import LocalPool
import Testing

/// The committed scripts in the real shells.
@Suite("Completion") struct CompletionTests {
  /// A line, and the word that its last one becomes when TAB is pressed.
  struct Case: Sendable, CustomTestStringConvertible {
    let typed: String
    let word: String
    var testDescription: String { typed }

    init(_ typed: String, _ word: String) {
      self.typed = typed
      self.word = word
    }

    var line: String { typed[...(typed.lastIndex(of: " ") ?? typed.startIndex)] + word }
  }

  static let cases = [
    Case("mcpool sta", "stats"), Case("mcpool config sh", "show"), Case("mcpool stats --det", "--detail"),
    Case("mcpool stats -p sh", "shop"), Case("mcpool stats --pool=sh", "--pool=shop"),
    Case("mcpool stats -o jsonl --handler memcached -p sh", "shop"), Case("mcpool stats -o csv --det", "--detail"),
    // HOST:PORT is one word, whatever COMP_WORDBREAKS says.
    Case("mcpool stats -p shop 10.0.0.1:", "10.0.0.1:11211"),
    Case("mcpool flush --pool=shop --dry-run 10.0.0.2", "10.0.0.2:11211"),
    Case("mcpool locate -p shop --down 10.0.0.1:1", "10.0.0.1:11211"),
    Case("mcpool ping --save-path m1:11211,m2:11212 --handler memcached m2:", "m2:11212"),
    Case("mcpool config get memcached.sess_lock_ret", "memcached.sess_lock_retries"),
    Case("mcpool config get -p shop local.th", "local.thing"),
    Case("mcpool stats --fields pid,upt", "pid,uptime"), Case("mcpool stats --detail gen", "general"),
    Case("mcpool stats --ini sho", "shop.ini"),
    // A name from a file is text, never something to run or to expand.
    Case("mcpool stats -p odd ", "$(touch ran):11211"),
    // Where nothing fits, nothing is said.
    Case("mcpool stats -p nowhere 10", "10"),
  ]

  private func withPools(_ body: (String) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let shop = """
      session.save_handler = memcache
      session.save_path = "tcp://10.0.0.1:11211, tcp://10.0.0.2:11211"
      local.thing = 1

      """
    try shop.write(toFile: "\(folder.path)/shop.ini", atomically: true, encoding: .utf8)
    let odd = "session.save_handler = memcached\nsession.save_path = \"$(touch ran):11211\"\n"
    try odd.write(toFile: "\(folder.path)/odd.ini", atomically: true, encoding: .utf8)
    try await body(folder.path)
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/ran"), "a name was run")
  }

  /// The line is typed on a pseudo terminal, TAB is pressed, and the shell is made to print what stands there then:
  /// ^A and a command before it.
  private func typed(_ line: String, shell: String, printing: String, pools: String, setUp: String) async throws
    -> String
  {
    let run = try await Tool.run(
      "script", ["-qec", "cd \(pools) && \(setUp)", "/dev/null"],
      input: "\(line)\t\u{1}\(printing) \nexit\n", environment: ["MCPOOL_PATH": pools])
    let lines = run.output.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("<") }
    return lines.first.map { String($0.dropFirst().prefix { $0 != ">" }) } ?? run.output
  }

  @Test(.needs("bash"), .timeLimit(.minutes(1)), arguments: cases) func bash(_ wanted: Case) async throws {
    try await withPools { pools in
      let rc = "\(pools)/rc"
      try "PS1=; source \(Tool.root)/completions/mcpool.bash; shown() { printf '<%s>\\n' \"$*\"; }\n"
        .write(toFile: rc, atomically: true, encoding: .utf8)
      let line = try await typed(
        wanted.typed, shell: "bash", printing: "shown", pools: pools, setUp: "bash --noprofile --rcfile \(rc) -i")
      #expect(line == wanted.line)
    }
  }

  @Test(.needs("zsh"), .timeLimit(.minutes(1)), arguments: cases) func zsh(_ wanted: Case) async throws {
    try await withPools { pools in
      let rc = """
        PS1=; bindkey -e; setopt noglobalrcs; fpath=(\(Tool.root)/completions $fpath)
        autoload -Uz compinit; compinit -u -D
        shown() { print -r -- "<$*>" }

        """
      try rc.write(toFile: "\(pools)/.zshrc", atomically: true, encoding: .utf8)
      let line = try await typed(
        wanted.typed, shell: "zsh", printing: "shown", pools: pools, setUp: "ZDOTDIR=\(pools) zsh -i")
      #expect(line == wanted.line)
    }
  }

  @Test(.needs("fish"), arguments: cases) func fish(_ wanted: Case) async throws {
    try await withPools { pools in
      let script = "source \(Tool.root)/completions/mcpool.fish; complete -C \"$TYPED\""
      let run = try await Tool.run(
        "fish", ["--no-config", "--private", "-c", "cd \(pools); \(script)"],
        environment: ["MCPOOL_PATH": pools, "TYPED": wanted.typed])
      let words = run.output.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
      #expect(words == (wanted.typed.hasSuffix(wanted.word) ? [] : [wanted.word]))
      #expect(run.errors.isEmpty)
    }
  }
}
