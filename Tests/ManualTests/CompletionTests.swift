import FoundationEssentials
import LocalPool
import Testing

/// The committed scripts in the real shells.
@Suite("Completion") struct CompletionTests {
  /// A line, and the word that its last one becomes when TAB is pressed.
  struct Case: Sendable {
    let typed: String
    let word: String
    /// What is typed behind it then.
    let then: String

    init(_ typed: String, _ word: String, then: String = "") {
      self.typed = typed
      self.word = word
      self.then = then
    }

    /// The words that the command is given, with | between.
    var line: String {
      let before = typed.split(separator: " ").dropLast(typed.hasSuffix(" ") ? 0 : 1).map(String.init)
      return (before + [word + then]).joined(separator: "|")
    }
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
    Case("mcpool stats --ini sho", "shop.ini"), Case("mcpool config diff shop shop.", "shop.ini"),
    // What is set goes on behind the sign.
    Case("mcpool stats -d session.save_h", "session.save_handler=", then: "x"),
    Case("mcpool stats --define=session.save_h", "--define=session.save_handler=", then: "x"),
    Case("mcpool locate --option OPT_HASH_W", "OPT_HASH_WITH_PREFIX_KEY=", then: "1"),
    Case("mcpool stats -p shop --map 10.0.0.1:", "10.0.0.1:11211=", then: "m:1"),
    Case("mcpool help sta", "stats"), Case("mcpool help exit", "exit-codes"), Case("mcpool help config sh", "show"),
    // A name from a file is text, never something to run or to expand.
    Case("mcpool stats -p odd ", "$(touch ran):11211"),
    // Where nothing fits, nothing is said.
    Case("mcpool stats -p nowhere 10", "10"),
  ]

  /// A quote that is open stays, and is closed. fish does this by itself.
  static let quoted = [
    Case("mcpool stats -p shop '10.0.0.1:", "10.0.0.1:11211"),
    Case("mcpool stats -p shop \"10.0.0.1:", "10.0.0.1:11211"), Case("mcpool stats -p six '[", "[::1]:11211"),
    Case("mcpool stats -p 'my", "my shop"), Case("mcpool stats --pool='sh", "--pool=shop"),
    Case("mcpool stats -p odd \"", "$(touch ran):11211"), Case("mcpool stats -p odd '", "$(touch ran):11211"),
    Case("mcpool stats -p \"an", "anna's"), Case("mcpool stats -p 'an", "anna's"),
    Case("mcpool stats -p an", "anna's"),
  ]

  /// zsh leaves the first alone, and the second open.
  static let quotedInBash = [
    Case("mcpool stats '--pool=sh", "--pool=shop"), Case("mcpool stats -p shop --map '10.0.0.1:", "10.0.0.1:11211="),
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
    let six = "session.save_handler = memcache\nsession.save_path = \"tcp://[::1]:11211\"\n"
    try six.write(toFile: "\(folder.path)/six.ini", atomically: true, encoding: .utf8)
    for name in ["my shop", "anna's"] {
      try shop.write(toFile: "\(folder.path)/\(name).ini", atomically: true, encoding: .utf8)
    }
    try await body(folder.path)
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/ran"), "a name was run")
  }

  /// Each line is typed on a pseudo terminal, TAB is pressed, and the shell is made to print what stands there then:
  /// ^A and a command before it, which prints its words between < and >.
  private func check(_ cases: [Case], _ start: String, in pools: String) async throws {
    let keys = cases.map { "\($0.typed)\t\($0.then)\u{1}shown \n" }.joined()
    let run = try await Tool.run(
      "script", ["-qec", "cd \(pools) && \(start)", "/dev/null"], input: keys + "exit\n",
      environment: ["MCPOOL_PATH": pools])
    let lines = run.output.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("<") && $0.hasSuffix(">") }
      .map { String($0.dropFirst().dropLast()) }
    #expect(lines == cases.map(\.line), "\(run.output)")
  }

  @Test(.needs("bash"), .timeLimit(.minutes(5))) func bash() async throws {
    try await withPools { pools in
      try "PS1=; source \(Tool.root)/completions/mcpool.bash; shown() { local IFS='|'; printf '<%s>\\n' \"$*\"; }\n"
        .write(toFile: "\(pools)/rc", atomically: true, encoding: .utf8)
      try await check(Self.cases + Self.quoted + Self.quotedInBash, "bash --noprofile --rcfile rc -i", in: pools)
    }
  }

  @Test(.needs("zsh"), .timeLimit(.minutes(5))) func zsh() async throws {
    try await withPools { pools in
      let rc = """
        PS1=; bindkey -e; fpath=(\(Tool.root)/completions $fpath)
        autoload -Uz compinit; compinit -u -D
        shown() { print -r -- "<${(j:|:)@}>" }

        """
      try rc.write(toFile: "\(pools)/.zshrc", atomically: true, encoding: .utf8)
      try await check(Self.cases + Self.quoted, "ZDOTDIR=. zsh -o no_global_rcs -i", in: pools)
    }
  }

  @Test(.needs("fish"), .timeLimit(.minutes(5))) func fish() async throws {
    try await withPools { pools in
      let script = """
        cd \(pools); source \(Tool.root)/completions/mcpool.fish
        while read line; complete -C $line; echo =; end
        """
      let run = try await Tool.run(
        "fish", ["--no-config", "--private", "-c", script],
        input: Self.cases.map { $0.typed + "\n" }.joined(), environment: ["MCPOOL_PATH": pools])
      let answers = run.output.split(separator: "=\n", omittingEmptySubsequences: false).dropLast()
      for (wanted, answer) in zip(Self.cases, answers) {
        let words = answer.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
        #expect(words == (wanted.typed.hasSuffix(wanted.word) ? [] : [wanted.word]), "\(wanted.typed)")
      }
      #expect(answers.count == Self.cases.count && run.errors.isEmpty)
    }
  }
}
