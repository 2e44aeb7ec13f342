import LocalPool

/// What was written, what the servers held, and what pages found.
actor Ledger {
  private var acknowledged: [Int]
  /// For each node what it held just before visits could reach the node that came back.
  private var before: [[Int]] = []
  private var visits: [PHPWorker.Page] = []

  init(sessions: Int) { acknowledged = Array(repeating: 0, count: sessions) }

  func written(_ version: Int, _ pages: [PHPWorker.Page]) {
    for page in pages where page.isSaved { acknowledged[page.session] = version }
  }

  func held(_ versions: [[Int]]) { before += versions }

  func visited(_ pages: [PHPWorker.Page]) { visits += pages }

  /// - Parameters:
  ///   - returned: when the node could be reached again.
  ///   - mended: when all was done; nil: nobody did anything.
  func outcome(
    _ look: [PHPWorker.Page], held after: [[Int]], returned: Double, mended: Double?
  ) -> DrillOutcome {
    var outcome = DrillOutcome(sessions: acknowledged.count)
    let end = mended ?? .infinity
    let between = Set(visits.filter { $0.ended >= returned && $0.began <= end }.map(\.session))
    outcome.visitedBetween = between.count
    outcome.visits = visits.count
    for page in look {
      let session = page.session
      let newest = acknowledged[session]
      let survives = newest > 0 && before.contains { $0[session] == newest }
      let isLost = page.isStarted && page.version == 0 && newest > 0
      let isStale = page.version > 0 && page.version < newest
      outcome.lost += isLost ? 1 : 0
      outcome.stale += isStale ? 1 : 0
      outcome.refused += page.isStarted ? 0 : 1
      outcome.foreign += page.isForeign ? 1 : 0
      if survives, isLost || isStale, !between.contains(session) { outcome.harmed.append(session) }
      if !between.contains(session), zip(before, after).contains(where: { $0[session] > $1[session] }) {
        outcome.overwritten.append(session)
      }
    }
    outcome.unsurvived = acknowledged.indices.count { session in
      acknowledged[session] > 0 && !before.contains { $0[session] == acknowledged[session] }
    }
    return outcome
  }
}
