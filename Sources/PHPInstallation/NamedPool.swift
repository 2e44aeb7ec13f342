/// A pool that goes by a name: `NAME.ini` in one of the folders for it.
public struct NamedPool: Hashable, Sendable {
  public var name: String
  public var path: String

  /// The folders that are looked through, in this order: `$MCPOOL_PATH` (a colon list), `$XDG_CONFIG_HOME/mcpool/pools`
  /// (`~/.config` without it), `/etc/mcpool/pools`.
  public static func folders(environment: [String: String]) -> [String] {
    let own = environment["MCPOOL_PATH"].map { $0.split(separator: ":").map(String.init) } ?? []
    let home = environment["HOME"].map { $0 + "/.config" }
    let user = (environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? home).map { [$0 + "/mcpool/pools"] }
    return own + (user ?? []) + ["/etc/mcpool/pools"]
  }

  /// Every pool that a name can be given for; of two with one name the first folder's counts.
  public static func all(environment: [String: String]) -> [NamedPool] {
    var seen: Set<String> = []
    return folders(environment: environment).flatMap { folder in
      ((try? Files.scanned(folder)) ?? []).compactMap { path in
        let name = String(path.dropFirst(folder.count + 1).dropLast(4))
        return seen.insert(name).inserted ? NamedPool(name: name, path: path) : nil
      }
    }
  }

  /// The pool of this name. Throws an `InstallationError` that lists the names there are.
  public static func named(_ name: String, environment: [String: String]) throws(InstallationError) -> NamedPool {
    let pools = all(environment: environment)
    if let pool = pools.first(where: { $0.name == name }) { return pool }
    let known = pools.isEmpty ? "there is none yet" : "there are: " + pools.map(\.name).joined(separator: ", ")
    throw InstallationError(
      .missing, "no pool named '\(name)' in \(folders(environment: environment).joined(separator: ", "))",
      remedy: "write its session.* lines into one of these folders as \(name).ini (\(known))")
  }
}
