import FoundationEssentials

/// One long-lived PHP that looks at sessions as ordinary pages do: start, look, close.
///
/// As in a worker without persistent connections no memory of a failure outlives a page (measured: outcomes are those of
/// a process a page).
public struct PHPWorker: Sendable {
  /// One page.
  public struct Page: Hashable, Sendable {
    public let session: Int
    /// Seconds since 1970.
    public let began: Double
    public let ended: Double
    /// What `session_start` found; 0: nothing.
    public let version: Int
    /// `session_start` said true.
    public let isStarted: Bool
    /// It closed without a complaint.
    public let isSaved: Bool
    /// What it found was another session.
    public let isForeign: Bool
    /// What the session's id is after it.
    public let id: [UInt8]
  }

  private let dialogue: Dialogue
  private let position = Position()

  /// Runs `body` beside a PHP that ends with it.
  ///
  /// - Parameters:
  ///   - command: the program and what it gets to hear before the script.
  ///   - folder: of its own, for the script.
  ///   - limit: then it is killed.
  public static func run<Value: Sendable>(
    _ command: [String], environment: [String: String] = [:], folder: String, ids: [[UInt8]],
    limit: Duration, _ body: @Sendable @escaping (PHPWorker) async throws -> Value
  ) async throws -> Value {
    let script = folder + "/pages.php"
    try Self.script.write(toFile: script, atomically: false, encoding: .utf8)
    let digits = ids.map { id in id.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
    try digits.joined(separator: "\n").write(toFile: folder + "/ids", atomically: false, encoding: .utf8)
    return try await withDialogue(with: command + [script, folder], environment: environment, limit: limit) {
      try await body(PHPWorker(dialogue: $0))
    }
  }

  /// Writes a version into all sessions.
  ///
  /// - Parameter processes: how many do so at once, where pages may hang.
  public func write(_ version: Int, processes: Int = 1) async throws -> [Page] {
    try await dialogue.say("write \(version) \(processes)")
    return try await pages()
  }

  /// Visits each session once.
  public func look(processes: Int = 1) async throws -> [Page] {
    try await dialogue.say("look 0 \(processes)")
    return try await pages()
  }

  /// Begins a page of each session that gives it up without closing it.
  public func abort() async throws -> [Page] {
    try await dialogue.say("abort 0 1")
    return try await pages()
  }

  /// Visits random sessions at so many a second, until it is told to stop.
  public func visit(_ rate: Int) async throws { try await dialogue.say("visit \(rate) 1") }

  /// Stops the visits.
  public func stop() async throws -> [Page] {
    try await dialogue.say("stop")
    return try await pages()
  }

  private func pages() async throws -> [Page] {
    var pages: [Page] = []
    while let line = await dialogue.line(await position.next()) {
      if line.text == "done" { return pages }
      let words = line.text.split(separator: " ")
      guard words.count == 8, let session = Int(words[0]), let began = Double(words[1]), let ended = Double(words[2]),
        let version = Int(words[3]), let id = Self.bytes(ofDigits: words[7])
      else {
        throw LocalPoolError(summary: "PHP said: \(line.text)", remedy: "look at what its ini files print")
      }
      pages.append(
        Page(
          session: session, began: began, ended: ended, version: version, isStarted: words[4] == "1",
          isSaved: words[5] == "1", isForeign: words[6] == "1", id: id))
    }
    throw LocalPoolError(summary: "PHP ended in the middle of its pages", remedy: "look at its error log")
  }

  private static func bytes(ofDigits text: Substring) -> [UInt8]? {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.utf8.count, digits.count % 2 == 0 else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }

  /// Which line of the dialogue is read next.
  private actor Position {
    private var count = 0

    func next() -> Int {
      defer { count += 1 }
      return count
    }
  }

  private static let script = #"""
    <?php
    $folder = $argv[1];
    $ids = array_map('hex2bin', file("$folder/ids", FILE_IGNORE_NEW_LINES));

    // A line a page; not by echo, for that would send headers and forbid the next session_start.
    function page($number, $version = null, $aborts = false) {
      global $ids;
      $failed = false;
      set_error_handler(function ($level, $text) use (&$failed) {
        if (str_contains($text, 'Failed to write session data')) $failed = true;
        return true;
      });
      $began = microtime(true);
      $_SESSION = [];
      session_id($ids[$number]);
      $started = session_start();
      $id = $started ? session_id() : '';
      $found = $_SESSION['version'] ?? 0;
      $foreign = ($_SESSION['number'] ?? $number) != $number;
      if ($started && $aborts) session_abort();
      elseif ($started) {
        if ($version !== null) $_SESSION = ['version' => $version, 'number' => $number, 'cart' => str_repeat('x', 400)];
        session_write_close();
      }
      restore_error_handler();
      $saved = $started && !$failed;
      // The browser has the cookie from here on.
      $ids[$number] = $id === '' ? $ids[$number] : $id;
      return sprintf(
        "%d %f %f %d %d %d %d %s\n", $number, $began, microtime(true), $found, $started, $saved, $foreign,
        bin2hex($ids[$number]));
    }

    function pages($version, $processes, $aborts = false) {
      global $ids, $folder;
      $sessions = count($ids);
      if ($processes == 1) {
        for ($number = 0; $number < $sessions; $number++) fwrite(STDOUT, page($number, $version, $aborts));
        return;
      }
      $children = [];
      for ($first = 0; $first < $processes; $first++) {
        $child = pcntl_fork();
        if ($child == 0) {
          $lines = '';
          for ($number = $first; $number < $sessions; $number += $processes) $lines .= page($number, $version);
          file_put_contents("$folder/pages.$first", $lines);
          exit;
        }
        $children[] = $child;
      }
      foreach ($children as $first => $child) {
        pcntl_waitpid($child, $status);
        fwrite(STDOUT, file_get_contents("$folder/pages.$first"));
      }
    }

    function visits($rate) {
      global $ids;
      for ($next = microtime(true); ; $next = max(microtime(true), $next + 1 / max(1, $rate))) {
        $wait = $rate ? (int) (1e6 * max(0, $next - microtime(true))) : 1e9;
        $read = [STDIN];
        $write = $except = null;
        if (stream_select($read, $write, $except, 0, $wait)) return;
        if ($rate) fwrite(STDOUT, page(random_int(0, count($ids) - 1)));
      }
    }

    while ($order = fgets(STDIN)) {
      [$verb, $number, $processes] = explode(' ', trim($order)) + ['', 0, 1];
      if ($verb == 'write') pages((int) $number, (int) $processes);
      if ($verb == 'look') pages(null, (int) $processes);
      if ($verb == 'abort') pages(null, 1, true);
      if ($verb == 'visit') visits((int) $number);
      if ($verb != 'visit') fwrite(STDOUT, "done\n");
    }
    """#
}
