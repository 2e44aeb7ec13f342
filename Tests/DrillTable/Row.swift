import Drills
import Glibc
import Placement

/// The same drill at each rate of visits.
struct Row {
  /// Nodes that break in each way, with two copies and with one.
  static let all = [2, 1].flatMap { copies in
    [Handler.memcache, .memcached].flatMap { handler in
      (copies == 2 ? [3, 2] : [2]).flatMap { nodes in
        Drill.Failure.allCases.map { Row(handler: handler, copies: copies, nodes: nodes, failure: $0) }
      }
    }
  }

  let handler: Handler
  let copies: Int
  let nodes: Int
  let failure: Drill.Failure
  /// Visits a second. With one copy nothing can be mended, whoever visits.
  var rates: [Int] { copies == 1 ? [0] : [0, 10, 100] }
  /// A page of php-memcached waits half a minute for a frozen node.
  var sessions: Int { handler == .memcached && failure == .frozen ? 40 : 400 }

  static let names = ["extension", "copies", "nodes", "failure", "sessions"]
  var cells: [String] {
    ["\(handler) \(handler == .memcache ? "8.0" : "3.2.0")", "\(copies)", "\(nodes)", failure.rawValue, "\(sessions)"]
  }

  func drill(_ rate: Int, _ help: Drill.Help, _ binary: String) -> Drill {
    Drill(handler, copies: copies, nodes: nodes, failure, rate: rate, sessions: sessions, help, binary: binary)
  }
}

extension Drill {
  /// Nil: it could not be played to its end; why goes to standard error.
  func played() async -> DrillOutcome? {
    do {
      let outcome = try await run()
      if help != .none, !outcome.broken.isEmpty { complain("\(self): \(outcome.broken.joined(separator: ", "))") }
      return outcome
    } catch {
      complain("\(self): \(error)")
      return nil
    }
  }
}

extension [Drill] {
  /// Those of all at once, in order.
  func played() async -> [DrillOutcome?] {
    await withTaskGroup(of: (Int, DrillOutcome?).self) { group in
      for (index, drill) in enumerated() { group.addTask { (index, await drill.played()) } }
      var outcomes = [DrillOutcome?](repeating: nil, count: count)
      for await (index, outcome) in group { outcomes[index] = outcome }
      return outcomes
    }
  }
}

extension DrillOutcome {
  /// Which promises were not kept.
  var broken: [String] {
    [
      (harmed.count, "stale or lost that nobody had visited"), (overwritten.count, "overwritten by an older version"),
      (foreign, "with another's data"), (max(0, stale + lost - unsurvived - (atRisk ?? 0)), "not told to be at risk"),
    ].filter { $0.0 > 0 }.map { "\($0) \($1)" }
  }
}

func complain(_ text: String) {
  let bytes = Array((text + "\n").utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
}
