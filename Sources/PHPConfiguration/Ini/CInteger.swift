/// The number at the start of a text, as C's `atoi` reads it on 64-bit Linux: blanks, a sign, decimal digits.
///
/// Beyond 64 bits it sticks at the limit, and the lower 32 bits of that are the result.
func cInteger(_ text: some Sequence<UInt8>) -> Int32 {
  var number: Int = 0
  var isNegative: Bool?
  var hasDigits = false
  for byte in text {
    if byte.isDigit {
      hasDigits = true
      let (shifted, overflowed) = number.multipliedReportingOverflow(by: 10)
      let digit = Int(byte - 0x30)
      let (sum, overflowedAgain) = shifted.addingReportingOverflow(isNegative == true ? -digit : digit)
      guard !overflowed, !overflowedAgain else {
        return Int32(truncatingIfNeeded: isNegative == true ? Int.min : Int.max)
      }
      number = sum
    } else if !hasDigits, isNegative == nil, byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") {
      isNegative = byte == UInt8(ascii: "-")
    } else if hasDigits || isNegative != nil || !(byte == 0x20 || (0x09...0x0D).contains(byte)) {
      break
    }
  }
  return Int32(truncatingIfNeeded: number)
}
