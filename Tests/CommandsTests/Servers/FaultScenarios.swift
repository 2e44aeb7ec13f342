import ScriptedServer

extension Scenario {
  /// Servers that break, and what is no server of this kind.
  static let faults: [Scenario] = [
    Scenario(name: "nothing listens") { body in
      try await ScriptedServer.runRefusing { port in try await body(Target(node: "127.0.0.1:\(port)", isReal: false)) }
    },
    Scenario(name: "no such socket") { body in
      try await body(Target(node: "/nonexistent/memcached.sock:0", isReal: false))
    },
    Scenario(name: "a name without address") { body in
      try await body(Target(node: "nowhere.invalid:11211", isReal: false))
    },
    Scenario(name: "takes no connection", isMute: true) { body in
      try await ScriptedServer.runFull { port in try await body(Target(node: "127.0.0.1:\(port)", isReal: false)) }
    },
    script("accepts and is silent", isMute: true, []),
    script("half a line, then silence", isMute: true, [.lines(1), .send("STAT pi")]),
    script("one byte a second", isMute: true, [.lines(1)] + drip("STAT pid 1\r\nSTAT uptime 1\r\nSTAT time 1\r\n")),
    script("closes at once", [.close]),
    script("closes when asked", [.lines(1), .close]),
    script("resets when asked", [.lines(1), .reset]),
    script("closes in the middle of a line", [.lines(1), .send("STAT pid 1\r\nSTAT upt"), .close]),
    script("closes in the middle of a value", [.lines(1), .send("VA 10 f0 s10 t-1 l0 h0\r\nabc"), .close]),
    script("a value of 4 GiB", [.lines(1), .send("VA 4294967296 f0 s4294967296 t-1 l0 h0\r\n")]),
    script("a value shorter than promised", isMute: true, [.lines(1), .send("VA 10 f0 s10 t-1 l0 h0\r\nabc\r\n")]),
    script("a value longer than promised", [.lines(1), .send("VA 3 f0 s3 t-1 l0 h0\r\nabcdef\r\n")]),
    script(
      "endless STAT lines",
      [.lines(1), .flood(String(repeating: "STAT pid 12345678901234567890\r\n", count: 30_000))]),
    .relay(
      "a listing without end",
      replies: { line, _ in line.hasPrefix("key=") ? String(repeating: line + "\n", count: 150_000) : line }),
    script("an endless line", [.lines(1), .flood(String(repeating: "STAT ", count: 1000))]),
    script("junk", [.lines(1), .send([0x00, 0xff, 0x80, 0x0a, 0x0d, 0x7f, 0x00, 0x0a])]),
    script("a reply to a command never sent", [.send("STORED\r\n")]),
    script("a flood without being asked", [.flood(String(repeating: "HELLO\r\n", count: 1000))]),
    script("full", [.send("ERROR Too many open connections\r\n"), .close]),
    script("out of memory", [.lines(1), .send("SERVER_ERROR out of memory\r\n")]),
    script("a web server", [.lines(1), .send("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"), .close]),
    script("an SSH server", [.send("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")]),
    script("a mail server", [.send("220 mail.example ESMTP\r\n")]),
    script("a Redis", [.lines(1), .send("-ERR unknown command\r\n")]),
    relay("closes in the middle of a listing", fault: (at: "lru_crawler", .closes(after: 20))),
    relay("a listing byte by byte", isMute: true, fault: (at: "lru_crawler", .drips)),
    relay("closes when asked for an item", fault: (at: "mg ", .closes(after: 0))),
    relay("closes in the middle of an item", fault: (at: "mg ", .closes(after: 2))),
    relay("silent when asked for an item", isMute: true, fault: (at: "mg ", .silent(after: 0))),
    relay("closes on flush_all", fault: (at: "flush_all", .closes(after: 0))),
    relay("silent on flush_all", isMute: true, fault: (at: "flush_all", .silent(after: 0))),
    relay("half an answer to flush_all", isMute: true, fault: (at: "flush_all", .silent(after: 1))),
    relay(
      "declines flush_all", requests: { line, _ in line == "flush_all" ? "unknown" : line },
      replies: { line, _ in line == "ERROR" ? "SERVER_ERROR out of memory" : line }),
    relay(
      "says OK to flush_all and flushes nothing", requests: { line, _ in line == "flush_all" ? "verbosity 0" : line }),
  ]

  private static func drip(_ text: String) -> [ScriptedServer.Step] {
    text.utf8.flatMap { [.send([$0]), .pause(.seconds(1))] }
  }
}
