internal import CZlib

/// The CRC-32 of zlib and gzip, of bytes that come in pieces.
struct CRC32: Sendable {
  private(set) var value: UInt32 = 0

  mutating func update(_ bytes: ArraySlice<UInt8>) {
    value = bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32_z(UInt(value), $0.baseAddress, $0.count)) }
  }
}
