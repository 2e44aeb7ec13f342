import LocalPool

/// An environment whose state folder is a new temporary one.
func stateHome() throws -> [String: String] {
  ["HOME": "/nonexistent", "XDG_STATE_HOME": try TemporaryFolder().path]
}
