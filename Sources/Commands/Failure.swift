import MemcacheClient
import Operations
import PHPConfiguration
import PHPInstallation
import Placement
import Presentation
import Replay

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

  init(_ failure: ScratchFailure) {
    self.init(
      .no, "given up: what does not fit into memory could not be kept in \(failure.folder): \(failure.reason)",
      remedy: "make room there, or name another folder with TMPDIR")
  }

  init(_ error: EventError) { self.init(.usage, error.message, remedy: error.cure) }

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
    case let failure as ScratchFailure: self.init(failure)
    case let error as EventError: self.init(error)
    default: self.init(.no, "\(error)")
    }
  }
}
