import SessionData
import Testing

@testable import Commands

@Suite("The outline of a session, straight to bytes") struct OutlineTests {
  @Test(
    "It says of each value what its line in the table says",
    arguments: [
      "", "user_id|i:4000;name|s:5:\"Alice\";cart|a:1:{i:0;a:2:{s:3:\"sku\";s:3:\"A-1\";s:3:\"qty\";d:1.5;}}last|N;",
      "a|a:2:{i:-7;b:1;s:3:\"x y\";a:0:{}}b|R:2;o|O:4:\"Cart\":3:{s:1:\"n\";i:1;s:4:\"\0*\0p\";N;s:7:\"\0Cart\0q\";r:3;}",
      "caf\u{e9}|E:6:\"Suit:H\";c|C:3:\"Old\":2:{ab}", "\u{1b}[2J|i:1;9lives|i:9;_x1|s:1:\"\"\";cut|a:3:{i:0;i:1;",
    ])
  func sameAsLines(_ session: String) throws {
    let tree = SessionContent.decode(
      Array(session.utf8), flags: 0, handler: .memcached, serializer: .php
    ).tree
    let pages = TextPage.pages(of: [tree]) { $1.append(outlineOf: $0) }
    guard case .list(let values) = try JSONValue(String(decoding: pages.joined(), as: UTF8.self)) else {
      Issue.record("no list")
      return
    }
    var lines: [TreeLine] = []
    tree.forEachLine(revealing: false) { lines.append($0) }
    #expect(values.map { $0["name"] } == lines.map { .string($0.name) })
    #expect(values.map { $0["type"] } == lines.map { .string($0.type) })
    #expect(values.map { $0["level"] } == lines.map { .number(Double($0.level)) })
    #expect(values.map { $0["label"] } == lines.map { $0.label.map { .number(Double($0)) } })
    #expect(values.map { $0["count"] } == lines.map { $0.count.map { .number(Double($0)) } })
    for (value, line) in zip(values, lines) {
      let isSized = line.count != nil || line.type == "string" || line.type.hasPrefix("data of ")
      #expect(value["bytes"] == (isSized ? .number(Double(line.bytes)) : nil))
    }
  }
}
