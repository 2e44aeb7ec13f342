import FoundationEssentials
import Glibc
import Testing

@testable import Operations

@Suite("What is kept from run to run") struct CheckStateTests {
  private static func withFolder(_ body: (String) throws -> Void) throws {
    var template = Array("/tmp/mcpool-state-XXXXXX".utf8CString)
    let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  private static func file(_ folder: String, pool: String = "shop", checks: [String] = ["memory"]) -> CheckStateFile {
    CheckStateFile(environment: ["XDG_STATE_HOME": folder], pool: pool, nodes: ["a:1"], checks: checks)
  }

  private static func state() throws -> CheckState {
    CheckState(nodes: ["a:1": try #require(NodeCounts(SightOfPool.sample("a:1"), past: nil, now: SightOfPool.now))])
  }

  @Test("It comes back as it was, and only its owner can read it")
  func roundTrip() throws {
    try Self.withFolder { folder in
      let file = Self.file(folder)
      #expect(file.read().state == nil && file.read().note == nil)
      #expect(file.write(try Self.state()) == nil)
      #expect(file.read().state == (try Self.state()))
      let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
      #expect(mode == 0o600)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/mcpool/check").count == 1)
    }
  }

  @Test(
    "A damaged file is set aside and said, and the next one is whole",
    arguments: ["", "{\"version\":", "{\"version\":9,\"nodes\":{}}", "\u{0}\u{0}"])
  func damaged(_ text: String) throws {
    try Self.withFolder { folder in
      let file = Self.file(folder)
      #expect(file.write(try Self.state()) == nil)
      try text.write(toFile: file.path, atomically: false, encoding: .utf8)
      let past = file.read()
      #expect(past.state == nil && past.note?.contains("set aside") == true)
      #expect(FileManager.default.fileExists(atPath: file.path + ".corrupt"))
      #expect(file.write(try Self.state()) == nil && file.read().state != nil)
    }
  }

  @Test("Why it cannot be kept is known")
  func unwritable() throws {
    try Self.withFolder { folder in
      try "".write(toFile: folder + "/mcpool", atomically: false, encoding: .utf8)
      #expect(Self.file(folder).write(try Self.state()) == "Not a directory")
    }
  }

  @Test("Pools, and runs of other checks, keep their own")
  func paths() {
    #expect(Self.file("/x").path == Self.file("/x").path)
    #expect(Self.file("/x", pool: "blog").path != Self.file("/x").path)
    #expect(Self.file("/x", checks: ["memory", "nodes"]).path != Self.file("/x").path)
    #expect(Self.file("/x", checks: ["nodes", "memory"]).path == Self.file("/x", checks: ["memory", "nodes"]).path)
  }
}
