import Placement

/// The items that mcpool itself puts on nodes: nobody's sessions, and no foreign items either.
enum OwnItems {
  private static let prefix = Array("mcpool.".utf8)

  /// Also where such a key stands as a session's id behind what the pool puts before all ids. No id of PHP's making has
  /// a point.
  static func contain(_ key: [UInt8], _ form: SessionKeyForm?) -> Bool {
    key.starts(with: prefix) || form?.chosenID(of: key[...])?.starts(with: prefix) == true
  }
}
