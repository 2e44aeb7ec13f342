import FoundationEssentials
import Glibc
import LocalPool
import Testing

@testable import Operations

@Suite("What guards and checks keep from run to run") struct StateFileTests {
  private struct State: Codable, Hashable {
    var version = 1
    var words = ["a"]
  }

  private func withFile(_ body: (StateFile<State>, _ folder: String) throws -> Void) throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try body(StateFile(path: folder.path + "/deep/er/state.json"), folder.path + "/deep/er")
  }

  private func read(_ file: StateFile<State>) -> StateFile<State>.Past {
    file.read(loss: "nothing is known") { $0.version == 1 }
  }

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
  }

  @Test("It is written for its owner alone, in place of the old one, and leaves nothing beside it")
  func writes() throws {
    try withFile { file, folder in
      #expect(read(file).state == nil && read(file).note == nil)
      #expect(file.write(State()) == nil)
      #expect(file.write(State(words: ["b"])) == nil)
      #expect(read(file).state == State(words: ["b"]) && read(file).note == nil)
      #expect(mode(file.path) == 0o600 && mode(folder) == 0o700)
      let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(files == ["state.json"])
    }
  }

  @Test("Who has the old one open goes on reading a whole one")
  func atomic() throws {
    try withFile { file, _ in
      _ = file.write(State(words: ["old"]))
      let old = open(file.path, O_RDONLY)
      defer { close(old) }
      _ = file.write(State(words: ["new"]))
      var bytes = [UInt8](repeating: 0, count: 1000)
      let count = Glibc.read(old, &bytes, bytes.count)
      let read = try JSONDecoder().decode(State.self, from: Data(bytes.prefix(max(0, count))))
      #expect(read.words == ["old"])
    }
  }

  @Test(
    "A damaged one, or one of another version, is set aside and that is said",
    arguments: ["{\"vers", "{\"version\":2,\"words\":[]}", ""])
  func corrupt(_ text: String) throws {
    try withFile { file, _ in
      _ = file.write(State())
      try text.write(toFile: file.path, atomically: false, encoding: .utf8)
      #expect(file.peek { $0.version == 1 } == nil)
      #expect(FileManager.default.fileExists(atPath: file.path), "who only looks moves nothing")
      let past = read(file)
      #expect(past.state == nil)
      #expect(past.note == "\(file.path) is damaged and was set aside as \(file.path).corrupt; nothing is known")
      let aside = try String(contentsOfFile: file.path + ".corrupt", encoding: .utf8)
      #expect(aside == text)
      #expect(read(file).note == nil, "said once")
      #expect(file.write(State()) == nil && read(file).state == State())
    }
  }

  @Test("One that cannot be read is said and stays")
  func unreadable() throws {
    try withFile { file, _ in
      try FileManager.default.createDirectory(atPath: file.path, withIntermediateDirectories: true)
      let past = read(file)
      #expect(past.state == nil && past.note?.contains("\(file.path) cannot be read (") == true, "\(past)")
      #expect(past.note?.hasSuffix("; nothing is known") == true)
      #expect(FileManager.default.fileExists(atPath: file.path))
      #expect(file.write(State()) != nil)
    }
  }

  @Test("Where it cannot be written the reason is told")
  func unwritable() {
    #expect(StateFile<State>(path: "/dev/null/nowhere/state.json").write(State()) == "Not a directory")
  }
}
