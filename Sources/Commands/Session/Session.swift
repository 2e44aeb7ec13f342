import ArgumentParser

/// `session`: the sessions that are on the nodes of a pool.
struct Session: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "session", abstract: "List, show, free and move sessions.",
    subcommands: [
      SessionList.self, SessionSummarize.self, SessionShow.self, SessionLocks.self, SessionUnlock.self,
      SessionTouch.self, SessionRemove.self,
      SessionDump.self, SessionRestore.self,
    ])
}
