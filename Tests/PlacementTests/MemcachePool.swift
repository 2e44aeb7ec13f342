import PHPConfiguration
import Placement

/// The configuration of a pool of pecl/memcache.
func memcacheConfiguration(_ savePath: String?, _ directives: [String: String] = [:]) -> Configuration {
  var configuration = Configuration()
  if let savePath { configuration.set("session.save_path", to: Array(savePath.utf8), from: "test") }
  for (name, value) in directives { configuration.set(name, to: Array(value.utf8), from: "test") }
  return configuration
}

/// A pool of pecl/memcache; 8.0 is the release of which most answers are recorded.
func memcachePool(
  _ savePath: String?, _ directives: [String: String] = [:], release: String = "8.0", serverName: String? = nil
) throws(PoolError) -> Pool {
  try Pool(
    configuration: memcacheConfiguration(savePath, directives), handler: .memcache,
    release: Release(value: release, provenance: .stated), serverName: serverName.map { Array($0.utf8) })
}

/// Why there is no such pool; nil when there is one.
func memcacheRefusal(
  _ savePath: String?, _ directives: [String: String] = [:], release: String = "8.0", serverName: String? = nil
) -> PoolError? {
  do throws(PoolError) {
    _ = try memcachePool(savePath, directives, release: release, serverName: serverName)
    return nil
  } catch { return error }
}

extension Pool {
  /// What pecl/memcache made of the configuration.
  var memcache: Memcache.Rules {
    guard case .memcache(let rules) = rules else { fatalError("a pool of the other extension") }
    return rules
  }

  func itemKey(of id: String) -> String {
    String(decoding: placement.itemKey(for: Array(id.utf8).span).bytes, as: UTF8.self)
  }

  /// The nodes of a session's copies, owner first.
  func copies(of id: String) -> [Int] {
    var candidates = Candidates()
    placement.place(Array(id.utf8).span, into: &candidates)
    return candidates.indices
  }
}

/// `tcp://10.0.0.1:11211, tcp://10.0.0.2:11211, …`
func memcacheServers(_ count: Int, query: String = "") -> String {
  (1...count).map { "tcp://10.0.0.\($0):11211\(query)" }.joined(separator: ", ")
}
