import ArgumentParser
import Operations

/// `NAME=RANGE`.
struct ThresholdArgument: Sendable {
  let name: String
  let range: AlertRange

  init(_ text: String) throws {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else { throw ValidationError("a threshold is NAME=RANGE, e.g. memory=80") }
    name = try CheckNames.checked(parts[0])
    guard let range = AlertRange(parts[1]) else {
      throw ValidationError("'\(parts[1])' is no range; write one as 10, 10:, ~:10, 10:20 or @10:20")
    }
    self.range = range
  }
}

/// `NAME,NAME`.
struct CheckNames: Sendable {
  let names: [String]

  init(_ text: String) throws { names = try text.split(separator: ",").map { try Self.checked(String($0)) } }

  static func checked(_ name: String) throws -> String {
    guard Check.all.contains(where: { $0.name == name }) else {
      throw ValidationError("no check is called '\(name)'; mcpool check --list has them all")
    }
    return name
  }
}

extension Thresholds {
  /// Of two for one check the later counts.
  init(_ warnings: [ThresholdArgument], _ criticals: [ThresholdArgument]) {
    func table(_ arguments: [ThresholdArgument]) -> [String: AlertRange] {
      Dictionary(arguments.map { ($0.name, $0.range) }, uniquingKeysWith: { $1 })
    }
    self.init(warnings: table(warnings), criticals: table(criticals))
  }
}

extension CompletionKind {
  static var checkNames: CompletionKind { .list(Check.all.map(\.name)) }
}
