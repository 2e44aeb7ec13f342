import Subprocess
import SystemPackage

/// Real PHP on this machine, run from its command line.
public enum LocalPHP {
  /// What a script printed.
  public struct Run: Sendable {
    public var output: String
    public var errors: String
    public var succeeded: Bool
  }

  /// Runs `php -c INI SCRIPT ARGUMENT…`. The session directives come from the ini file alone; the machine's own conf.d
  /// is read too, because it loads the extensions.
  public static func run(script: String, ini: String, _ arguments: [String] = []) async throws -> Run {
    let ended = try await Subprocess.run(
      .name("php"), arguments: Arguments(["-c", ini, script] + arguments),
      output: .string(limit: 64 << 20), error: .string(limit: 1 << 20))
    return Run(
      output: ended.standardOutput, errors: ended.standardError,
      succeeded: ended.terminationStatus.isSuccess)
  }
}
