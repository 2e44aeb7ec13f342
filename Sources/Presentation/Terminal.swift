import Glibc

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
}
