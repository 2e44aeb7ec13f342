import Glibc

/// Where temporary files are made.
public struct ScratchFolder: Hashable, Sendable {
  public let path: String

  public init(path: String) { self.path = path }

  /// `$TMPDIR`, else `/tmp`.
  public init(environment: [String: String]) {
    path = environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
  }

  /// That of this process.
  public static var usual: ScratchFolder {
    ScratchFolder(environment: getenv("TMPDIR").map { ["TMPDIR": String(cString: $0)] } ?? [:])
  }
}

/// What does not fit into memory cannot be kept in a temporary file either.
public struct ScratchFailure: Error, Hashable, Sendable {
  public let folder: String
  /// In words.
  public let reason: String
}

/// A file without a name, gone with its last reference or with the process, however that ends.
///
/// Reading and writing block as files do: not on a cooperative thread, and not on an event loop.
final class ScratchFile: Sendable {
  private let folder: ScratchFolder
  private let descriptor: Int32

  init(in folder: ScratchFolder) throws(ScratchFailure) {
    self.folder = folder
    let name = "\(folder.path)/mcpool.\(String(UInt64.random(in: .min ... .max), radix: 36))"
    let descriptor = open(name, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw Self.failure(folder, errno) }
    self.descriptor = descriptor
    unlink(name)
  }

  deinit { close(descriptor) }

  func write(_ bytes: [UInt8], at offset: Int) throws(ScratchFailure) {
    try Self.write(bytes.count, to: folder) { done in
      bytes.withUnsafeBytes { buffer in
        pwrite(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(offset + done))
      }
    }
  }

  /// Writes so many bytes, in as many steps as it takes.
  ///
  /// - Parameter step: writes what stands behind so many bytes; gives how many it wrote, less than 0 with `errno`.
  static func write(
    _ count: Int, to folder: ScratchFolder, _ step: (_ done: Int) -> Int
  ) throws(ScratchFailure) {
    var done = 0
    while done < count {
      let written = step(done)
      if written > 0 {
        done += written
      } else if written == 0 {
        // Without an error; `errno` is that of something earlier.
        throw ScratchFailure(folder: folder.path, reason: "it takes no more")
      } else if errno != EINTR {
        throw failure(folder, errno)
      }
    }
  }

  /// Exactly so many bytes, all of which were written before.
  func read(_ count: Int, at offset: Int) throws(ScratchFailure) -> [UInt8] {
    var failure: ScratchFailure?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      while initialized < count {
        let read = pread(
          descriptor, buffer.baseAddress.map { $0 + initialized }, count - initialized, off_t(offset + initialized))
        if read > 0 {
          initialized += read
        } else if read == 0 || errno != EINTR {
          failure =
            read == 0
            ? ScratchFailure(folder: folder.path, reason: "it was cut short") : Self.failure(folder, errno)
          return
        }
      }
    }
    if let failure { throw failure }
    return bytes
  }

  private static func failure(_ folder: ScratchFolder, _ code: Int32) -> ScratchFailure {
    ScratchFailure(folder: folder.path, reason: String(cString: strerror(code)))
  }
}
