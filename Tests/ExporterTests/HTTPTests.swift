import LocalPool
import MemcacheClient
import ScriptedServer
import Testing

@testable import Exporter

@Suite("The HTTP server", .timeLimit(.minutes(5))) struct HTTPTests {
  private static let last = "Host: x\r\nConnection: close\r\n\r\n"

  @Test(
    "Each request gets its answer",
    arguments: [
      (
        "GET /metrics HTTP/1.1", 200, "text/plain; version=0.0.4; charset=utf-8",
        "mcpool_build_info{version=\"1.2\"} 1\n"
      ),
      ("GET /metrics?a=b HTTP/1.1", 200, "text/plain; version=0.0.4; charset=utf-8", "# HELP mcpool_build_info "),
      ("GET / HTTP/1.1", 200, "text/html; charset=utf-8", "<li>a&lt;b</li>"),
      ("GET /-/healthy HTTP/1.1", 200, "text/plain; charset=utf-8", "answers"),
      ("GET /nothing HTTP/1.1", 404, "text/plain; charset=utf-8", "/metrics"),
      ("POST /metrics HTTP/1.1", 405, "text/plain; charset=utf-8", "allow: GET, HEAD"),
      ("GET /metrics HTTP/1.1\r\nContent-Length: 5", 413, "text/plain; charset=utf-8", "no body"),
      ("POST /metrics HTTP/1.1\r\nTransfer-Encoding: chunked", 405, "text/plain; charset=utf-8", "GET or HEAD"),
      ("\u{16}\u{3}\u{1} no HTTP", 400, "text/plain; charset=utf-8", "no HTTP/1 request"),
    ])
  func answers(_ request: String, _ status: Int, _ type: String, _ part: String) async throws {
    try await withExporter([ExportedPool([], named: "a<b")]) { exporter in
      let answer = try await RawClient.ask(exporter.address, "\(request)\r\n\(Self.last)")
      #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
      #expect(answer.contains("content-type: \(type)\r\n"))
      #expect(answer.contains("connection: close\r\n"))
      #expect(answer.contains(part), "\(answer)")
    }
  }

  @Test("HEAD has the head of GET and nothing else")
  func head() async throws {
    try await withExporter([ExportedPool([])]) { exporter in
      let get = try await RawClient.ask(exporter.address, "GET / HTTP/1.1\r\n\(Self.last)")
      let head = try await RawClient.ask(exporter.address, "HEAD / HTTP/1.1\r\n\(Self.last)")
      let end = try #require(get.firstRange(of: "\r\n\r\n"))
      #expect(head == get[..<end.upperBound])
    }
  }

  @Test(
    "A head that is too long is refused, and the refusal arrives",
    arguments: [
      "X: \(String(repeating: "y", count: 300_000))", String(repeating: "X: y\r\n", count: 50_000) + "X: y",
    ])
  func hugeHead(_ headers: String) async throws {
    try await withExporter { exporter in
      let answer = try await RawClient.ask(exporter.address, "GET / HTTP/1.1\r\n\(headers)\r\n\(Self.last)")
      #expect(answer.hasPrefix("HTTP/1.1 431 "), "\(answer)")
    }
  }

  @Test("Requests that come in one piece are answered in order on one connection")
  func pipelined() async throws {
    try await withExporter([ExportedPool([])]) { exporter in
      let client = try await RawClient(exporter.address)
      try await client.send(
        "GET /-/healthy HTTP/1.1\r\n\r\nGET /metrics HTTP/1.1\r\n\r\nHEAD /metrics HTTP/1.1\r\n\r\nGET /nothing HTTP/1.1\r\n\r\n"
      )
      let answers = try await client.answers(4)
      #expect(answers.matches(of: #/HTTP/1\.1 (\d+)/#).map(\.1) == ["200", "200", "200", "404"])
      #expect(!client.hasEnded)
      try await client.send("GET / HTTP/1.1\r\n\(Self.last)")
      #expect(try await client.ended().contains("<h1>"))
    }
  }

  @Test("A request in small pieces is one")
  func pieces() async throws {
    try await withExporter { exporter in
      let client = try await RawClient(exporter.address)
      for character in "GET /-/healthy HTTP/1.0\r\n\r\n" { try await client.send(String(character)) }
      #expect(try await client.ended().hasPrefix("HTTP/1.1 200 "))
    }
  }

  @Test("Who says that nothing more will come still gets the answer")
  func halfClosed() async throws {
    try await withExporter { exporter in
      let client = try await RawClient(exporter.address)
      try await client.send("GET /-/healthy HTTP/1.1\r\n\r\n")
      try await client.endSending()
      #expect(try await client.ended().hasPrefix("HTTP/1.1 200 "))
    }
  }

  @Test("Half a request, and none, are cut", arguments: ["", "GET /metr", "GET /metrics HTTP/1.1\r\nHost: x\r\n"])
  func silent(_ beginning: String) async throws {
    var limits = ServerLimits()
    limits.request = .milliseconds(100)
    try await withExporter(limits: limits) { exporter in
      let answer = try await RawClient.ask(exporter.address, beginning)
      #expect(answer == "")
    }
  }

  @Test("A connection that asks nothing more is cut")
  func idle() async throws {
    var limits = ServerLimits()
    limits.nextRequest = .milliseconds(100)
    try await withExporter(limits: limits) { exporter in
      let client = try await RawClient(exporter.address)
      try await client.send("GET /-/healthy HTTP/1.1\r\n\r\n")
      #expect(try await client.ended().hasPrefix("HTTP/1.1 200 "))
    }
  }

  @Test("Who does not read is cut, and keeps nobody from being answered")
  func unread() async throws {
    var limits = ServerLimits()
    limits.reading = .milliseconds(300)
    // Far more than the buffers of the system hold.
    let pool = ExportedPool([], named: String(repeating: "x", count: 8 << 20))
    try await withExporter([pool], limits: limits) { exporter in
      let client = try await RawClient(exporter.address)
      try await client.stopReading()
      try await client.send("GET /metrics HTTP/1.1\r\n\r\n")
      #expect(try await RawClient.ask(exporter.address, "GET /-/healthy HTTP/1.0\r\n\r\n").hasPrefix("HTTP/1.1 200 "))
      exporter.stop()
      try await exporter.ended()
      try? await client.close()
    }
  }

  @Test("Where all places are taken, who has been silent for longest goes")
  func crowd() async throws {
    var limits = ServerLimits()
    limits.connections = 3
    try await withExporter(limits: limits) { exporter in
      var clients: [RawClient] = []
      for _ in 0..<3 {
        let client = try await RawClient(exporter.address)
        try await client.send("GET /-/healthy HTTP/1.1\r\n\r\n")
        _ = try await client.answers(1)
        clients.append(client)
      }
      try await clients[0].send("GET / HTTP/1.1\r\n\r\n")
      _ = try await clients[0].answers(2)
      let fourth = try await RawClient.ask(exporter.address, "GET /-/healthy HTTP/1.0\r\n\r\n")
      #expect(fourth.hasPrefix("HTTP/1.1 200 "))
      _ = try await clients[1].ended()
      #expect(!clients[0].hasEnded && !clients[2].hasEnded)
      for client in clients { try? await client.close() }
    }
  }

  @Test("The end waits for the answer in hand and for nobody else")
  func end() async throws {
    try await ScriptedServer.run([]) { silent in
      var limits = ServerLimits()
      limits.scrape = .milliseconds(500)
      try await withExporter([ExportedPool([("a", silent.address)], timeout: .seconds(600))], limits: limits) {
        exporter in
        let idle = try await RawClient(exporter.address)
        let half = try await RawClient(exporter.address)
        try await half.send("GET /met")
        let scraper = try await RawClient(exporter.address)
        try await scraper.send("GET /metrics HTTP/1.1\r\n\r\n")
        try await silent.clientHasAsked()
        exporter.stop()
        #expect(try await idle.ended() == "")
        #expect(try await half.ended() == "")
        let answer = try await scraper.ended()
        #expect(answer.hasPrefix("HTTP/1.1 200 ") && answer.contains("connection: close\r\n"))
        #expect(answer.contains("memcached_up{pool=\"shop\",node=\"a\"} 0\n"))
        try await exporter.ended()
        await #expect(throws: (any Error).self) { try await RawClient(exporter.address) }
      }
    }
  }

  @Test("Two scrapes at once are one question to the nodes")
  func together() async throws {
    try await ScriptedServer.run([]) { silent in
      try await withExporter([ExportedPool([("a", silent.address)], timeout: .seconds(600))]) { exporter in
        let first = try await RawClient(exporter.address)
        try await first.send("GET /metrics HTTP/1.1\r\nX-Prometheus-Scrape-Timeout-Seconds: 600\r\n\r\n")
        try await silent.clientHasAsked()
        let second = try await RawClient.ask(
          exporter.address, "GET /metrics HTTP/1.1\r\nX-Prometheus-Scrape-Timeout-Seconds: 0.2\r\n\(Self.last)")
        #expect(second.contains("mcpool_scrape_cut_off{pool=\"shop\"} 1\n"))
        #expect(try await first.answers(1).contains("mcpool_scrape_cut_off{pool=\"shop\"} 1\n"))
        #expect(silent.received == Array("stats\r\n".utf8))
        try await first.close()
      }
    }
  }

  @Test("A unix socket, also where another run left its own")
  func unixSocket() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let address = ListenAddress.unix(path: folder.path + "/socket")
    for _ in 0..<2 {
      try await withExporter(at: address) { exporter in
        let answer = try await RawClient.ask(exporter.address, "GET / HTTP/1.0\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 200 "))
        await #expect(throws: ListenFailure(address: address, reason: .inUse)) {
          try await withExporter(at: address) { _ in }
        }
      }
    }
  }

  @Test("An address that is taken is said to be")
  func taken() async throws {
    try await withExporter { exporter in
      _ = await #expect(throws: ListenFailure(address: exporter.address, reason: .inUse)) {
        try await withExporter(at: exporter.address) { _ in }
      }
    }
  }

  @Test(
    "Addresses are read as they are written",
    arguments: [
      ("127.0.0.1:9150", ListenAddress.tcp(host: "127.0.0.1", port: 9150)), ("[::1]:0", .tcp(host: "::1", port: 0)),
      ("localhost:1", .tcp(host: "localhost", port: 1)), ("unix:/run/x.sock", .unix(path: "/run/x.sock")),
      (":9150", nil), ("9150", nil), ("::1:9150", nil), ("host:", nil), ("host:65536", nil), ("[]:1", nil),
      ("unix:x", nil),
    ])
  func addresses(_ text: String, _ address: ListenAddress?) {
    #expect(ListenAddress(text) == address)
    if let address { #expect("\(address)" == text) }
  }
}
