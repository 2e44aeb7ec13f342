import Glibc
import Presentation

/// The file of `--html`: a whole page or the old one, never half of it.
struct PageFile {
  let path: String

  /// - Throws: where something stands there that a page must not take the place of.
  init(_ path: String) throws(Failure) {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw Failure(
        .usage,
        "--html \(path): this is \(isFolder ? "a folder" : "no ordinary file"), which a page cannot take the place of",
        remedy: isFolder ? "name a file in it: --html \(path)/replay.html" : "name a file: --html replay.html")
    }
    // A link stays one: the file behind it is replaced.
    self.path = Self.resolved(path) ?? path
  }

  /// Puts the page in place at once; who reads meanwhile sees the old one or the new one.
  func write(_ page: Markup) throws(Failure) {
    var temporary = Array((path + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&temporary)
    guard descriptor >= 0 else { throw failure(errno) }
    var text = page.text
    text.makeContiguousUTF8()
    do {
      try ByteSink.descriptor(descriptor).write(text.utf8.span)
    } catch {
      close(descriptor)
      unlink(temporary)
      throw Failure(explaining: error)
    }
    let isReadable = fchmod(descriptor, 0o644) == 0
    guard close(descriptor) == 0, isReadable, rename(temporary, path) == 0 else {
      let code = errno
      unlink(temporary)
      throw failure(code)
    }
  }

  private static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private func failure(_ code: Int32) -> Failure {
    let status: ExitStatus =
      switch code {
      case ENOENT, ENOTDIR: .noInput
      case EACCES, EPERM, EROFS: .noPermission
      default: .no
      }
    return Failure(
      status, "--html \(path): the page was not written: \(String(cString: strerror(code)))",
      remedy: "the folder must be there, have room, and be one in which this user may make files")
  }
}
