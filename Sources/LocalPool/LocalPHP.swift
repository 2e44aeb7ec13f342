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

  /// What `php -r CODE` prints; nil without such a program.
  public static func evaluate(_ code: String, program: String = "php") async throws -> String? {
    do {
      return try await Subprocess.run(
        .name(program), arguments: ["-r", code], output: .string(limit: 1 << 20), error: .discarded
      ).standardOutput
    } catch let error as SubprocessError where error.code == .executableNotFound {
      return nil
    }
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
