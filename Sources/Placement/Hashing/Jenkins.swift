/// libhashkit's `jenkins`: Bob Jenkins' lookup3 (`hashlittle`) with the start value 13. Checked against libhashkit 1.1.4.
func jenkinsLookup3(_ key: Span<UInt8>) -> UInt32 {
  let start = 0xdead_beef &+ UInt32(truncatingIfNeeded: key.count) &+ 13
  var (a, b, c) = (start, start, start)
  var offset = 0
  while key.count - offset > 12 {
    a &+= littleEndianWord(key, at: offset)
    b &+= littleEndianWord(key, at: offset + 4)
    c &+= littleEndianWord(key, at: offset + 8)
    mix(&a, &b, &c)
    offset += 12
  }
  guard key.count > 0 else { return c }
  a &+= littleEndianTail(key, from: offset)
  if key.count > offset + 4 { b &+= littleEndianTail(key, from: offset + 4) }
  if key.count > offset + 8 { c &+= littleEndianTail(key, from: offset + 8) }
  finish(&a, &b, &c)
  return c
}

private func mix(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32) {
  a = (a &- c) ^ rotated(c, 4)
  c &+= b
  b = (b &- a) ^ rotated(a, 6)
  a &+= c
  c = (c &- b) ^ rotated(b, 8)
  b &+= a
  a = (a &- c) ^ rotated(c, 16)
  c &+= b
  b = (b &- a) ^ rotated(a, 19)
  a &+= c
  c = (c &- b) ^ rotated(b, 4)
  b &+= a
}

private func finish(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32) {
  c = (c ^ b) &- rotated(b, 14)
  a = (a ^ c) &- rotated(c, 11)
  b = (b ^ a) &- rotated(a, 25)
  c = (c ^ b) &- rotated(b, 16)
  a = (a ^ c) &- rotated(c, 4)
  b = (b ^ a) &- rotated(a, 14)
  c = (c ^ b) &- rotated(b, 24)
}

private func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
  word << count | word >> (32 - count)
}
