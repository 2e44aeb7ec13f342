import FoundationEssentials
import LocalPool
import Testing

@Suite("make install") struct InstallTests {
  @Test(.needs("make")) func putsAllInPlace() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let run = try await Tool.run(
      "make",
      ["-C", Tool.root, "install-files", "PREFIX=/opt", "DESTDIR=\(folder.path)", "BINARY=\(Tool.binaries)/mcpool"])
    try #require(run.status == 0, "\(run.errors)")
    let found = try await Tool.run("sh", ["-c", "cd \(folder.path)/opt && find . -type f | sort"])
    let pages = try Tool.names(in: "man").filter { $0 != "parts" }.map { "./share/man/man\($0.last ?? "?")/\($0)" }
    let others = [
      "./bin/mcpool", "./share/bash-completion/completions/mcpool", "./share/zsh/site-functions/_mcpool",
      "./share/fish/vendor_completions.d/mcpool.fish",
    ]
    #expect(found.output.split(separator: "\n").map(String.init) == (pages + others).sorted())
    #expect(try await Tool.run("env", ["\(folder.path)/opt/bin/mcpool", "--version"]).status == 0)
  }
}
