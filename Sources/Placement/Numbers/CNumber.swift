/// What C's `strtoul(text, NULL, 10)` makes of a text on 64-bit Linux, without any of its warnings.
struct CNumber {
  /// Wraps for a minus sign; 0 without digits.
  var value: UInt64 = 0
  var hasDigits = false
  var isNegative = false
  /// More than 64 bits: libmemcached gives up on the whole text.
  var overflows = false

  init(_ text: some Sequence<UInt8>) {
    var isStart = true
    for byte in text {
      if isStart, !hasDigits, isCSpace(byte) { continue }
      if isStart, byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") {
        isStart = false
        isNegative = byte == UInt8(ascii: "-")
        continue
      }
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { break }
      isStart = false
      hasDigits = true
      let (product, tooMuch) = value.multipliedReportingOverflow(by: 10)
      let (sum, tooMuchStill) = product.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
      value = sum
      if tooMuch || tooMuchStill { overflows = true }
    }
    if isNegative { value = 0 &- value }
  }
}

/// What C's `isspace` says in the C locale.
func isCSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
