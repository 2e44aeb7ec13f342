import FoundationEssentials

/// One long-lived PHP that looks at sessions as ordinary pages do: start, look, close.
///
/// As in a worker without persistent connections no memory of a failure outlives a page (measured: outcomes are those of
/// a process a page).
struct PHPWorker: Sendable {
  /// One page.
  struct Page: Hashable, Sendable {
    let session: Int
    /// Seconds since 1970.
    let began: Double
    let ended: Double
    /// What `session_start` found; 0: nothing.
    let version: Int
    /// `session_start` said true.
    let isStarted: Bool
    /// It closed without a complaint.
    let isSaved: Bool
    /// What it found was another session.
    let isForeign: Bool
  }

  private let dialogue: Dialogue
  private let position = Position()

  static func run<Value: Sendable>(
    ini: String, folder: String, ids: [String], limit: Duration,
    _ body: @Sendable @escaping (PHPWorker) async throws -> Value
  ) async throws -> Value {
    let script = folder + "/pages.php"
    try Self.script.write(toFile: script, atomically: false, encoding: .utf8)
    try ids.joined(separator: "\n").write(toFile: folder + "/ids", atomically: false, encoding: .utf8)
    return try await withDialogue(with: ["php", "-c", ini, script, folder], limit: limit) { dialogue in
      try await body(PHPWorker(dialogue: dialogue))
    }
  }

  /// Writes a version into all sessions.
  ///
  /// - Parameter processes: how many do so at once, where pages may hang.
  func write(_ version: Int, processes: Int) async throws -> [Page] {
    try await dialogue.say("write \(version) \(processes)")
    return try await pages()
  }

  /// Visits each session once.
  func look(processes: Int) async throws -> [Page] {
    try await dialogue.say("look 0 \(processes)")
    return try await pages()
  }

  /// Visits random sessions at so many a second, until it is told to stop.
  func visit(_ rate: Int) async throws { try await dialogue.say("visit \(rate) 1") }

  /// Stops the visits.
  func stop() async throws -> [Page] {
    try await dialogue.say("stop")
    return try await pages()
  }

  private func pages() async throws -> [Page] {
    var pages: [Page] = []
    while let line = await dialogue.line(await position.next()) {
      if line.text == "done" { return pages }
      let words = line.text.split(separator: " ")
      guard words.count == 7, let session = Int(words[0]), let began = Double(words[1]), let ended = Double(words[2]),
        let version = Int(words[3])
      else {
        throw DrillFault(description: "PHP said: \(line.text)")
      }
      pages.append(
        Page(
          session: session, began: began, ended: ended, version: version, isStarted: words[4] == "1",
          isSaved: words[5] == "1", isForeign: words[6] == "1"))
    }
    throw DrillFault(description: "PHP ended in the middle of a drill")
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
    $ids = file("$folder/ids", FILE_IGNORE_NEW_LINES);

    // A line a page; not by echo, for that would send headers and forbid the next session_start.
    function page($number, $version = null) {
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
      $found = $_SESSION['version'] ?? 0;
      $foreign = ($_SESSION['number'] ?? $number) != $number;
      if ($started) {
        if ($version !== null) $_SESSION = ['version' => $version, 'number' => $number, 'cart' => str_repeat('x', 400)];
        session_write_close();
      }
      restore_error_handler();
      $saved = $started && !$failed;
      return sprintf("%d %f %f %d %d %d %d\n", $number, $began, microtime(true), $found, $started, $saved, $foreign);
    }

    function pages($version, $processes) {
      global $ids, $folder;
      $sessions = count($ids);
      if ($processes == 1) {
        for ($number = 0; $number < $sessions; $number++) fwrite(STDOUT, page($number, $version));
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
      if ($verb == 'visit') visits((int) $number);
      if ($verb != 'visit') fwrite(STDOUT, "done\n");
    }
    """#
}
