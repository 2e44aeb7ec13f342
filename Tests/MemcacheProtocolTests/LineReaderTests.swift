import MemcacheProtocol
import Testing

@Suite("Answers of one line") struct LineReaderTests {
  @Test(arguments: [("VERSION 1.6.18\r\n", "1.6.18"), ("VERSION UNKNOWN\r\n", "UNKNOWN")])
  func version(_ text: String, _ version: String) {
    #expect(outcome(of: LineReader.version, [Array(text.utf8)]).reply == .success(version))
    #expect(differences(text) { LineReader.version }.isEmpty)
  }

  @Test("A line ends with its LF, wherever that stands and whatever stands around it", arguments: 0..<40)
  func lineEnds(_ length: Int) {
    for filler in [0x78, 0x0b, 0x0d, 0x8a, 0x00, 0xff] as [UInt8] {
      let line = Array("VERSION ".utf8) + Array(repeating: filler, count: length) + [0x78]
      let rest = Array(repeating: filler, count: 9) + [0x0a]
      let seen = outcome(of: LineReader.version, [line + [0x0a] + rest])
      #expect(seen.rest == rest)
      #expect(seen.reply == .success(String(decoding: line.dropFirst(8), as: UTF8.self)))
      #expect(outcome(of: LineReader.version, [line]) == Outcome(rest: line))
    }
  }

  @Test(arguments: [("DELETED\r\n", true), ("NOT_FOUND\r\n", false)])
  func delete(_ text: String, _ found: Bool) {
    #expect(outcome(of: LineReader.delete, [Array(text.utf8)]).reply == .success(found))
    #expect(differences(text) { LineReader.delete }.isEmpty)
  }

  @Test(
    "Done is done",
    arguments: [
      ("MN\r\n", LineReader.noOperation), ("EN\r\n", .noOperation), ("OK\r\n", .flushAll), ("STORED\r\n", .set),
    ])
  func done(_ text: String, _ reader: LineReader<Void>) throws {
    for pieces in cuts(Array(text.utf8)) {
      let outcome = outcome(of: reader, pieces)
      try #require(outcome.reply).get()
      #expect(outcome.rest.isEmpty)
    }
  }

  @Test(
    "Refusals keep their kind and words",
    arguments: [
      ("ERROR\r\n", ErrorReply.Kind.error), ("ERROR Too many open connections\r\n", .error),
      ("CLIENT_ERROR flush_all not allowed\r\n", .client), ("SERVER_ERROR out of memory storing object\r\n", .server),
      ("BUSY currently processing crawler request\r\n", .busy), ("BADCLASS invalid class id\r\n", .badClass),
    ])
  func refusals(_ text: String, _ kind: ErrorReply.Kind) throws {
    let reply = try #require(outcome(of: LineReader.version, [Array(text.utf8)]).reply)
    #expect(throws: ErrorReply.self) { try reply.get() }
    if case .failure(let error) = reply {
      #expect(error.kind == kind)
      #expect(error.line + "\r\n" == text)
    }
    #expect(differences(text) { LineReader.version }.isEmpty)
  }

  @Test("What comes behind the line is left")
  func rest() {
    let seen = outcome(of: LineReader.version, [Array("VERSION 1\r\nMN\r\n".utf8)])
    #expect(seen == Outcome(reply: .success("1"), rest: Array("MN\r\n".utf8)))
  }
}

@Suite("What is no memcached") struct StrangerTests {
  @Test(arguments: [
    ("HTTP/1.1 400 Bad Request\r\n", Stranger.http), ("<html>\r\n", .http), ("SSH-2.0-OpenSSH_9.2\r\n", .ssh),
    ("220 mail ESMTP\r\n", .smtp), ("-ERR unknown command\r\n", .unknown("-ERR unknown command")),
    ("OK \u{1b}[2J\r\n", .unknown("OK \\x1b[2J")),
  ])
  func line(_ text: String, _ stranger: Stranger) {
    #expect(outcome(of: LineReader.version, [Array(text.utf8)]).error == .foreign(stranger))
    #expect(differences(text) { LineReader.version }.isEmpty)
  }

  @Test(
    "A TLS alert and other bytes are known without waiting for a line end",
    arguments: [
      ([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x28], Stranger.tls), ([0x81], .unknown("\\x81")),
    ])
  func binary(_ bytes: [UInt8], _ stranger: Stranger) {
    for pieces in cuts(bytes) {
      guard case .foreign(let seen) = outcome(of: LineReader.version, pieces).error else {
        Issue.record("not seen in \(pieces)")
        continue
      }
      if stranger == .tls { #expect(seen == .tls) }
    }
    #expect(outcome(of: LineReader.version, [bytes]).error == .foreign(stranger))
  }

  @Test("A line without end is not gathered for ever")
  func endlessLine() {
    let piece = [UInt8](repeating: 0x41, count: 1000)
    let seen = outcome(of: LineReader.version, Array(repeating: piece, count: 20))
    #expect(seen.error == .excessive("a line of more than 8192 bytes"))
  }

  @Test func longStrangeLineIsQuotedInPart() {
    let text = String(repeating: "x", count: 4000) + "\r\n"
    let quoted = Stranger.unknown(String(repeating: "x", count: 120) + "…")
    #expect(outcome(of: LineReader.version, [Array(text.utf8)]).error == .foreign(quoted))
  }
}
