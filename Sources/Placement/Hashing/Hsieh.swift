/// libhashkit's `hsieh`: Paul Hsieh's SuperFastHash, started from 0.
///
/// Debian and Ubuntu build libmemcached without it, and choosing it fails there; never compared with a build that has it.
/// The third byte of a tail of three is signed, the only byte of a tail of one is not (php-memcached on x86-64).
func hsiehSuperFast(_ key: Span<UInt8>) -> UInt32 {
  var hash: UInt32 = 0
  var offset = 0
  while key.count - offset >= 4 {
    hash &+= half(key, at: offset)
    hash = hash << 16 ^ (half(key, at: offset + 2) << 11 ^ hash)
    hash &+= hash >> 11
    offset += 4
  }
  switch key.count - offset {
  case 3:
    hash &+= half(key, at: offset)
    hash ^= hash << 16
    hash ^= signExtended(key[offset + 2]) << 18
    hash &+= hash >> 11
  case 2:
    hash &+= half(key, at: offset)
    hash ^= hash << 11
    hash &+= hash >> 17
  case 1:
    hash &+= UInt32(key[offset])
    hash ^= hash << 10
    hash &+= hash >> 1
  default: break
  }
  hash ^= hash << 3
  hash &+= hash >> 5
  hash ^= hash << 4
  hash &+= hash >> 17
  hash ^= hash << 25
  return hash &+ hash >> 6
}

private func half(_ key: Span<UInt8>, at offset: Int) -> UInt32 {
  UInt32(key[offset]) | UInt32(key[offset + 1]) << 8
}
