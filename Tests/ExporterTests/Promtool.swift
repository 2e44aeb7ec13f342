import FoundationEssentials
import Subprocess
import Testing

/// Prometheus' own judgement of what is for Prometheus.
enum Promtool {
  /// The package's folder.
  static let root = String(#filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 })

  static func text(_ path: String) throws -> String { try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8) }

  /// What it complains of; nil: nothing.
  static func complaint(_ arguments: [String], input: [UInt8] = []) async throws -> String? {
    let ended = try await Subprocess.run(
      .name("promtool"), arguments: Arguments(arguments), input: .array(input), output: .string(limit: 1 << 20),
      error: .string(limit: 1 << 20))
    return ended.terminationStatus.isSuccess ? nil : "\(ended.standardOutput)\(ended.standardError)"
  }
}
