import MemcacheClient

/// How a command ends: the one list of exit codes. The help topic `exit-codes` and the manual are made from it, and
/// `docs/cli.md` is held against it.
enum ExitStatus: Int32, CaseIterable, Sendable {
  case fine = 0
  case no = 1
  case refused = 2
  case unknown = 3
  case usage = 64
  case noInput = 66
  case noNode = 69
  case noPermission = 77
  case configuration = 78
  case interrupted = 130

  var meaning: String {
    switch self {
    case .fine: "it ran, and all is well; also a dry run of a plan that may be carried out"
    case .no:
      "it ran, and the answer is no: a session without owner or copy, a finding of severity warning or more, a node "
        + "that failed"
    case .refused: "an act was refused by its own safety rules, declined, or stopped half-way"
    case .unknown: "check: unknown, also for each of the failures below. Its 0, 1 and 2 are OK, WARNING and CRITICAL"
    case .usage: "the command line is wrong"
    case .noInput: "no such file, pool or PHP"
    case .noNode: "no node answered"
    case .noPermission: "authentication or permission"
    case .configuration: "the configuration is wrong: file, line, what PHP does with it, the cure"
    case .interrupted: "interrupted; what was printed is not all"
    }
  }
}

extension ExitStatus {
  /// What follows from how the nodes of a pool answered: one that fails is a no; where none is up it counts whether they
  /// want to know who asks.
  init(_ states: [NodeState]) {
    if states.allSatisfy({ $0 == .up }) {
      self = .fine
    } else if states.contains(.up) {
      self = .no
    } else {
      self = states.contains { $0 == .authRequired || $0 == .authFailed } ? .noPermission : .noNode
    }
  }
}
