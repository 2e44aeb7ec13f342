import Drills
import Placement

let binary = CommandLine.arguments[1]
for sessions in [400, 10000] {
  for handler in [Handler.memcache, .memcached] {
    for failure in [Drill.Failure.cut, .cold, .warm] {
      do {
        let outcome = try await Drill(
          handler, copies: 2, nodes: 3, failure, sessions: sessions, .recovered, binary: binary
        ).run()
        print(handler, failure, outcome)
      } catch { print(handler, failure, error) }
    }
  }
}
