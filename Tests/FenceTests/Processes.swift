import FoundationEssentials
import Glibc
import Subprocess
import Synchronization
import SystemPackage

/// Processes that end with whoever owns this, and with this process at the latest.
final class Processes: Sendable {
  private let running = Mutex<[pid_t: Task<Void, Never>]>([:])

  /// - Parameter words: for `nsenter` where they begin with an option, else a program of its own.
  func start(_ words: [String], log: String) async throws -> pid_t {
    let (started, continuation) = AsyncThrowingStream<pid_t, any Error>.makeStream()
    let program = words.first?.hasPrefix("--") == true ? ["nsenter"] + words : words
    let task = Task {
      do {
        let file = try FileDescriptor.open(
          log, .writeOnly, options: [.create, .append, .closeOnExec], permissions: .ownerReadWrite)
        defer { try? file.close() }
        _ = try await Subprocess.run(
          .name("setpriv"), arguments: Arguments(["--pdeathsig", "KILL"] + program), input: .none,
          output: .fileDescriptor(file, closeAfterSpawningProcess: false), error: .combinedWithOutput
        ) { execution in
          continuation.yield(execution.processIdentifier.value)
          continuation.finish()
        }
      } catch {
        continuation.finish(throwing: error)
      }
    }
    for try await process in started {
      running.withLock { $0[process] = task }
      return process
    }
    throw CancellationError()
  }

  /// Returns when it has ended.
  func end(_ process: pid_t, _ signal: Int32) async {
    guard let task = running.withLock({ $0.removeValue(forKey: process) }) else { return }
    kill(process, signal)
    kill(process, SIGCONT)
    await task.value
  }

  func endAll() async {
    for process in running.withLock({ Array($0.keys) }) { await end(process, SIGKILL) }
  }
}
