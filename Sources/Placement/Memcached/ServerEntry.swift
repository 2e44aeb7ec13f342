extension Memcached {
  /// One entry of libmemcached's plain server list, `host[:port[:weight]]`, read as `memcached_servers_parse` of 1.1.4
  /// does: without complaint.
  struct ServerEntry {
    /// As written.
    let text: [UInt8]
    /// Before an empty one became `localhost`.
    let host: [UInt8]
    /// What follows the host's colon, up to the weight; nil without a colon.
    let portText: ArraySlice<UInt8>?
    /// What follows the port, behind a blank or a colon; nil without one.
    let weightText: ArraySlice<UInt8>?
    let port: CNumber
    let weight: CNumber

    init(_ text: [UInt8]) {
      self.text = text
      guard let colon = Self.hostEnd(text) else {
        host = text
        portText = nil
        weightText = nil
        port = CNumber([])
        weight = CNumber([])
        return
      }
      host = Array(text[..<colon])
      let rest = text[(colon + 1)...]
      // A blank wins over a colon, even one that stands before the digits: `h: 21190` has port and weight 21190.
      let separator = rest.firstIndex(of: UInt8(ascii: " ")) ?? rest.firstIndex(of: UInt8(ascii: ":"))
      portText = separator.map { rest[..<$0] } ?? rest
      weightText = separator.map { rest[($0 + 1)...] }
      port = CNumber(rest)
      weight = weightText.map { CNumber($0) } ?? CNumber([])
    }

    /// The colon after which the port stands: the first one behind a pair of brackets, else the first one.
    private static func hostEnd(_ text: [UInt8]) -> Int? {
      if let open = text.firstIndex(of: UInt8(ascii: "[")),
        let close = text[open...].firstIndex(of: UInt8(ascii: "]"))
      {
        return text[close...].firstIndex(of: UInt8(ascii: ":"))
      }
      return text.firstIndex(of: UInt8(ascii: ":"))
    }

    var isSocket: Bool { host.first == UInt8(ascii: "/") }

    /// 16 bits of the number; no number or 0 is 11211.
    var portInForce: UInt16 {
      let low = UInt16(truncatingIfNeeded: port.value)
      return low == 0 ? defaultPort : low
    }

    /// 32 bits of the number; none or 0 is 1.
    var weightInForce: Int {
      let low = UInt32(truncatingIfNeeded: weight.value)
      return low == 0 ? 1 : Int(low)
    }

    var server: Server {
      Server(
        host: host.isEmpty ? Array("localhost".utf8) : host, port: isSocket ? 0 : portInForce, weight: weightInForce)
    }

    var node: Node { server.node }
  }
}
