import Exporter
import Glibc

extension Failure {
  init(_ failure: ListenFailure) {
    switch failure.reason {
    case .inUse:
      self.init(
        .no, "\(failure.address) is in use: another exporter may listen there (memcached_exporter's port is 9150, too)",
        remedy: "see who it is with ss -ltnp (sockets: ss -lxp), or name another address with --listen")
    case .forbidden:
      self.init(
        .noPermission, "no permission to listen on \(failure.address)",
        remedy: "name a port from 1024, or a socket in a folder that this user may write to")
    case .other(let words):
      self.init(
        .no, "nobody can listen on \(failure.address): \(words)",
        remedy: "name an address of this machine (ip address), e.g. --listen 127.0.0.1:9150")
    }
  }

  init(_ failure: MetricsFile.Unwritable) {
    let status: ExitStatus =
      switch failure.code {
      case ENOENT, ENOTDIR: .noInput
      case EACCES, EPERM, EROFS: .noPermission
      default: .no
      }
    self.init(
      status, "\(failure.path) was not written: \(String(cString: strerror(failure.code)))",
      remedy: "the folder must be there, have room, and be one in which this user may make files")
  }
}
