/// Which directives are worth a warning: those on which sessions depend.
enum DirectiveName {
  static func isWatched(_ name: [UInt8]) -> Bool {
    ["session.", "memcache.", "memcached.", "mcpool."].contains { name.starts(with: $0.utf8) }
  }

  /// A name that PHP takes for another one only because of its letter case, a blank or an invisible first byte.
  /// Names that begin with `#` or `/` are comments in their writer's mind.
  static func isNearMiss(_ name: [UInt8]) -> Bool {
    if isWatched(name) { return name.last?.isBlank ?? false }
    guard let first = name.first, first != UInt8(ascii: "#"), first != UInt8(ascii: "/") else { return false }
    return isWatched(Array(name.lowercased.drop { !$0.isLetter }))
  }

  /// A save path: a list of servers.
  static func isServerList(_ name: [UInt8]) -> Bool {
    name.elementsEqual("session.save_path".utf8) || name.elementsEqual("memcache.session_save_path".utf8)
  }

  /// Whether the value must not be shown.
  static func isSecret(_ name: [UInt8]) -> Bool {
    name.lowercased.text.contains("password")
  }
}
