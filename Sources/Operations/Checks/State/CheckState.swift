/// What was counted when the checks ran last, by node: rates need two looks.
struct CheckState: Codable, Hashable, Sendable {
  var version = 1
  var nodes: [String: NodeCounts]
}

/// The file in which one pool's counters are kept from run to run.
///
/// Two runs at once do no harm: each reads a whole file and puts a whole one in its place. Runs that judge other checks
/// have other files, so that none takes the time between its runs from another.
public struct CheckStateFile: Sendable {
  private let file: StateFile<CheckState>
  var path: String { file.path }

  /// - Parameters:
  ///   - pool: where it came from.
  ///   - nodes: their names.
  ///   - checks: the names of those that are run.
  public init(environment: [String: String], pool: String, nodes: [String], checks: [String]) {
    let folder = AuditLog.stateFolder(environment) + "/mcpool/check"
    file = StateFile(path: folder + "/" + ([pool] + nodes + [""] + checks.sorted()).fingerprint + ".json")
  }

  func read() -> StateFile<CheckState>.Past { file.read(loss: "rates begin anew") { $0.version == 1 } }

  /// Returns why it could not be written.
  func write(_ state: CheckState) -> String? { file.write(state) }
}
