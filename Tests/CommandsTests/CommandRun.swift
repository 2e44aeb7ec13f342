import Presentation
import Synchronization

@testable import Commands

/// One command line run within the test's process, with what it printed.
struct CommandRun {
  let status: Int32
  let output: String
  /// The same as it came.
  let bytes: [UInt8]
  let errors: String

  /// - Parameters:
  ///   - input: standard input.
  ///   - answer: what somebody on the terminal types when asked; nil: there is no terminal.
  init(
    _ words: [String], input: [UInt8] = [], environment: [String: String] = ["HOME": "/nonexistent"],
    answer: String? = nil
  ) async {
    // Beside all the other tests a healthy server may take its time; a test that is about waiting says how long.
    let verb = words.first == "session" ? 2 : 1
    let asks = ["stats", "ping", "locate", "flush", "session", "check"].contains(words.first ?? "")
    let patient =
      asks && !words.contains("--timeout") ? words.prefix(verb) + ["--timeout", "30s"] + words.dropFirst(verb) : words
    await self.init(
      rawWords: Array(patient).map { Array($0.utf8) }, input: input, environment: environment, answer: answer)
  }

  /// Arguments as bytes.
  init(
    rawWords words: [[UInt8]], input: [UInt8] = [], environment: [String: String] = ["HOME": "/nonexistent"],
    answer: String? = nil
  ) async {
    let output = Collected()
    let errors = Collected()
    let rest = Mutex(input[...])
    let surroundings = Surroundings(
      environment: environment,
      terminal: Terminal(width: answer == nil ? nil : 80, colour: false, canAsk: answer != nil),
      output: output.sink, errors: errors.sink,
      input: ByteSource { bytes, limit in
        rest.withLock { rest in
          let piece = rest.prefix(min(limit, 1000))
          bytes += piece
          rest = rest.dropFirst(piece.count)
          return piece.count
        }
      },
      ask: { question in
        errors.sink.writeText(question)
        return answer
      },
      askSecret: { question in
        errors.sink.writeText(question)
        return answer
      })
    status = await Mcpool.run(words, in: surroundings)
    self.output = output.text
    bytes = output.read
    self.errors = errors.text
  }
}

private final class Collected: Sendable {
  private let bytes = Mutex<[UInt8]>([])
  var read: [UInt8] { bytes.withLock { $0 } }
  var text: String { String(decoding: read, as: UTF8.self) }

  var sink: ByteSink {
    ByteSink { span in self.bytes.withLock { bytes in for index in 0..<span.count { bytes.append(span[index]) } } }
  }
}
