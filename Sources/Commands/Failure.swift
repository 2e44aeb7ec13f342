import MemcacheClient
import PHPConfiguration
import PHPInstallation
import Placement
import Presentation

/// How a command ends; the one list of exit codes. `docs/cli.md` and the help topic quote it.
enum ExitStatus: Int32, Sendable {
  /// It ran, and all is well.
  case fine = 0
  /// It ran, and the answer is no: not found, a finding, some nodes failed.
  case no = 1
  /// An act was refused by its own safety rules, declined, or stopped half-way.
  case refused = 2
  case usage = 64
  case noInput = 66
  case noNode = 69
  case noPermission = 77
  case configuration = 78
  case interrupted = 130
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

/// Why a command could not do its work, as an operator reads it on standard error.
struct Failure: Error, Sendable {
  var status: ExitStatus
  /// One line: what, where.
  var summary: String
  /// What PHP does with it, where it is about a configuration.
  var effect: String?
  var remedy: String?

  init(_ status: ExitStatus, _ summary: String, effect: String? = nil, remedy: String? = nil) {
    self.status = status
    self.summary = summary
    self.effect = effect
    self.remedy = remedy
  }

  init(_ error: InstallationError) {
    let status: ExitStatus =
      switch error.kind {
      case .missing: .noInput
      case .forbidden: .noPermission
      case .ambiguous: .usage
      }
    self.init(status, error.summary, remedy: error.remedy)
  }

  init(_ error: AccessError) {
    let status: ExitStatus =
      switch error.kind {
      case .missing: .noInput
      case .forbidden: .noPermission
      case .broken: .configuration
      }
    self.init(status, error.summary, remedy: error.remedy)
  }

  init(_ error: ConfigurationError) {
    self.init(.configuration, "\(error.location): \(error.message)", effect: error.effect, remedy: error.cure)
  }

  init(_ error: PoolError) {
    let place = error.location.map { "\($0): " } ?? ""
    let code = error.code.map { " [\($0)]" } ?? ""
    self.init(.configuration, place + error.message + code, effect: error.effect, remedy: error.cure)
  }

  /// Says it on standard error: the summary, then an indented line for each of the others.
  func tell(_ surroundings: Surroundings) {
    surroundings.tell(summary)
    if let effect { surroundings.tell(effect, as: "  PHP: ") }
    if let remedy { surroundings.tell(remedy, as: "  try: ") }
  }
}

/// Runs a step of another room and gives its error the form that an operator reads.
func explained<Value, E: Error>(_ step: () throws(E) -> Value) throws(Failure) -> Value {
  do { return try step() } catch { throw Failure(explaining: error) }
}

extension Failure {
  init(explaining error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as InstallationError: self.init(error)
    case let error as AccessError: self.init(error)
    case let error as ConfigurationError: self.init(error)
    case let error as PoolError: self.init(error)
    default: self.init(.no, "\(error)")
    }
  }
}
