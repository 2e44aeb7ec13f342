import Glibc
import Presentation

/// What a command sees of the world outside: standard streams, environment, terminal. Tests hand over others.
struct Surroundings: Sendable {
  var environment: [String: String]
  /// The command line without its first word.
  var words: [String] = []
  /// Colour as the terminal allows it; `--no-color` is the command's to apply.
  var terminal: Terminal
  var output: ByteSink
  var errors: ByteSink
  var input: ByteSource
  /// Asks a question on the terminal; the answer without its line end.
  var ask: @Sendable (String) -> String?
  /// The same, and what is typed does not show.
  var askSecret: @Sendable (String) -> String?
  /// Heeded by the guard alone.
  let rereads = RereadRequests()

  init(
    environment: [String: String], terminal: Terminal, output: ByteSink, errors: ByteSink, input: ByteSource,
    ask: @escaping @Sendable (String) -> String?, askSecret: @escaping @Sendable (String) -> String?
  ) {
    self.environment = environment
    self.terminal = terminal
    self.output = output
    self.errors = errors
    self.input = input
    self.ask = ask
    self.askSecret = askSecret
  }

  /// A remark on standard error, safe for a terminal and broken where it ends.
  func tell(_ text: String, as beginning: String = "mcpool: ") {
    errors.writeText(wrapped(beginning + printable(text), width: terminal.width) + "\n")
  }

  /// Those of this process.
  static func process() -> Surroundings {
    var environment: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { environment[String(parts[0])] = String(parts[1]) }
      entry += 1
    }
    return Surroundings(
      environment: environment, terminal: Terminal.current(environment: environment, colourWanted: true),
      output: .descriptor(STDOUT_FILENO), errors: .descriptor(STDERR_FILENO), input: .descriptor(STDIN_FILENO),
      ask: { question in
        ByteSink.descriptor(STDERR_FILENO).writeText(question)
        return readLine()
      },
      askSecret: { question in
        ByteSink.descriptor(STDERR_FILENO).writeText(question)
        defer { ByteSink.descriptor(STDERR_FILENO).writeText("\n") }
        return Terminal.withoutEcho { readLine() }
      })
  }
}

/// Somewhere to write bytes to.
struct ByteSink: Sendable {
  /// Throws `Closed` once nobody reads any more.
  var write: @Sendable (Span<UInt8>) throws -> Void

  /// The reader went away (`| head`): not an error of ours.
  struct Closed: Error {}

  init(write: @escaping @Sendable (Span<UInt8>) throws -> Void) { self.write = write }

  static func descriptor(_ descriptor: Int32) -> ByteSink {
    ByteSink { bytes in
      try bytes.withUnsafeBytes { buffer in
        var rest = buffer[...]
        while !rest.isEmpty {
          let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
          if written >= 0 {
            rest = rest.dropFirst(written)
          } else if errno == EAGAIN {
            var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            poll(&wait, 1, -1)
          } else if errno != EINTR {
            throw unwritable(errno)
          }
        }
      }
    }
  }

  private static func unwritable(_ code: Int32) -> any Error {
    if code == EPIPE { return Closed() }
    return Failure(
      .no, "the output cannot be written: \(String(cString: strerror(code)))", remedy: "make room, or write elsewhere")
  }

  func write(_ text: String) throws {
    var text = text
    text.makeContiguousUTF8()
    try write(text.utf8.span)
  }

  /// For messages: nobody left to read them is no reason to stop.
  func writeText(_ text: String) { try? write(text) }
}

/// Somewhere to read bytes from.
struct ByteSource: Sendable {
  /// Appends what comes next, at most so many bytes; 0 at the end.
  var read: @Sendable (_ into: inout [UInt8], _ atMost: Int) throws -> Int

  init(read: @escaping @Sendable (inout [UInt8], Int) throws -> Int) { self.read = read }

  /// Everything up to the end.
  func readAll() async throws -> [UInt8] {
    try await offThread {
      var bytes: [UInt8] = []
      while try read(&bytes, 65536) > 0 {}
      return bytes
    }
  }

  static func descriptor(_ descriptor: Int32) -> ByteSource {
    ByteSource { bytes, limit in
      let start = bytes.count
      bytes.reserveCapacity(start + limit)
      var count = 0
      repeat {
        bytes.append(addingCapacity: limit) { span in
          span.withUnsafeMutableBufferPointer { buffer, initialized in
            count = Glibc.read(descriptor, buffer.baseAddress, limit)
            initialized = max(0, count)
          }
        }
      } while count < 0 && errno == EINTR
      if count < 0 {
        throw Failure(.noInput, "standard input: \(String(cString: strerror(errno)))", remedy: "check the redirection")
      }
      return count
    }
  }
}
