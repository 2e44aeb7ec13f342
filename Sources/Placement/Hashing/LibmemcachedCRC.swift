/// libhashkit's `crc`: the upper half of the usual CRC-32, cut to 15 bits.
///
/// With a ring every key falls before the first few points, so one server gets nearly everything. Checked against
/// libhashkit 1.1.4.
func libmemcachedCRC(_ key: Span<UInt8>) -> UInt32 {
  crc32(key) >> 16 & 0x7fff
}
