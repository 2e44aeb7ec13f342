import SessionData

extension FuzzTarget {
  /// Reads a dump in two pieces, and writes what it read again in both formats.
  ///
  /// Promises: no trap; where it is cut makes no difference; what was read, also before a fault, can be written and read
  /// again.
  func checkDump(_ input: [UInt8]) throws(Finding) {
    let whole = read([input])
    let middle = input.count / 2
    let halves = read([Array(input[..<middle]), Array(input[middle...])])
    try promise(whole.sessions == halves.sessions, "the cut changed the sessions")
    try promise((whole.fault == nil) == (halves.fault == nil), "the cut changed whether it can be read")
    guard let header = whole.header else { return }
    for format in [DumpFormat.lines, .binary] {
      var writer = DumpWriter(format, header)
      var bytes: [UInt8] = []
      writer.begin(&bytes)
      for session in whole.sessions { writer.append(session, to: &bytes) }
      writer.end(isWhole: whole.fault == nil, &bytes)
      let again = read([bytes])
      try promise(again.fault == nil, "what was written cannot be read: \(again.fault?.summary ?? "")")
      try promise(again.header == header && again.sessions == whole.sessions, "other sessions were read again")
    }
  }

  private func read(_ pieces: [[UInt8]]) -> (header: DumpHeader?, sessions: [DumpedSession], fault: DumpFault?) {
    var reader = DumpReader()
    var sessions: [DumpedSession] = []
    do throws(DumpFault) {
      for piece in pieces {
        reader.append(piece)
        while let session = try reader.next() { sessions.append(session) }
      }
      try reader.finish()
      return (reader.header, sessions, nil)
    } catch {
      return (reader.header, sessions, error)
    }
  }
}
