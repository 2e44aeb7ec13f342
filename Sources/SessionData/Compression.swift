internal import CZlib

/// How a value was made smaller.
public enum Compression: String, Hashable, Sendable {
  case zlib
  case fastlz
  /// Known by its flag; nothing here decodes it.
  case zstd
}

/// Why a compressed value could not be made plain.
public struct CompressionFault: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    /// What was expected at that byte.
    case corrupt(String)
    /// More than the limit, in bytes, would come out.
    case tooLarge(limit: Int)
    case notDecoded
  }
  public let compression: Compression?
  /// Where, in the stored value.
  public let byte: Int
  public let reason: Reason

  public var summary: String {
    let name = compression?.rawValue ?? "compressed"
    return switch reason {
    case .corrupt(let expected): "byte \(byte) of the \(name) value: expected \(expected)"
    case .tooLarge(let limit):
      "the \(name) value would become more than \(limit) bytes: it was not decompressed further"
    case .notDecoded: "the value is compressed with \(name), which this program does not decode"
    }
  }
}

/// What came out of a compressed value: all of it, or what stood before the fault.
struct Plain: Hashable {
  var bytes: [UInt8] = []
  var fault: CompressionFault?
}

extension Compression {
  /// A whole zlib stream (RFC 1950) that begins at `start`. What stands behind its end is left alone, as PHP does.
  static func inflate(_ stored: [UInt8], from start: Int, limit: Int) -> Plain {
    var plain = Plain()
    func fault(_ reason: CompressionFault.Reason, at byte: Int) -> CompressionFault {
      CompressionFault(compression: .zlib, byte: byte, reason: reason)
    }
    var stream = z_stream()
    guard inflateInit_(&stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      plain.fault = fault(.corrupt("zlib to be ready"), at: start)
      return plain
    }
    defer { inflateEnd(&stream) }
    var input = Array(stored[start...])
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    input.withUnsafeMutableBufferPointer { input in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      while plain.fault == nil {
        let (status, count) = piece.withUnsafeMutableBufferPointer { piece in
          stream.next_out = piece.baseAddress
          stream.avail_out = UInt32(piece.count)
          let status = CZlib.inflate(&stream, Z_NO_FLUSH)
          return (status, piece.count - Int(stream.avail_out))
        }
        let place = start + Int(stream.total_in)
        guard plain.bytes.count + count <= limit else {
          plain.fault = fault(.tooLarge(limit: limit), at: place)
          return
        }
        plain.bytes += piece[..<count]
        switch status {
        case Z_STREAM_END: return
        case Z_OK where count > 0 || stream.avail_in > 0: continue
        case Z_OK, Z_BUF_ERROR: plain.fault = fault(.corrupt("the rest of the stream, but the value ends"), at: place)
        default:
          plain.fault = fault(
            .corrupt(stream.msg.map { "zlib data (\(String(cString: $0)))" } ?? "zlib data"), at: place)
        }
      }
    }
    return plain
  }

  /// FastLZ, both of its levels: the first three bits of the data say which one (0 for level 1, 1 for level 2).
  ///
  /// A byte below 32 announces that many literal bytes and one more. Any other one is a copy: its high three bits are
  /// the length less 2, its low five the high bits of the distance less 1; a length of 7 goes on in the next byte (in
  /// level 2 in as many as are 255), then comes the low byte of the distance. In level 2 a distance of 8191 is followed
  /// by two bytes with what is beyond.
  static func unpackFastLZ(_ stored: [UInt8], from start: Int, limit: Int) -> Plain {
    var plain = Plain()
    var position = start
    func corrupt(_ expected: String, at byte: Int) -> CompressionFault {
      CompressionFault(compression: .fastlz, byte: byte, reason: .corrupt(expected))
    }
    func next(_ what: String) throws(CompressionFault) -> Int {
      guard position < stored.count else { throw corrupt(what + ", but the value ends", at: position) }
      defer { position += 1 }
      return Int(stored[position])
    }
    do throws(CompressionFault) {
      guard position < stored.count else { return plain }
      let level = stored[position] >> 5
      guard level <= 1 else { throw corrupt("level 1 or 2 of FastLZ", at: position) }
      var isFirst = true
      while position < stored.count {
        let begin = position
        var code = try next("a code")
        if isFirst { code &= 0x1f }
        isFirst = false
        guard code >= 0x20 else {
          let count = code + 1
          guard plain.bytes.count + count <= limit else {
            throw CompressionFault(compression: .fastlz, byte: begin, reason: .tooLarge(limit: limit))
          }
          guard count <= stored.count - position else {
            plain.bytes += stored[position...]
            throw corrupt("\(count) literal bytes, but the value ends", at: stored.count)
          }
          plain.bytes += stored[position..<position + count]
          position += count
          continue
        }
        var length = (code >> 5) + 2
        var distance = (code & 0x1f) << 8
        if code >> 5 == 7 {
          var more = try next("the length of a copy")
          length += more
          while level == 1, more == 255 {
            more = try next("the length of a copy")
            length += more
            guard length <= limit else { break }
          }
        }
        distance += try next("the distance of a copy")
        if level == 1, distance == 0x1fff {
          distance += try next("the distance of a copy") << 8
          distance += try next("the distance of a copy")
        }
        distance += 1
        guard distance <= plain.bytes.count else {
          throw corrupt(
            "a copy of what came before (\(plain.bytes.count) bytes did, it begins \(distance) back)", at: begin)
        }
        guard plain.bytes.count + length <= limit else {
          throw CompressionFault(compression: .fastlz, byte: begin, reason: .tooLarge(limit: limit))
        }
        var source = plain.bytes.count - distance
        for _ in 0..<length {
          plain.bytes.append(plain.bytes[source])
          source += 1
        }
      }
    } catch {
      plain.fault = error
    }
    return plain
  }
}
