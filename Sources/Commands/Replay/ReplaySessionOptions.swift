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

  /// The sessions, and what has to be known about them.
  /// - Parameter usual: how many are made up when nothing is said; nil: as many as is usual.
  func load(
    _ configured: ConfiguredTimeline, _ whatIf: WhatIf, usual: Int?, _ output: OutputOptions,
    _ surroundings: Surroundings
  ) async throws -> (SimulatedSessions, notes: [String]) {
    let simulated: SimulatedSessions
    var notes: [String] = []
    if live {
      (simulated, notes) = try await LiveSessions(configured, whatIf, output, surroundings).load()
    } else if let ids {
      var lines = SessionLines(try await surroundings.inputFile(ids))
      simulated = SimulatedSessions(ids: lines.unique())
      if lines.repeated > 0 {
        let times = lines.repeated == 1 ? "1 line repeats" : "\(lines.repeated) lines repeat"
        notes.append("\(times) an id that was there before: each session is played once.")
      }
    } else {
      let form = SessionIDForm(configured.elements[0].loaded.configuration)
      simulated = SimulatedSessions(ids: SampleIDs.batch(count ?? usual ?? Self.usual, form: form))
    }
    guard simulated.count > 0 else {
      throw Failure(
        .no, live ? "there are no sessions of this pool on its nodes" : "no ids to play with",
        remedy: "--sessions 1000 makes some up")
    }
    let bytes = simulated.ids.bytes
    for (_, pool) in configured.elements {
      let placement = pool.placement
      for (index, range) in simulated.ids.ranges.enumerated() {
        if index.isMultiple(of: 4096) { try Task.checkCancellation() }
        guard let problem = placement.problem(with: bytes.span.extracting(range)) else { continue }
        let id = printable(Array(bytes[range]))
        throw Failure(.usage, "the id '\(id)': \(problem.message)", remedy: "leave it out: PHP would not store it")
      }
    }
    return (simulated, notes)
  }

  /// How many there are and where they are from, for a page.
  func inWords(_ simulated: SimulatedSessions) -> String {
    let origin =
      live ? "listed on the pool" : ids.map { $0 == "-" ? "ids from standard input" : "ids from \($0)" } ?? "made up"
    return "\(Units.grouped(simulated.count)), \(origin)"
  }
}

extension Surroundings {
  /// What a file holds, or standard input for `-`.
  func inputFile(_ path: String) async throws -> [UInt8] {
    if path == "-" { return try await input.readAll() }
    do throws(InstallationError) { return try Files.text(path).bytes } catch {
      var failure = Failure(error)
      if error.kind == .missing { failure.remedy = "check the path; it is taken from where mcpool runs" }
      throw failure
    }
  }
}

/// Ids one a line; empty lines are none.
private struct SessionLines {
  private let bytes: [UInt8]
  private(set) var repeated = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Each id once, in the order in which they come.
  mutating func unique() -> SessionBatch {
    var seen: Set<ArraySlice<UInt8>> = []
    var ranges: [Range<Int>] = []
    for range in lines(in: bytes) where !range.isEmpty {
      if seen.insert(bytes[range]).inserted { ranges.append(range) } else { repeated += 1 }
    }
    return SessionBatch(bytes: bytes, ranges: ranges)
  }
}
