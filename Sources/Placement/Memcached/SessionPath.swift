import PHPConfiguration

extension Memcached {
  /// The save_path of one release: the plain list, and in 2.2 also `PERSISTENT=name` in front and libmemcached's options.
  struct SessionPath {
    let text: String
    let isPersistent: Bool
    /// What the path alone makes: its servers, and what else a configuration string of 2.2 sets.
    let client: Client
    /// The path is such a string.
    let isConfigurationString: Bool
    let remarks: [Diagnostic]

    init(_ setting: Setting?, release: ReleaseRules) throws(PoolError) {
      text = setting?.text ?? ""
      let mark = Array("PERSISTENT=".utf8)
      var list = setting?.value ?? []
      if release.isTwo {
        isPersistent = list.starts(with: mark)
        if isPersistent { list = try Self.afterName(list, at: setting?.location) }
        if list.firstRange(of: Array("--SERVER".utf8)) != nil {
          client = try ConfigurationString(list, release: release, at: setting?.location).client
          guard !client.servers.isEmpty else { throw .refusedOptions(list, at: setting?.location) }
          (isConfigurationString, remarks) = (true, [])
          return
        }
      } else {
        isPersistent = false
        guard list.firstRange(of: mark) == nil else { throw .persistentPath(at: setting?.location) }
      }
      let path = try SavePath(list, at: setting?.location)
      var client = Client(release: release)
      client.add(path.servers)
      self.client = client
      isConfigurationString = false
      remarks = setting.map { path.remarks(at: $0.location) } ?? []
    }

    /// The name ends at the first blank; what follows is the list.
    private static func afterName(_ list: [UInt8], at location: SourceLocation?) throws(PoolError) -> [UInt8] {
      guard let blank = list.firstIndex(of: UInt8(ascii: " ")) else {
        throw PoolError(
          kind: .refused, message: "session.save_path begins with PERSISTENT= and has no blank behind the name",
          effect: "PHP says \"failed to parse session.save_path\", and session_start() is false",
          cure: "write PERSISTENT=name, one blank, and the servers", location: location)
      }
      return Array(list[(blank + 1)...])
    }
  }
}

extension Memcached.SessionPath {
  /// Options of a configuration string that lead sessions where their ids alone do not tell.
  func refuseUnknowable(at location: SourceLocation?) throws(PoolError) {
    let options = client.settings
    let name: String? =
      if client.rule == .random { "--DISTRIBUTION=random" } else if options.hashesPrefix {
        "--HASH-WITH-NAMESPACE"
      } else if options.usesUDP { "--USE-UDP" } else { nil }
    if let name { throw .unknowableOptions(Array(name.utf8), at: location) }
  }
}

extension PoolError {
  /// No key has a place.
  static var randomDistribution: PoolError {
    PoolError(
      kind: .unknown, message: "the distribution is random",
      effect: "another server is asked each time, so what was stored is found by chance only",
      cure: "choose another distribution: consistent, ketama, modula")
  }

  fileprivate static func persistentPath(at location: SourceLocation?) -> PoolError {
    PoolError(
      kind: .refused, code: "MC205", message: "session.save_path has PERSISTENT=, which release 3.0 took away",
      effect: "PHP says \"PERSISTENT is replaced by memcached.sess_persistent = On\", and session_start() is false",
      cure: "remove it and set memcached.sess_persistent = On", location: location)
  }
}

extension Collection where Element == UInt8 {
  /// Where a text first stands in this one.
  fileprivate func firstRange(of text: [UInt8]) -> Range<Index>? {
    var begin = startIndex
    while begin != endIndex {
      let rest = self[begin...]
      if rest.starts(with: text) { return begin..<rest.index(begin, offsetBy: text.count) }
      formIndex(after: &begin)
    }
    return nil
  }
}
