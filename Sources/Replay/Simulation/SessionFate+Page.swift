extension SessionFate {
  /// What a page that read a session makes of it for its user.
  ///
  /// - Parameters:
  ///   - started: `session_start()` returned true.
  ///   - version: what was read; nil: nothing, or the empty value.
  ///   - expected: the version that was stored last, whether PHP reported it as saved or not.
  ///   - acknowledged: the last one of which PHP reported that it was saved.
  ///   - isReplaced: the page ended with another id than it began with.
  public init(started: Bool, version: Int?, expected: Int, acknowledged: Int, isReplaced: Bool) {
    guard started else {
      self = .error
      return
    }
    guard let version else {
      self = isReplaced ? .newID : .lost
      return
    }
    self = version == expected ? .kept : acknowledged == expected ? .stale : .oldUnacked
  }
}
