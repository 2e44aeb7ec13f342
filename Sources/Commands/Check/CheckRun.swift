import Operations
import PHPConfiguration
import Presentation
import Synchronization

/// The checks of all pools of one run, which can be asked at any moment how things stand.
final class CheckRun: Sendable {
  /// What became of one pool.
  private enum Place: Sendable {
    case loading
    case failed(String)
    case loaded(Checkup)
  }

  private let checks: [Check]
  private let thresholds: Thresholds
  private let pools: [PoolOptions]
  private let limit: Duration
  private let places: Mutex<[Place]>

  init(_ checks: [Check], _ thresholds: Thresholds, _ pools: [PoolOptions], _ limit: Duration) {
    self.checks = checks
    self.thresholds = thresholds
    self.pools = pools
    self.limit = limit
    places = Mutex(pools.map { _ in .loading })
  }

  /// Looks at all pools at once.
  func look(_ output: OutputOptions, _ surroundings: Surroundings) async {
    // What is wrong with a configuration is a finding of its own check, and standard error says it no second time.
    var silent = output
    silent.quiet = true
    let end = ContinuousClock.now + limit - min(limit / 4, .seconds(1))
    await withTaskGroup { [silent] group in
      for (index, options) in pools.enumerated() {
        group.addTask {
          let place = await self.place(options, silent, surroundings)
          self.places.withLock { $0[index] = place }
          if case .loaded(let checkup) = place { await checkup.look(until: end) }
        }
      }
    }
  }

  private func place(_ options: PoolOptions, _ output: OutputOptions, _ surroundings: Surroundings) async -> Place {
    do {
      let loaded = try await options.loadLive(rulesNeeded: false, output, surroundings)
      let pool = CheckedPool(
        name: loaded.name, source: loaded.source, live: loaded.live, php: loaded.php,
        configuration: loaded.configuration,
        findings: loaded.configuration == nil ? nil : loaded.findings.map { Diagnostic($0) })
      return .loaded(Checkup(pool, checks, environment: surroundings.environment))
    } catch {
      let lines = Failure(explaining: error).lines.joined(separator: "; ")
      return .failed(options.pool.first.map { "pool \($0): \(lines)" } ?? lines)
    }
  }

  /// - Parameter cut: the time is over.
  func report(cut: Bool) -> CheckReport {
    var (results, notes, problems): ([CheckResult], [String], [String]) = ([], [], [])
    for (place, options) in zip(places.withLock { $0 }, pools) {
      switch place {
      case .loading:
        problems.append("\(options.pool.first.map { "pool \($0)" } ?? "the pool") could not be loaded in time")
      case .failed(let why): problems.append(why)
      case .loaded(let checkup):
        results += checkup.results(thresholds)
        notes += checkup.notes
      }
    }
    return CheckReport(results: results, notes: notes, problems: problems, cut: cut ? limit : nil)
  }
}

extension Diagnostic {
  /// What PHP itself refuses has no code, and may have no place.
  fileprivate init(_ finding: Finding) {
    self.init(
      code: finding.code ?? "", severity: finding.severity, message: finding.message, effect: finding.effect,
      cure: finding.cure, location: finding.location ?? SourceLocation(source: "", line: 0))
  }
}
