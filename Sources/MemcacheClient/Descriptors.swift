import Glibc
import MemcacheProtocol

/// The file descriptors that this process may have, which are connections as well.
enum Descriptors {
  /// Makes room for so many connections at once, as far as the system lets us; for how many there is room.
  ///
  /// Many systems let a process have 1024 unless it asks for more. It is asked for no more than is needed, because
  /// programs that are started from here inherit it.
  static func room(for connections: Int) -> Int {
    guard let allowed = allowed(wanted: connections + Limits.descriptorsReserved) else { return connections }
    return min(connections, max(allowed - Limits.descriptorsReserved, allowed / 4, 1))
  }

  /// How many there are once so many were asked for; nil: the system does not tell.
  static func allowed(wanted: Int) -> Int? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
    let wanted = rlim_t(wanted)
    if limit.rlim_cur < wanted, limit.rlim_cur < limit.rlim_max {
      limit.rlim_cur = min(wanted, limit.rlim_max)
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
    return Int(clamping: limit.rlim_cur)
  }
}

extension SocketDialer {
  /// Throws where this process may open too few files to have a connection: event loops that cannot open theirs end it
  /// without a word of ours.
  public static func checkDescriptors() throws(AccessError) {
    if let problem = tooFewDescriptors(Descriptors.allowed(wanted: Limits.descriptorsNeeded)) { throw problem }
  }

  static func tooFewDescriptors(_ allowed: Int?) -> AccessError? {
    guard let allowed, allowed < Limits.descriptorsNeeded else { return nil }
    return AccessError(
      .forbidden,
      "this process may open no more than \(allowed) files, and needs \(Limits.descriptorsNeeded) to connect to a node",
      remedy: NodeFailure.moreDescriptors)
  }
}

extension NodeFailure {
  static let moreDescriptors = "raise the limit: ulimit -n 1024 in a shell, LimitNOFILE=1024 in a systemd unit"
}
