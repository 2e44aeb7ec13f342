import PHPConfiguration
import Placement

/// A pool of php-memcached; 3.2.0 is the release of which answers are recorded.
func memcachedPool(_ savePath: String, _ directives: [String: String] = [:], release: String = "3.2.0") throws -> Pool {
  var configuration = Configuration()
  configuration.set("session.save_path", to: Array(savePath.utf8), from: "test")
  for (name, value) in directives { configuration.set(name, to: Array(value.utf8), from: "test") }
  return try Pool(
    configuration: configuration, handler: .memcached, release: Release(value: release, provenance: .stated))
}

extension Pool {
  /// What this extension made of the configuration.
  var memcached: Memcached.Rules {
    guard case .memcached(let rules) = rules else { fatalError("a pool of the other extension") }
    return rules
  }

  /// The name of the node that owns a session.
  func owner(of id: String) -> String {
    var candidates = Candidates()
    placement.place(Array(id.utf8).span, into: &candidates)
    return nodes[candidates[0]].name
  }

  var codes: [String] { diagnostics.map(\.code) }
}
