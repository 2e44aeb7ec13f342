import Glibc
import MemcacheProtocol

/// The file descriptors that this process may have, which are connections as well.
enum Descriptors {
  /// Makes room for so many connections at once, as far as the system lets us; for how many there is room.
  ///
  /// Many systems let a process have 1024 unless it asks for more. It is asked for no more than is needed, because
  /// programs that are started from here inherit it.
  static func room(for connections: Int) -> Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return connections }
    let wanted = rlim_t(connections + Limits.descriptorsReserved)
    if limit.rlim_cur < wanted, limit.rlim_cur < limit.rlim_max {
      limit.rlim_cur = min(wanted, limit.rlim_max)
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
    let allowed = Int(clamping: limit.rlim_cur)
    return min(connections, max(allowed - Limits.descriptorsReserved, allowed / 4, 1))
  }
}
