/// What php-fpm remembers while it reads its files: the pools, and the section in which it stands.
struct FPMPools: Hashable {
  struct Pool: Hashable {
    /// As first written; compared without case.
    var name: [UInt8]
    var prefix: [UInt8]?
    var chroot: [UInt8] = []
    var clearsEnvironment = true
    var environment: [[UInt8]: [UInt8]] = [:]
  }

  var all: [Pool] = []
  /// The pool whose section is open; nil in the global section. It stays open across files.
  var current: Int?
  /// The pool whose settings count.
  var chosen: Int?
  /// What workers of that pool find in their environment; nil until a pool was read.
  var workerEnvironment: [[UInt8]: [UInt8]]?

  /// Opens a section.
  mutating func open(_ name: [UInt8]) {
    if name.equalsIgnoringCase("global") {
      current = nil
    } else if let index = index(of: name) {
      current = index
    } else {
      all.append(Pool(name: name))
      current = all.count - 1
    }
  }

  func index(of name: [UInt8]) -> Int? { all.firstIndex { $0.name.lowercased == name.lowercased } }

  /// Relative paths of these directives get the pool's prefix, unless it has a chroot. Prefixes of other builds than
  /// `/usr` are not known here. Of those that matter to sessions only `session.cookie_path` is one.
  func expanded(_ value: [UInt8], of name: [UInt8]) -> [UInt8] {
    guard let chosen, Self.paths.contains(name.lowercased.text), value.first != UInt8(ascii: "/"),
      all[chosen].chroot.isEmpty
    else { return value }
    var path = Array("/usr/".utf8)
    if let prefix = all[chosen].prefix { path = (prefix.first == UInt8(ascii: "/") ? [] : path) + prefix + "/".utf8 }
    return path + value
  }

  private static let paths: Set<String> = [
    "error_log", "extension_dir", "mime_magic.magicfile", "sendmail_path", "session.cookie_path",
    "session_pgsql.sem_file_name", "soap.wsdl_cache_dir", "uploadprogress.file.filename_template", "xdebug.output_dir",
    "xdebug.profiler_output_dir", "xdebug.trace_output_dir", "xmms.path", "axis2.client_home", "blenc.key_file",
    "coin_acceptor.device",
  ]
}
