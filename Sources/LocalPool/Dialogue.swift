import FoundationEssentials
import Subprocess
import SystemPackage

/// A running program that is told things, and heard, line by line.
public actor Dialogue {
  public struct Line: Sendable {
    public let text: String
    /// Seconds since 1970.
    public let came: Double
  }

  public nonisolated let processIdentifier: Int32
  private let input: StandardInputWriter
  private var lines: [Line] = []
  private var isOver = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  fileprivate init(processIdentifier: Int32, input: StandardInputWriter) {
    self.processIdentifier = processIdentifier
    self.input = input
  }

  public func say(_ order: String) async throws { _ = try await input.write(order + "\n") }

  /// The line of this number, counted from 0, as soon as there is one; nil: the program ended before.
  public func line(_ number: Int) async -> Line? {
    while lines.count <= number, !isOver {
      await withCheckedContinuation { waiting.append($0) }
    }
    return lines.indices.contains(number) ? lines[number] : nil
  }

  fileprivate func heard(_ text: String) {
    lines.append(Line(text: text, came: Date().timeIntervalSince1970))
    wake()
  }

  fileprivate func ended() {
    isOver = true
    wake()
  }

  private func wake() {
    for one in waiting { one.resume() }
    waiting = []
  }
}

/// Runs `body` beside a program, which ends with it, and with this process, should that die.
///
/// - Parameter limit: then the program is killed, so that nobody waits for its next line for ever.
public func withDialogue<Value: Sendable>(
  with command: [String], environment: [String: String] = [:], limit: Duration,
  _ body: @Sendable @escaping (Dialogue) async throws -> Value
) async throws -> Value {
  let changes = Dictionary(uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0), Optional($1)) })
  let ended = try await run(
    .name("setpriv"), arguments: Arguments(["--pdeathsig", "KILL"] + command),
    environment: .inherit.updating(changes), input: .inputWriter, output: .sequence,
    error: .string(limit: 1 << 20)
  ) { execution -> Result<Value, any Error> in
    let dialogue = Dialogue(
      processIdentifier: Int32(execution.processIdentifier.value), input: execution.standardInputWriter)
    return await withTaskGroup(of: Void.self) { group in
      group.addTask {
        do { for try await text in execution.standardOutput.strings() { await dialogue.heard(text) } } catch {}
        await dialogue.ended()
      }
      group.addTask {
        do { try await Task.sleep(for: limit) } catch { return }
        try? execution.send(signal: .kill)
      }
      let value: Result<Value, any Error>
      do { value = .success(try await body(dialogue)) } catch { value = .failure(error) }
      await execution.teardown(using: [.gracefulShutDown(allowedDurationToNextStep: .seconds(10))])
      group.cancelAll()
      return value
    }
  }
  switch ended.closureResult {
  case .success(let value): return value
  case .failure(let error):
    guard !ended.standardError.isEmpty else { throw error }
    throw LocalPoolError(
      summary: "\((error as? LocalPoolError)?.summary ?? "\(error)"): \(ended.standardError)",
      remedy: "run by hand: \(command.joined(separator: " "))")
  }
}
