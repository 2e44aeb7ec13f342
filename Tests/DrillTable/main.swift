import Drills
import Glibc
import Placement

// Prints what the drills gave, as the tables of docs/recovery.md.
//
//   DrillTable MCPOOL [guard|recover|many|contest]…

let binary = CommandLine.arguments.dropFirst().first ?? "mcpool"
let words = CommandLine.arguments.dropFirst(2)
let chosen = words.isEmpty ? ["guard", "recover", "many", "contest"] : Array(words)

func printed(_ cells: [String]) {
  print("| " + cells.joined(separator: " | ") + " |")
  fflush(nil)
}

func heading(_ names: [String]) {
  print()
  printed(names)
  printed(names.map { _ in "---" })
}

/// What one drill gave, or each of several.
func cell(_ outcomes: [DrillOutcome?], _ text: (DrillOutcome) -> String?) -> String {
  outcomes.map { $0.map { text($0) ?? "-" } ?? "failed" }.joined(separator: " / ")
}

func milliseconds(_ seconds: Double?) -> String? { seconds.map { "\(Int(($0 * 1000).rounded()))" } }

if chosen.contains("guard") {
  heading(
    Row.names + [
      "without: stale", "lost", "with guard: stale", "lost", "at risk", "ms to all locks", "to mended", "to settled",
    ])
  for row in Row.all {
    let without = await row.rates.map { row.drill($0, .none, binary) }.played()
    var with: [DrillOutcome?] = []
    // One after the other, for their times count.
    for rate in row.rates { with.append(await row.drill(rate, .guarded, binary).played()) }
    printed(
      row.cells + [
        cell(without) { "\($0.stale)" }, cell(without) { "\($0.lost)" }, cell(with) { "\($0.stale)" },
        cell(with) { "\($0.lost)" }, cell(with) { $0.atRisk.map { "\($0)" } },
        cell(with) { milliseconds($0.untilLocked) }, cell(with) { milliseconds($0.untilMended) },
        cell(with) { milliseconds($0.untilSettled) },
      ])
  }
}

if chosen.contains("recover") {
  heading(Row.names + ["stale", "lost", "undecided", "ms"])
  for row in Row.all where row.nodes == 3 && row.failure != .frozen {
    let outcome = [await row.drill(0, .recovered, binary).played()]
    printed(
      row.cells + [
        cell(outcome) { "\($0.stale)" }, cell(outcome) { "\($0.lost)" },
        cell(outcome) { $0.undecided.map { "\($0)" } }, cell(outcome) { milliseconds($0.untilMended) },
      ])
  }
}

if chosen.contains("many") {
  heading(["extension", "failure", "sessions", "help", "stale", "lost", "ms to all locks", "to mended"])
  for (handler, failure) in [(Handler.memcache, Drill.Failure.cut), (.memcached, .cold)] {
    for help in [Drill.Help.guarded, .recovered] {
      let drill = Drill(handler, copies: 2, nodes: 3, failure, sessions: 10_000, help, binary: binary)
      let outcome = [await drill.played()]
      printed([
        "\(handler)", failure.rawValue, "10,000", "\(help)", cell(outcome) { "\($0.stale)" },
        cell(outcome) { "\($0.lost)" }, cell(outcome) { milliseconds($0.untilLocked) },
        cell(outcome) { milliseconds($0.untilMended) },
      ])
    }
  }
}

if chosen.contains("contest") {
  print()
  do {
    let rounds = try await Contest(guards: 3, rounds: 20, binary: binary).run()
    let (once, refills) = (rounds.count { $0.mendings == 1 }, rounds.map(\.refills).max() ?? 0)
    print("Three guards, \(rounds.count) returns of one node: mended by one of them, once, \(once) times.")
    print("At most \(refills) refills in their audit logs for one return, second passes included.")
  } catch { complain("\(error)") }
}
