import FoundationEssentials
import Subprocess
import Testing

/// Programs that the tests run: mcpool as it was built beside them, shells, mandoc.
enum Tool {
  struct Run: Sendable {
    var output: String
    var errors: String
    var status: Int32
  }

  /// The package's folder.
  static let root = String(#filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 })

  /// The folder with the binaries of this build.
  static let binaries: String = {
    let test = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return test.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
  }()

  /// Runs a program with mcpool in PATH and no pool but those of the tests.
  static func run(
    _ name: String, _ arguments: [String], input: String = "", environment: [String: String] = [:]
  ) async throws -> Run {
    let own: [Environment.Key: String?] = [
      "PATH": "\(binaries):/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": "/nonexistent", "TERM": "dumb",
      "LC_ALL": "C.UTF-8", "MCPOOL_POOL": nil, "XDG_CONFIG_HOME": nil,
    ]
    let given = environment.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) }
    let updates = own.merging(given) { $1 }
    let ended = try await Subprocess.run(
      .name(name), arguments: Arguments(arguments), environment: .inherit.updating(updates), input: .string(input),
      output: .string(limit: 16 << 20), error: .string(limit: 1 << 20))
    let status: Int32 =
      switch ended.terminationStatus {
      case .exited(let code): code
      case .signaled(let signal): 128 + signal
      }
    return Run(output: ended.standardOutput, errors: ended.standardError, status: status)
  }

  static func mcpool(_ words: String...) async throws -> String {
    let run = try await run("env", ["mcpool"] + words)
    try #require(run.status == 0, "\(run.errors)")
    return run.output
  }

  static func text(_ path: String) throws -> String { try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8) }

  static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)").sorted()
  }

  static func isInstalled(_ program: String) -> Bool {
    ["/usr/bin/", "/bin/", "/usr/local/bin/"].contains { FileManager.default.isExecutableFile(atPath: $0 + program) }
  }
}

extension Trait where Self == ConditionTrait {
  /// For tests of what another program makes of ours.
  static func needs(_ program: String) -> Self {
    .enabled(if: Tool.isInstalled(program), "apt-get install \(program) (make test does it)")
  }
}
