import MemcacheClient
import PHPConfiguration

/// Where nodes are reached that are reached elsewhere than under their names: `mcpool.map`, then `--map`, which wins.
struct AddressMap: Sendable {
  private var options: [(name: String, address: ServerAddress)] = []
  private var keys: [(name: String, address: ServerAddress)] = []

  init(_ access: AccessOptions, _ own: OwnKeys) throws(Failure) {
    for text in access.map {
      guard let entry = Self.entry(text) else {
        throw Failure(
          .usage, "--map '\(text)' is no NAME=ADDRESS",
          remedy: "--map 10.0.0.1:11211=127.0.0.1:22122, or a path: --map 10.0.0.1=/run/memcached.sock")
      }
      options.append(entry)
    }
    guard let setting = own.setting("mcpool.map") else { return }
    for piece in setting.text.split(separator: ",") {
      guard let entry = Self.entry(piece.trimmed) else {
        throw own.wrong(
          setting, "has '\(piece.trimmed)', which is no NAME=ADDRESS",
          "mcpool.map = \"10.0.0.1:11211=127.0.0.1:22122, 10.0.0.2:11211=127.0.0.1:22123\"")
      }
      keys.append(entry)
    }
  }

  /// The addresses of those of the nodes that have another one here, by their index. A name on the command line that no
  /// node has is an error; in a file it is not, for many pools may share a file.
  func addresses(of names: NodeNames) throws(Failure) -> [Int: ServerAddress] {
    var found: [Int: ServerAddress] = [:]
    for (name, address) in keys {
      if let index = names.only(name) { found[index] = address }
    }
    for (name, address) in options { found[try names.index(of: name)] = address }
    return found
  }

  /// The same for one of several pools, which need not have every node that the command line names.
  func addresses(amongSeveral names: NodeNames) -> [Int: ServerAddress] {
    (keys + options).reduce(into: [:]) { found, entry in
      if let index = names.only(entry.name) { found[index] = entry.address }
    }
  }

  /// Throws where the command line names a node that none of several pools has.
  func requireNames(in pools: [NodeNames]) throws(Failure) {
    for (name, _) in options where !pools.contains(where: { $0.only(name) != nil }) {
      throw Failure(
        .usage, "--map: no node '\(name)' in any of these pools",
        remedy: "name one of: \(pools.flatMap(\.names).uniqued.joined(separator: ", "))")
    }
  }

  private static func entry(_ text: String) -> (name: String, address: ServerAddress)? {
    guard let sign = text.firstIndex(of: "="), sign > text.startIndex,
      let address = ServerAddress(String(text[sign...].dropFirst()))
    else { return nil }
    return (String(text[..<sign]), address)
  }
}

extension [String] {
  fileprivate var uniqued: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}

extension Substring {
  fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
