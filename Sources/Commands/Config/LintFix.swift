import Advice
import Glibc
import PHPConfiguration
import PHPInstallation
import Presentation

/// `config lint --fix`: the diff of what can be mended, and with `--write` the files themselves.
struct LintFix {
  let pool: PoolOptions
  let quiet: Bool

  func run(writes: Bool, _ surroundings: Surroundings) async throws -> ExitStatus {
    let loaded = try await pool.load(surroundings, collectsRefusals: true)
    let mending = try Mending(
      loaded.texts, isFile: { isFile($0) },
      read: { replaced in try again(loaded, replaced, surroundings) })
    for file in mending.mended {
      let diff = UnifiedDiff(file.text.name, from: file.text.bytes, to: file.bytes, hides: Self.isSecret)
      try show(diff.bytes, surroundings)
    }
    if writes {
      for file in mending.mended { try write(file, surroundings) }
    }
    let replaced = Dictionary(mending.mended.map { ($0.text.name, $0.bytes) }, uniquingKeysWith: { first, _ in first })
    if !quiet { say(mending, writes: writes, surroundings) }
    return ExitStatus(try again(loaded, writes ? replaced : [:], surroundings).lint)
  }

  private func again(
    _ loaded: LoadedConfiguration, _ replaced: [String: [UInt8]], _ surroundings: Surroundings
  ) throws -> Mending.Reading {
    var changed = try pool.load(
      environment: surroundings.environment, standardInput: loaded.standardInput, replacing: replaced,
      collectsRefusals: true)
    changed.packagedRelease = loaded.packagedRelease
    let (lint, pool) = changed.lint()
    return Mending.Reading(
      lint: lint,
      pool: pool.map { ComparedPool(name: changed.name, pool: $0, configuration: changed.configuration) })
  }

  private func isFile(_ name: String) -> Bool {
    var status = stat()
    return stat(name, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  private static func isSecret(_ line: [UInt8]) -> Bool {
    String(decoding: line, as: UTF8.self).lowercased().contains("password")
  }

  /// Bytes as they are for `patch`; a terminal gets nothing that it would obey.
  private func show(_ diff: [UInt8], _ surroundings: Surroundings) throws {
    guard surroundings.terminal.width != nil else { return try surroundings.output.write(diff.span) }
    for line in diff.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast() {
      try surroundings.output.write(printable(line) + "\n")
    }
  }

  private func write(_ file: Mending.Mended, _ surroundings: Surroundings) throws {
    let backup = try explained { () throws(InstallationError) in
      try Files.replace(file.text.name, holding: file.text.bytes, with: file.bytes)
    }
    if !quiet { surroundings.tell("\(file.text.name) is written; what was there is \(backup)") }
  }

  private func say(_ mending: Mending, writes: Bool, _ surroundings: Surroundings) {
    for left in mending.left {
      surroundings.tell("\(left.finding.location): \(left.finding.code) is not mended: \(left.reason)")
    }
    if mending.mended.isEmpty { surroundings.tell("there is no line to mend") }
    if mending.movesSessions {
      surroundings.tell(
        "this changes where PHP looks for sessions, so some of them are lost: put it on all web hosts at once, and restart "
          + "PHP")
    }
    let others = mending.undecided
    if others > 0 {
      surroundings.tell(
        "\(others) \(others == 1 ? "finding needs" : "findings need") a decision of yours: mcpool config lint "
          + "\(others == 1 ? "has it" : "has them")")
    }
  }
}
