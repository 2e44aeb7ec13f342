import Advice
import FoundationEssentials
import LocalPool
import PHPConfiguration
import Placement
import Testing

/// Two real memcacheds behind relays that cut them off, and PHP workers that have them as their pool.
struct LiveLab: Sendable {
  let servers: [LocalMemcached]
  let relays: [Relay]
  let php: LivePHP

  static let ids = (0..<20).map { number in
    Array("\(number)lab".utf8) + Array(repeating: UInt8(97 + number), count: 22)
  }

  static func with(_ body: @Sendable (LiveLab) async throws -> Void) async throws {
    try await withMemcacheds(2) { servers in
      try await Relay.run { first in
        try await Relay.run { second in
          try await LivePHP.with { php in
            let lab = LiveLab(servers: servers, relays: [first, second], php: php)
            for place in 0..<2 { try await lab.join(place) }
            try await body(lab)
          }
        }
      }
    }
  }

  func join(_ place: Int) async throws { try await relays[place].join(servers[place].port) }

  /// The servers as one of the extensions writes them.
  /// - Parameter behind: what stands behind each of them.
  func path(_ handler: Handler, _ behind: [String] = ["", ""], turned: Bool = false) -> String {
    let entries = zip(relays, behind).map { (handler == .memcache ? "tcp://" : "") + $0.name + $1 }
    return (turned ? entries.reversed() : entries).joined(separator: ",")
  }

  /// A php.ini of this pool, or of another path, that has a finding of this code.
  func ini(
    _ handler: Handler, _ lines: String..., path: String? = nil, finds code: String? = nil,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) -> String {
    let head = ["session.save_handler = \(handler.rawValue)", "session.save_path = \"\(path ?? self.path(handler))\""]
    let text = (head + lines).joined(separator: "\n")
    if let code {
      let found = lint(text, release: handler == .memcache ? "8.0" : "3.2.0").findings.map(\.code)
      #expect(found.contains(code), "\(found)", sourceLocation: sourceLocation)
    }
    return text
  }

  /// Within the body there is a worker with this configuration.
  func worker<Value: Sendable>(
    _ text: String, ids: [[UInt8]] = ids, _ body: @Sendable @escaping (PHPWorker) async throws -> Value
  ) async throws -> Value {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let file = folder.path + "/php.ini"
    let plain = "session.use_cookies = 0\nsession.cache_limiter = \"\"\nerror_log = /dev/null\n"
    try (plain + text + "\n").write(toFile: file, atomically: false, encoding: .utf8)
    return try await PHPWorker.run(
      ["php", "-c", file, "-d", "max_execution_time=30"], folder: folder.path, ids: ids, limit: .seconds(120), body)
  }

  /// What one line of memcached's answer says.
  func ask(_ server: Int, _ command: String) async throws -> String {
    try await php.run(
      #"""
      $s = fsockopen('127.0.0.1', (int)$argv[1]); fwrite($s, $argv[2] . "\r\nmn\r\n");
      while (($line = fgets($s)) !== false && trim($line) != 'MN') echo $line;
      """#, ini: "", [String(servers[server].port), command]
    ).output
  }

  /// Seconds that an item lives still; nil: there is none.
  func lifetime(of key: String, on server: Int) async throws -> Int? {
    let answer = try await ask(server, "mg \(key) t")
    return answer.split(whereSeparator: \.isWhitespace).last { $0.hasPrefix("t") }.flatMap { Int($0.dropFirst()) }
  }

  func itemCount(on server: Int) async throws -> Int? {
    let line = try await ask(server, "stats").split(whereSeparator: \.isNewline).first { $0.contains(" curr_items ") }
    return line?.split(separator: " ").last.flatMap { Int($0) }
  }
}

extension [PHPWorker.Page] {
  func count(version: Int) -> Int { count { $0.version == version } }
  var started: Set<Int> { Set(lazy.filter(\.isStarted).map(\.session)) }
}
