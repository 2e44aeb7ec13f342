import FoundationEssentials
import LocalPool
import Presentation
import Testing

/// The page of `replay --html`.
@Suite("The page of a replay") struct ReplayPageTests {
  private static let three = "tcp://10.0.0.1:11211, tcp://10.0.0.2:11211, tcp://10.0.0.3:11211"
  private static let timeline = ["stop:A", "visit", "start:A", "visit", "path:\(three), tcp://10.0.0.4:11211", "visit"]

  /// Plays with --html and returns the page, and what was printed.
  private func play(
    _ words: [String], savePath: String = three, handler: String = "memcache"
  ) async throws -> (page: WellFormed, text: String, run: CommandRun) {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let file = folder.path + "/replay.html"
    let run = await CommandRun(
      ["replay", "--handler", handler, "--save-path", savePath, "--html", file] + words)
    try #require(run.status == 0, "\(run.errors)")
    let text = try String(contentsOfFile: file, encoding: .utf8)
    return (try WellFormed(text), text, run)
  }

  @Test(arguments: [timeline, ["--matrix"]]) func loadsNothingAndHasNoScript(_ words: [String]) async throws {
    let (page, text, _) = try await play(words)
    #expect(
      !page.tags.contains { ["script", "link", "img", "iframe", "object", "base", "use", "image"].contains($0.name) })
    for (name, attributes) in page.tags {
      let loading = attributes.keys.filter {
        ["src", "href", "style", "data", "action"].contains($0) || $0.hasPrefix("on")
      }
      #expect(loading.isEmpty, "\(name) \(attributes)")
    }
    #expect(!text.contains("@import"))
    let urls = text.split(separator: "url(", omittingEmptySubsequences: false).dropFirst()
    #expect(urls.count >= 5)
    #expect(urls.allSatisfy { $0.hasPrefix("#") })
  }

  @Test(arguments: [timeline, ["--matrix"]]) func saysWhatIsPrinted(_ words: [String]) async throws {
    let (page, _, run) = try await play(words)
    let csv = await CommandRun(
      ["replay", "--handler", "memcache", "--save-path", Self.three, "-o", "csv"] + words)
    #expect(run.output.contains("10.0.0.1:11211"))
    // Each number stands in its row and under its heading.
    let printed = csv.output.split(separator: "\n").map(Self.fields)
    let heading = try #require(page.rows.firstIndex { $0.contains("old, unsaved") })
    #expect(page.rows.count > heading + printed.count - 1)
    for (name, title) in [
      ("kept", "kept"), ("stale", "stale"), ("old_unacked", "old, unsaved"), ("lost", "lost"), ("new_id", "new id"),
      ("error", "error"),
      words == ["--matrix"] ? ("not_saved", "worst: not saved") : ("write_failed", "not saved"),
    ] {
      let column = try #require(printed[0].firstIndex(of: name))
      let cell = try #require(page.rows[heading].firstIndex(of: title), "\(page.rows[heading])")
      for row in printed.indices.dropFirst() {
        let number = Int(printed[row][column]).map { Units.grouped($0) } ?? ""
        #expect(page.rows[heading + row][cell] == number, "\(printed[row]) \(name)")
      }
    }
    let json = try await verdict(words)
    for sentence in json { #expect(page.text.contains(sentence)) }
  }

  /// Of a line of CSV.
  private static func fields(_ line: Substring) -> [String] {
    line.split(separator: "\"", omittingEmptySubsequences: false).enumerated().reduce(into: [""]) { fields, piece in
      guard piece.offset.isMultiple(of: 2) else { return fields[fields.count - 1] += piece.element }
      let parts = piece.element.split(separator: ",", omittingEmptySubsequences: false)
      fields[fields.count - 1] += parts[0]
      fields += parts.dropFirst().map(String.init)
    }
  }

  /// The sentences of the answer, from the JSON.
  private func verdict(_ words: [String]) async throws -> [String] {
    struct Document: Decodable { let verdict: String }
    let run = await CommandRun(["replay", "--handler", "memcache", "--save-path", Self.three, "-o", "json"] + words)
    let text = try JSONDecoder().decode(Document.self, from: Data(run.bytes)).verdict
    return text.split(separator: ". ").map(String.init)
  }

  @Test func saysHowItCameAbout() async throws {
    let (page, _, _) = try await play(Self.timeline + ["-d", "mcpool.extension_release=8.0", "--workers", "request"])
    for fact in [
      "memcache", "8.0 (stated)", "A = 10.0.0.1:11211, B = 10.0.0.2:11211", "D = 10.0.0.4:11211", "1,000, made up",
      "mcpool replay --handler memcache --save-path 'tcp://10.0.0.1:11211, tcp://10.0.0.2",
      "stop:A visit start:A visit",
    ] { #expect(page.text.contains(fact), "\(fact)") }
  }

  @Test func eachChartHasWords() async throws {
    let (page, _, _) = try await play(Self.timeline)
    let charts = page.tags.filter { $0.name == "svg" && $0.attributes["aria-hidden"] == nil }
    #expect(charts.count >= 4)
    for chart in charts {
      #expect(chart.attributes["role"] == "img")
      #expect(chart.attributes["aria-label"]?.contains { $0.isNumber } == true)
    }
  }

  @Test(
    "What comes from outside stays text",
    arguments: [
      "<script>alert(1)</script>", "\"onload='x'", "]]>&amp;", "<!--", "\u{202e}evil\u{7}",
    ])
  func hostileNames(_ name: String) async throws {
    let (page, text, _) = try await play(
      ["stop:A", "visit", "path:10.0.0.9:11211,\(name):11211", "visit"], savePath: "\(name):11211,10.0.0.2:11211",
      handler: "memcached")
    #expect(page.text.contains(printable(name)))
    #expect(!text.contains("<script") && !text.contains("<!--") && !text.contains("\u{202e}"))
  }

  @Test func hidesPasswords() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let (file, ini) = (folder.path + "/replay.html", folder.path + "/web.ini")
    try """
    session.save_handler = memcached
    session.save_path = 10.0.0.1:11211,10.0.0.2:11211
    memcached.sess_binary_protocol = 1
    memcached.sess_sasl_username = shop
    memcached.sess_sasl_password = "hunter-2"
    """.write(toFile: ini, atomically: true, encoding: .utf8)
    let run = await CommandRun(["replay", "--ini", ini, "stop:A", "visit", "--html", file])
    try #require(run.status == 0, "\(run.errors)")
    #expect(!(try String(contentsOfFile: file, encoding: .utf8)).contains("hunter-2"))
  }

  @Test func hundredNodes() async throws {
    let path = (0..<100).map { "memcached-for-the-sessions-of-the-shop-\($0).rack-17.example.org:11211" }
    let (page, _, _) = try await play(
      ["stop:CV", "visit"], savePath: path.joined(separator: ","), handler: "memcached")
    #expect(page.text.contains("CV = \(path[99])"))
  }

  @Test func doesNotTakeThePlaceOfAFolder() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let run = await CommandRun([
      "replay", "--save-path", "10.0.0.1", "--handler", "memcached", "visit", "--html", folder.path,
    ])
    #expect(run.status == 64)
    #expect(run.errors.contains("this is a folder") && run.errors.contains("\(folder.path)/replay.html"))
    #expect(run.output.isEmpty)
  }

  @Test func saysWhyItCannotBeWritten() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let file = folder.path + "/none/replay.html"
    let run = await CommandRun(["replay", "--save-path", "10.0.0.1", "--handler", "memcached", "visit", "--html", file])
    #expect(run.status == 66)
    #expect(run.errors.contains("\(file): the page was not written: No such file or directory"))
  }

  @Test func standardOutputIsNoFile() async {
    let run = await CommandRun(["replay", "--save-path", "10.0.0.1", "--handler", "memcached", "visit", "--html", "-"])
    #expect(run.status == 64)
  }

  @Test("A link stays a link, and nothing is left beside the page") func linkedFile() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let files = FileManager.default
    try "old".write(toFile: folder.path + "/page.html", atomically: true, encoding: .utf8)
    try files.createSymbolicLink(atPath: folder.path + "/link.html", withDestinationPath: "page.html")
    let run = await CommandRun(
      ["replay", "--save-path", "10.0.0.1", "--handler", "memcached", "visit", "--html", folder.path + "/link.html"])
    #expect(run.status == 0)
    #expect(try files.contentsOfDirectory(atPath: folder.path).sorted() == ["link.html", "page.html"])
    #expect(try files.destinationOfSymbolicLink(atPath: folder.path + "/link.html") == "page.html")
    #expect(try String(contentsOfFile: folder.path + "/page.html", encoding: .utf8).hasPrefix("<!DOCTYPE html>"))
  }
}
