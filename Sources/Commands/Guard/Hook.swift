import Glibc
import MemcacheProtocol
import Subprocess
import SystemPackage

/// A command of the operator's that a guard runs: `--exec`, `--fence`, `--unfence`.
///
/// `/bin/sh -c` runs it in a session of its own, with the facts of the event in its environment and the whole event as
/// JSON on its standard input. All processes of it are killed when it has ended or its time is over, whichever is first;
/// what shall go on has to leave with `setsid`.
struct Hook: Sendable {
  var command: String
  var limit: Duration

  struct Result: Hashable, Sendable {
    enum End: Hashable, Sendable {
      case exited(Int32)
      case signaled(Int32)
      case timedOut
      /// In the system's words.
      case notStarted(String)
    }

    var end: End
    /// The beginning of what it printed, on both streams, fit for a log line; nothing where it was not let end.
    var output: String

    var isFine: Bool { end == .exited(0) }
  }

  /// How much of what it prints is kept, in bytes.
  static let outputKept = 400

  /// Takes at most `limit`, and a moment for the killing. Cancelling the task kills it too, and is told as `timedOut`.
  ///
  /// - Parameters:
  ///   - facts: variables of its environment, beside this process's own.
  ///   - json: its standard input.
  func run(facts: [String: String] = [:], json: [UInt8] = []) async -> Result {
    await withTaskGroup(of: Result?.self) { group in
      group.addTask { await ended(facts, json) }
      group.addTask {
        try? await Task.sleep(for: limit)
        return nil
      }
      let first = await group.next()
      group.cancelAll()
      return (first ?? nil) ?? Result(end: .timedOut, output: "")
    }
  }

  private func ended(_ facts: [String: String], _ json: [UInt8]) async -> Result {
    var options = PlatformOptions()
    options.createSession = true
    options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
    do {
      let input = try MemoryFile(json)
      defer { input.close() }
      let run = try await Subprocess.run(
        .path("/bin/sh"), arguments: ["-c", command], environment: Self.environment(facts), platformOptions: options,
        input: .fileDescriptor(input.descriptor, closeAfterSpawningProcess: false), output: .sequence,
        error: .combinedWithOutput
      ) { execution in
        var kept: [UInt8] = []
        for try await piece in execution.standardOutput {
          let room = Self.outputKept + 1 - kept.count
          if room > 0 { piece.withUnsafeBytes { kept += $0.prefix(room) } }
        }
        // It may have closed its output and go on. While nobody has asked for its status its number stays its own.
        let shell = execution.processIdentifier.value
        while !Self.hasEnded(shell) { try await Task.sleep(for: .milliseconds(5)) }
        kill(-shell, SIGKILL)
        return kept
      }
      let end: Result.End =
        switch run.terminationStatus {
        case .exited(let status): .exited(status)
        case .signaled(let signal): .signaled(signal)
        }
      return Result(end: end, output: Self.line(run.closureResult))
    } catch is CancellationError {
      return Result(end: .timedOut, output: "")
    } catch {
      return Result(end: Task.isCancelled ? .timedOut : .notStarted("\(error)"), output: "")
    }
  }

  /// What systemd gave this process alone is not for its children.
  private static func environment(_ facts: [String: String]) -> Environment {
    var changes: [Environment.Key: String?] = ["NOTIFY_SOCKET": nil, "WATCHDOG_USEC": nil, "WATCHDOG_PID": nil]
    for (name, value) in facts {
      // No variable can hold a zero byte.
      changes[Environment.Key(stringLiteral: name)] = value.replacing("\0", with: "")
    }
    return .inherit.updating(changes)
  }

  private static func line(_ output: [UInt8]) -> String {
    let trimmed = output.drop { $0.isBlank }.reversed().drop { $0.isBlank }.reversed()
    return trimmed.printable(limit: outputKept)
  }

  private static func hasEnded(_ child: pid_t) -> Bool {
    var status = siginfo_t()
    return waitid(P_PID, id_t(child), &status, WEXITED | WNOHANG | WNOWAIT) != 0 || status.si_signo != 0
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == 0x20 || (0x09...0x0d).contains(self) }
}

/// Bytes for a process to read, in memory and without a name: a pipe would make this process wait for one that does not
/// read, and a disk may be full.
private struct MemoryFile {
  let descriptor: FileDescriptor

  init(_ bytes: [UInt8]) throws(Errno) {
    let name = "/mcpool-\(getpid())-\(UInt64.random(in: .min ... .max))"
    let number = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0o600)
    guard number >= 0 else { throw Errno(rawValue: errno) }
    shm_unlink(name)
    descriptor = FileDescriptor(rawValue: number)
    do {
      try descriptor.writeAll(bytes)
      try descriptor.seek(offset: 0, from: .start)
    } catch {
      close()
      throw error as? Errno ?? .ioError
    }
  }

  func close() { try? descriptor.close() }
}
