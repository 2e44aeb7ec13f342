/// An answer in the binary protocol, every part of which can be wrong.
func packet(
  _ opcode: UInt8, opaque: UInt32 = 7, status: UInt16 = 0, cas: UInt64 = 0, extras: [UInt8] = [], key: String = "",
  value: [UInt8] = [], magic: UInt8 = 0x81, keyBytes: UInt16? = nil, extrasBytes: UInt8? = nil, bodyBytes: UInt32? = nil
) -> [UInt8] {
  var bytes: [UInt8] = [magic, opcode]
  bytes += big(keyBytes ?? UInt16(key.utf8.count))
  bytes += [extrasBytes ?? UInt8(extras.count), 0]
  bytes += big(status)
  bytes += big(bodyBytes ?? UInt32(extras.count + key.utf8.count + value.count))
  bytes += big(opaque)
  bytes += big(cas)
  return bytes + extras + Array(key.utf8) + value
}

func big(_ number: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }
