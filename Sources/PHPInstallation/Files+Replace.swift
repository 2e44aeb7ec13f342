import Glibc
import PHPConfiguration

extension Files {
  /// Puts other bytes into a file: at no moment it is missing or half written, and what was there stays beside it under
  /// another name. Mode, owner and group are those of before; access lists are not carried over. A link stays one.
  ///
  /// Throws, and changes nothing, where the file no longer holds what was read, and where this user may not do all of it.
  /// - Returns: the path of what was there; it ends in nothing that PHP would read.
  @discardableResult
  public static func replace(
    _ path: String, holding old: [UInt8], with new: [UInt8]
  ) throws(InstallationError) -> String {
    guard let resolved = realpath(path, nil) else { throw refusal(path) }
    defer { free(resolved) }
    let target = String(cString: resolved)
    var status = stat()
    guard stat(target, &status) == 0 else { throw refusal(target) }
    let fresh = target + ".mcpool-\(getpid())"
    let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw refusal(fresh) }
    var isInPlace = false
    defer {
      close(descriptor)
      if !isInPlace { unlink(fresh) }
    }
    guard write(new, to: descriptor),
      fchown(descriptor, status.st_uid, status.st_gid) == 0, fchmod(descriptor, status.st_mode & 0o7777) == 0,
      fsync(descriptor) == 0
    else { throw refusal(fresh) }
    guard try text(target).bytes == old else {
      throw InstallationError(
        .ambiguous, "\(target) has been changed since it was read", remedy: "look at it, and run the command again")
    }
    let backup = try keepAside(target)
    guard rename(fresh, target) == 0 else {
      let error = refusal(target)
      unlink(backup)
      throw error
    }
    isInPlace = true
    syncFolder(of: target)
    return backup
  }

  /// Gives the file a second name, the first of `FILE.before-lint`, `FILE.before-lint-2`, … that is free.
  private static func keepAside(_ target: String) throws(InstallationError) -> String {
    for number in 1...1000 {
      let backup = target + ".before-lint" + (number == 1 ? "" : "-\(number)")
      if link(target, backup) == 0 { return backup }
      guard errno == EEXIST else { throw refusal(backup) }
    }
    throw InstallationError(
      .ambiguous, "there are a thousand files \(target).before-lint*", remedy: "remove those that you do not need")
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if written < 0, errno != EINTR { return false }
        rest = rest.dropFirst(max(0, written))
      }
      return true
    }
  }

  /// So that the new name outlives a crash of the machine; without it the old file may be back.
  private static func syncFolder(of path: String) {
    let folder = open(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) + "/", O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  private static func refusal(_ path: String) -> InstallationError {
    let code = errno
    let reason = String(cString: strerror(code))
    if code == EACCES || code == EPERM || code == EROFS {
      return InstallationError(
        .forbidden, "\(path) cannot be written: \(reason)",
        remedy: "run as a user who may write it, or apply the diff by hand")
    }
    return InstallationError(.missing, "\(path) cannot be written: \(reason)", remedy: "apply the diff by hand")
  }
}
