import Glibc

/// A file for the textfile collector of Prometheus' node_exporter.
public struct MetricsFile: Sendable {
  /// It was not written; what was there before still is.
  public struct Unwritable: Error, Hashable, Sendable {
    public let path: String
    /// errno
    public let code: Int32
  }

  public let path: String

  public init(path: String) { self.path = path }

  /// Puts the metrics in place at once, readable for all: whoever reads meanwhile sees the old ones or the new ones. The
  /// temporary file beside it has a name that the collector passes over.
  public func write(_ exposition: Exposition) throws(Unwritable) {
    var temporary = Array((path + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&temporary)
    guard descriptor >= 0 else { throw failure }
    do throws(Unwritable) {
      try fill(descriptor, with: exposition.bytes)
      guard close(descriptor) == 0, rename(temporary, path) == 0 else { throw failure }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  private func fill(_ descriptor: Int32, with bytes: [UInt8]) throws(Unwritable) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno != EINTR {
        let failure = failure
        close(descriptor)
        throw failure
      }
      rest = rest.dropFirst(max(0, written))
    }
    guard fchmod(descriptor, 0o644) == 0, fsync(descriptor) == 0 else {
      let failure = failure
      close(descriptor)
      throw failure
    }
  }

  /// What the system said last.
  private var failure: Unwritable { Unwritable(path: path, code: errno) }
}
