import Advice
import PHPConfiguration
import Placement

/// A pool of a few ini lines, as its file would be loaded.
func comparedPool(
  _ text: String, name: String = "web.ini", release: String? = nil, serverName: String? = nil,
  addresses: [Int: ServerIdentity] = [:]
) throws -> ComparedPool {
  var configuration = Configuration()
  configuration.read(ini: SourceText(name: name, bytes: Array(text.utf8)))
  let pool = try Pool(
    configuration: configuration, release: release.map { Release(value: $0, provenance: .stated) },
    serverName: serverName.map { Array($0.utf8) })
  return ComparedPool(name: name, pool: pool, configuration: configuration, addresses: addresses)
}

/// The lines of a php.ini for one extension.
func ini(_ handler: Handler, _ savePath: String, _ more: String...) -> String {
  (["session.save_handler = \(handler.rawValue)", "session.save_path = \"\(savePath)\""] + more).joined(separator: "\n")
}
