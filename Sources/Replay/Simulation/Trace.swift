/// What a session is for its user after a page.
public enum SessionFate: UInt8, Hashable, Sendable, CaseIterable {
  /// The version that was stored last.
  case kept = 0x4b  // K
  /// An older version, although the newer one was reported as saved.
  case stale = 0x53  // S
  /// An older version; saving the newer one was reported as failed.
  case oldUnacked = 0x73  // s
  /// Empty: logged out.
  case lost = 0x4c  // L
  /// Empty, under another id.
  case newID = 0x4e  // N
  /// `session_start()` returned false.
  case error = 0x45  // E
  /// Another user's session. No rule leads there; real servers can.
  case foreign = 0x58  // X

  /// The letter of the recorded drills.
  public var letter: UInt8 { rawValue }
}

/// What one session went through, step by step.
public struct Trace: Hashable, Sendable {
  public struct Step: Hashable, Sendable {
    /// Nil: no page, or the first write, before which there was nothing to be read.
    public var fate: SessionFate?
    /// False: PHP reported a failed write, or none could start.
    public var isSaved = true
    /// How long the page waited for servers and locks.
    public var wait = Duration.zero
    /// For a `snap`: what each server holds, `-`, `e` for the empty value, or a version.
    public var held: [UInt8] = []

    public init() {}
  }

  public var steps: [Step] = []

  public init() {}
}
