import Advice
import ArgumentParser
import MemcacheClient
import Operations
import PHPConfiguration
import PHPInstallation
import Placement
import Presentation
import Replay

/// Which sessions are played with: given, made up, or those that are on the pool now.
struct ReplaySessionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Ids one a line, from a file or - for standard input.", valueName: "file|-"), completion: .file()
  )
  var ids: String?

  @Option(
    name: .customLong("sessions"),
    help: ArgumentHelp("How many sessions to make up (1000 when nothing else is said, 50 for --drill).", valueName: "n")
  )
  var count: Int?

  @Flag(help: "The sessions that are on the pool now, where they are now; they are listed, not touched.")
  var live = false

  func validate() throws {
    if [ids != nil, count != nil, live].filter({ $0 }).count > 1 {
      throw ValidationError("--ids, --sessions and --live each say which sessions; use one")
    }
    if let count, count < 1 || count > Self.most {
      throw ValidationError("--sessions takes a number from 1 to \(Self.most)")
    }
  }

  private static let most = 20_000_000
  private static let usual = 1000

  /// - Parameter usual: how many are made up when nothing is said.
  func load(
    _ configured: ConfiguredTimeline, _ whatIf: WhatIf, usual: Int = usual, _ output: OutputOptions,
    _ surroundings: Surroundings
  ) async throws -> SimulatedSessions {
    let simulated =
      if live {
        try await listed(configured.options, servers: whatIf.firstServers, output, surroundings)
      } else if let ids {
        SimulatedSessions(ids: try await read(ids, surroundings))
      } else {
        SimulatedSessions(ids: SampleIDs.batch(count ?? usual))
      }
    guard simulated.count > 0 else {
      throw Failure(
        .no, live ? "there are no sessions of this pool on its nodes" : "no ids to play with",
        remedy: "--sessions 1000 makes some up")
    }
    for (_, pool) in configured.elements {
      for range in simulated.ids.ranges {
        guard let problem = pool.placement.problem(with: simulated.ids.bytes.span.extracting(range)) else { continue }
        let id = printable(Array(simulated.ids.bytes[range]))
        throw Failure(.usage, "the id '\(id)': \(problem.message)", remedy: "leave it out: PHP would not store it")
      }
    }
    return simulated
  }

  /// How many there are and where they are from, for a page.
  func inWords(_ simulated: SimulatedSessions) -> String {
    let origin =
      live ? "listed on the pool" : ids.map { $0 == "-" ? "ids from standard input" : "ids from \($0)" } ?? "made up"
    return "\(Units.grouped(simulated.count)), \(origin)"
  }

  private func read(_ file: String, _ surroundings: Surroundings) async throws -> SessionBatch {
    let bytes =
      if file == "-" {
        try await surroundings.input.readAll()
      } else {
        try explained { () throws(InstallationError) in try Files.text(file).bytes }
      }
    return SessionBatch(bytes: bytes, ranges: lines(in: bytes))
  }

  /// Each session once, with the servers that have it.
  private func listed(
    _ options: PoolOptions, servers: [Int], _ output: OutputOptions, _ surroundings: Surroundings
  ) async throws -> SimulatedSessions {
    let pool = try await options.loadSessions(output, surroundings).pool
    let listing = SessionListing(
      pool, kinds: .sessions, scratch: ScratchFolder(environment: surroundings.environment))
    let (found, nodes) = try await listing.run { batches in
      var found = ListedSessions()
      for try await batch in batches {
        for item in batch where item.kind == .session { found.add(item.id, on: servers[item.node]) }
      }
      return found
    }
    let states = nodes.map(\.state)
    if !states.contains(.up) { throw Failure(.noNode, "no node answered, so there are no sessions to play with") }
    for node in nodes where !node.isWhole {
      surroundings.tell("\(node.node.name) could not be listed as a whole: what only it holds is not played")
    }
    // A node that is away now is away when the timeline begins.
    let before = nodes.compactMap { node -> EventWord? in
      switch node.state {
      case .up: nil
      case .mute: .node(.freeze, node.node.name)
      case .timeout: .node(.hole, node.node.name)
      default: .node(.cut, node.node.name)
      }
    }
    return SimulatedSessions(ids: found.ids, holders: found.holders, before: before)
  }
}

/// Sessions of a listing, each once.
private struct ListedSessions {
  private(set) var ids = SessionBatch()
  private(set) var holders: [[Int]] = []
  private var rows: [ArraySlice<UInt8>: Int] = [:]

  mutating func add(_ id: ArraySlice<UInt8>, on server: Int) {
    if let row = rows[id] {
      if !holders[row].contains(server) { holders[row].append(server) }
      return
    }
    let id = Array(id)
    rows[id[...]] = holders.count
    holders.append([server])
    ids.ranges.append(ids.bytes.count..<ids.bytes.count + id.count)
    ids.bytes += id
  }
}
