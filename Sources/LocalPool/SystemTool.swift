import Subprocess
import SystemPackage

/// A program of this system that prepares something for a server.
enum SystemTool {
  /// - Parameter package: the Debian package that has it.
  static func run(_ path: FilePath, package: String, _ arguments: [String], input: [UInt8] = []) async throws {
    do {
      let ended = try await Subprocess.run(
        .path(path), arguments: Arguments(arguments), input: .array(input), output: .discarded,
        error: .string(limit: 4096))
      guard ended.terminationStatus.isSuccess else {
        throw LocalPoolError(summary: "\(path) failed: \(ended.standardError)", remedy: "run it by hand")
      }
    } catch let error as SubprocessError where error.code == .executableNotFound {
      throw LocalPoolError(summary: "there is no \(path) here", remedy: "apt-get install \(package)")
    }
  }
}
