import Placement

/// Why a plan must not be carried out.
public struct PlanRefusal: Hashable, Encodable, Sendable {
  public let summary: String
  public let remedy: String
}

extension PlanRefusal {
  /// - Parameter what: depends on the release.
  static func assumedRelease(_ pool: Pool, what: String) -> PlanRefusal {
    let name = pool.handler.rawValue
    return PlanRefusal(
      summary:
        "the release of the \(name) extension is only assumed to be \(pool.release.value), and \(what) depends on it",
      remedy:
        "look it up (dpkg -l php-\(name)), then say it: --extension-release, or mcpool.extension_release in the file")
  }
}
