import PHPConfiguration

extension Memcached {
  /// `session.save_path` as php-memcached reads it: libmemcached's plain server list, and nothing else since 3.0.
  ///
  /// Every line of the grammar was run with php-memcached 3.2.0 on libmemcached 1.1.4; what 2.2 accepts beyond it was read.
  struct SavePath {
    /// libmemcached copies a host into a buffer of this size, with the byte that ends it.
    static let hostBuffer = 1025
    /// And each entry into one of this size.
    static let entryBuffer = 8196

    let entries: [ServerEntry]
    var servers: [Server] { entries.map(\.server) }

    /// Throws where PHP refuses the text or dies of it.
    init(_ text: [UInt8], at location: SourceLocation?) throws(PoolError) {
      entries = Self.split(text).map(ServerEntry.init)
      guard !entries.isEmpty else { throw .emptySavePath(at: location) }
      for entry in entries {
        if entry.host.count >= Self.hostBuffer || entry.text.count >= Self.entryBuffer {
          throw .overlongServer(entry, at: location)
        }
        if entry.port.overflows || entry.weight.overflows { throw .overlongNumber(entry, at: location) }
      }
    }

    /// The pieces between commas. One white space behind a comma is skipped; a comma at the end adds nothing.
    private static func split(_ text: [UInt8]) -> [[UInt8]] {
      // PHP hands the text to C, where a zero byte ends it.
      let text = text.prefix { $0 != 0 }
      var pieces: [[UInt8]] = []
      var begin = text.startIndex
      while begin < text.endIndex {
        let comma = text[begin...].firstIndex(of: UInt8(ascii: ",")) ?? text.endIndex
        pieces.append(Array(text[begin..<comma]))
        begin = comma < text.endIndex ? comma + 1 : comma
        if begin < text.endIndex, isCSpace(text[begin]) { begin += 1 }
      }
      return pieces
    }
  }
}

extension PoolError {
  fileprivate static func emptySavePath(at location: SourceLocation?) -> PoolError {
    PoolError(
      kind: .refused, message: "session.save_path names no server",
      effect: "PHP says \"failed to parse session.save_path\", and session_start() is false",
      cure: "name each memcached: session.save_path = \"10.0.0.1:11211,10.0.0.2:11211\"", location: location)
  }

  fileprivate static func overlongServer(_ entry: Memcached.ServerEntry, at location: SourceLocation?) -> PoolError {
    PoolError(
      kind: .crashes, code: "MC108",
      message: "session.save_path has a server of \(entry.text.count) bytes: \(excerpt(entry.text))",
      effect: "libmemcached writes past the end of a buffer, and the PHP process dies",
      cure: "separate servers by commas; a host name has at most 1024 bytes", location: location)
  }

  fileprivate static func overlongNumber(_ entry: Memcached.ServerEntry, at location: SourceLocation?) -> PoolError {
    PoolError(
      kind: .refused, code: "MC203",
      message: "session.save_path has a number of more than 64 bits: \(excerpt(entry.text))",
      effect: "PHP says \"failed to parse session.save_path\", and session_start() is false",
      cure: "write host:port:weight with a port of at most 65535", location: location)
  }
}

/// The beginning of a text for messages.
func excerpt(_ text: some Collection<UInt8>) -> String {
  let shown = String(decoding: text.prefix(60), as: UTF8.self)
  return text.count > 60 ? shown + "…" : shown
}
