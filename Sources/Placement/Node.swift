/// One memcached of a pool, as the extension's save_path names it.
public struct Node: Hashable, Sendable {
  public enum Transport: String, Sendable { case tcp, unix }

  /// The name in the ring, port always filled in: `10.0.0.1:11211`, `[::1]:11211`; sockets are `unix:///run/a.sock`
  /// for memcache and `/run/a.sock:0` for memcached.
  public let name: String
  /// The host exactly as written (it takes part in the ring byte for byte), or the path of the socket.
  public let host: String
  /// 0 for sockets.
  public let port: UInt16
  public let transport: Transport
  /// As PHP understood it, after its own conversions.
  public let weight: Int

  public init(name: String, host: String, port: UInt16, transport: Transport, weight: Int) {
    self.name = name
    self.host = host
    self.port = port
    self.transport = transport
    self.weight = weight
  }
}
