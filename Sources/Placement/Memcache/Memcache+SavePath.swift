import PHPConfiguration

extension Memcache {
  /// A save_path as pecl/memcache takes it apart (`PS_OPEN_FUNC(memcache)`): pieces between blanks and commas, each of
  /// which PHP's URL parser reads. One bad piece refuses the whole path.
  struct SavePath {
    /// A piece and where it begins, in bytes from the start of the path.
    struct Piece {
      let text: [UInt8]
      let offset: Int
    }

    private(set) var servers: [Server] = []
    private(set) var remarks: [Diagnostic] = []

    init(_ setting: Setting, rules: ReleaseRules) throws(PoolError) {
      // The extension reads the text up to a NUL byte.
      let path = setting.value.prefix { $0 != 0 }
      for piece in Self.pieces(of: Array(path)) {
        let reader = PieceReader(piece: piece, setting: setting, rules: rules)
        let entry = try reader.read()
        servers.append(entry.server)
        remarks += entry.remarks
      }
    }

    /// Splits at any run of ASCII white space and commas; `;` is no separator.
    static func pieces(of path: [UInt8]) -> [Piece] {
      path.indices.split { isCSpace(path[$0]) || path[$0] == UInt8(ascii: ",") }
        .map { Piece(text: Array(path[$0]), offset: $0.lowerBound) }
    }
  }
}
