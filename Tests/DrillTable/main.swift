import Drills
import Placement

for nodes in [2] {
  for failure in [Drill.Failure.warm, .frozen, .cold] {
    let outcome = try await Drill(failure == .warm ? .memcache : .memcached, copies: 2, nodes: nodes, failure, sessions: failure == .frozen ? 40 : 400).run()
    print(nodes, failure, outcome)
  }
}
