import Glibc
import Synchronization

/// What is known of the reader at the other end of standard output; an input of every renderer.
public struct Terminal: Hashable, Sendable {
  /// Columns; nil where it is no terminal.
  public var width: Int?
  public var colour: Bool
  /// Standard input is a terminal too, so that a question can be asked.
  public var canAsk: Bool

  public init(width: Int? = nil, colour: Bool = false, canAsk: Bool = false) {
    self.width = width
    self.colour = colour
    self.canAsk = canAsk
  }

  /// The terminal of this process. `COLUMNS` in the environment counts more than what the terminal says.
  public static func current(environment: [String: String], colourWanted: Bool) -> Terminal {
    guard isatty(STDOUT_FILENO) == 1 else { return Terminal() }
    var size = winsize()
    let known = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    let width = environment["COLUMNS"].flatMap { Int($0) } ?? (known ? Int(size.ws_col) : 80)
    let plain = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    return Terminal(
      width: max(20, width), colour: colourWanted && !plain && environment["TERM"] != "dumb",
      canAsk: isatty(STDIN_FILENO) == 1)
  }

  /// Reads with what is typed kept from the screen. A process that ends meanwhile calls `restore`.
  public static func withoutEcho<Value>(_ read: () -> Value) -> Value {
    var usual = termios()
    guard tcgetattr(STDIN_FILENO, &usual) == 0 else { return read() }
    usualSettings.withLock { $0 = usual }
    var silent = usual
    silent.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
    defer { restore() }
    return read()
  }

  /// Shows again what is typed.
  public static func restore() {
    usualSettings.withLock { settings in
      guard var usual = settings else { return }
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &usual)
      settings = nil
    }
  }

  private static let usualSettings = Mutex<termios?>(nil)
}
