import PHPConfiguration

extension Memcache {
  /// The text before every key: the static part, then the name of the site. PHP works it out when a request starts;
  /// nothing stands between prefix and key.
  struct Prefix {
    private(set) var bytes: [UInt8]
    private(set) var remarks: [Diagnostic] = []

    /// - Parameter family: `memcache.session_prefix` for sessions, `memcache.prefix` for the keys of applications.
    init(_ directives: inout Directives, family: String, serverName: [UInt8]?) throws(PoolError) {
      bytes = directives.undotted("\(family)_static_key")
      let hostKey = "\(family)_host_key"
      guard directives.isOn(hostKey, default: false) else { return }
      let cutsSubdomain = directives.isOn("\(hostKey)_remove_subdomain", default: false)
      let crash = "PHP aborts at the start of every request whose SERVER_NAME has four dots or more"
      if cutsSubdomain, let setting = directives["\(hostKey)_remove_subdomain"] {
        remarks.append(
          Diagnostic(
            code: "MC106", severity: .critical, message: "\(setting.name) is on", effect: crash,
            cure: "turn it off, or let the web server accept only names with three dots or fewer",
            location: setting.location))
      }
      guard var name = serverName?[...] else {
        throw PoolError(
          kind: .unknown, message: "\(hostKey) is on, so the keys hold the name of the site",
          effect: "PHP puts SERVER_NAME before each of them", cure: "say it with --server-name",
          location: directives[hostKey]?.location)
      }
      if directives.isOn("\(hostKey)_remove_www", default: true),
        String(decoding: name.prefix(4), as: UTF8.self).lowercased() == "www."
      {
        name = name.dropFirst(4)
      }
      if cutsSubdomain {
        let dots = name.indices.filter { name[$0] == UInt8(ascii: ".") }
        guard dots.count < 4 else {
          throw PoolError(
            kind: .crashes, code: "MC106",
            message:
              "\(hostKey)_remove_subdomain is on, and \"\(String(decoding: name, as: UTF8.self))\" has four dots or more",
            effect: crash, cure: "turn it off", location: directives["\(hostKey)_remove_subdomain"]?.location)
        }
        // The last two labels stay; a dot at the very beginning is not seen as one (8.0).
        if dots.count > 1, dots[dots.count - 2] > name.startIndex { name = name[(dots[dots.count - 2] + 1)...] }
      }
      bytes += name
    }
  }
}
