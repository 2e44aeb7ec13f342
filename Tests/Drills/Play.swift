import FoundationEssentials
import Glibc
import LocalPool

/// One performance of a drill, by those who take part.
struct Play: Sendable {
  let drill: Drill
  let folder: String
  let pool: DrillPool
  let php: PHPWorker
  let patrol: Guard?
  let relay: Relay
  let others: [LocalMemcached]

  private var node: String { relay.name }

  func run(_ first: LocalMemcached, _ own: [String]) async throws -> DrillOutcome {
    let ledger = Ledger(sessions: drill.sessions)
    _ = try await patrol?.first(["met"], of: node)
    await ledger.written(1, try await php.write(1, processes: 1))
    try await Task.sleep(for: drill.age)
    return try await whileAway(first, own) {
      _ = try await patrol?.first(["down"], of: node)
      await ledger.written(2, try await php.write(2, processes: drill.failure == .frozen ? 40 : 1))
      try await spooled()
      await ledger.held(try await held(on: others))
      try await php.visit(drill.rate)
    } back: { server in
      let returned = Date().timeIntervalSince1970
      relay.allow(drill.mishap.bytes)
      if drill.failure == .frozen { server.thaw() } else { try await relay.join(server.port) }
      await ledger.held(try await held(on: [server]))
      let told = try await helped(server)
      await ledger.visited(try await php.stop())
      if drill.restores {
        _ = try await Recover.run(drill.binary, ini: pool.ini, folder: folder, ["--restore-listed"])
      }
      let after = try await held(on: others + [server])
      let look = try await php.look(processes: 1)
      var outcome = await ledger.outcome(look, held: after, returned: returned, mended: told?.mended)
      outcome.owned = pool.ownedByFirst().count { $0 }
      if let told { outcome.note(told, of: node) }
      return outcome
    }
  }

  /// For each server, and each session, the version that it holds.
  private func held(on servers: [LocalMemcached]) async throws -> [[Int]] {
    var held: [[Int]] = []
    for server in servers { held.append(try await pool.versions(on: server)) }
    return held
  }

  /// Breaks the node, and has it back in the end, perhaps as another process.
  private func whileAway(
    _ server: LocalMemcached, _ own: [String], _ away: @Sendable () async throws -> Void,
    back: @Sendable (LocalMemcached) async throws -> DrillOutcome
  ) async throws -> DrillOutcome {
    switch drill.failure {
    case .frozen:
      server.freeze()
      defer { server.thaw() }
      try await away()
      return try await back(server)
    case .cut:
      try await relay.cut()
      try await away()
      return try await back(server)
    case .cold, .warm:
      try await relay.cut()
      try await drill.failure == .warm ? server.saveAndWait() : server.stopAndWait()
      try await away()
      return try await withMemcached(own) { try await back($0) }
    }
  }

  /// Until the guard has seen version 2, as in every outage that is not over within seconds: it looks each five of them.
  private func spooled() async throws {
    guard drill.help == .guarded, drill.copies > 1 else { return }
    let (start, files) = (Date.now, folder + "/mcpool/guard")
    while Date.now.timeIntervalSince(start) < 8 {
      for name in try FileManager.default.contentsOfDirectory(atPath: files) where name.hasSuffix(".spool") {
        let written = try FileManager.default.attributesOfItem(atPath: files + "/" + name)[.modificationDate] as? Date
        // It has begun after version 2 was written.
        if let written, written.timeIntervalSince(start) > 1 { return }
      }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// Until what mcpool does is done.
  private func helped(_ server: LocalMemcached) async throws -> Told? {
    switch drill.help {
    case .none:
      // So long visits run; without them there is nothing to wait for.
      if drill.rate > 0 { try await Task.sleep(for: .seconds(3)) }
      return nil
    case .recovered: return try await Recover.run(drill.binary, ini: pool.ini, folder: folder)
    case .guarded: return try await patrolled(server)
    }
  }

  private func patrolled(_ server: LocalMemcached) async throws -> Told? {
    guard let patrol else { return nil }
    switch drill.mishap {
    case .none: return try await patrol.settled(node)
    case .guardKilled:
      let returned = try await patrol.first(["returned"], of: node)
      try await relay.hasHeardAll()
      kill(patrol.processIdentifier, SIGKILL)
      relay.allow(nil)
      return try await Guard.run(drill.binary, ini: pool.ini, folder: folder, limit: Drill.limit) {
        try await $0.settled(node, returned: returned)
      }
    case .nodeCut:
      let returned = try await patrol.first(["returned"], of: node)
      try await relay.hasHeardAll()
      try await relay.cut()
      relay.allow(nil)
      let down = try await patrol.first(["down"], of: node, after: returned)
      try await relay.join(server.port)
      return try await patrol.settled(node, returned: try await patrol.first(["returned"], of: node, after: down))
    }
  }
}
