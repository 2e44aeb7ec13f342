extension Memcache {
  /// One entry of a save_path: a server with the settings that its query gives it.
  public struct Server: Hashable, Sendable {
    public let node: Node
    /// The host as the extension keeps it, byte for byte: it goes into the ring. Sockets are `unix://` and the path.
    let host: [UInt8]
    /// Seconds to wait for a connection; the smallest of all servers is the wait for replies.
    public let timeout: Double
    /// Seconds for which a failed server is refused; negative: for ever, 0: not at all.
    public let retryInterval: Int
    /// The connection, and the memory of its failure, outlive the request in the PHP worker.
    public let isPersistent: Bool
    let udpPort: Int

    /// Persistent entries of one server share one object in PHP; every other entry is one of its own.
    func sharesObject(with other: Server) -> Bool {
      isPersistent && other.isPersistent && host == other.host && node.port == other.node.port
        && udpPort == other.udpPort
    }
  }
}
