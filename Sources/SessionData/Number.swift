/// Numbers as PHP writes and reads them.
enum Number {
  /// Any of PHP's texts of a double: `.1`, `1.0E+25`, `INF`, `-INF`, `NAN`. Nil when it is none.
  static func double(_ bytes: ArraySlice<UInt8>) -> Double? {
    let isNumber = bytes.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "e"), UInt8(ascii: "E"):
        true
      default: false
      }
    }
    let text = String(decoding: bytes, as: UTF8.self)
    if isNumber { return Double(text) }
    switch text.uppercased() {
    case "INF", "INFINITY": return .infinity
    case "-INF", "-INFINITY": return -.infinity
    case "NAN": return .nan
    default: return nil
    }
  }

  static func int(_ bytes: ArraySlice<UInt8>) -> Int64? { Int64(String(decoding: bytes, as: UTF8.self)) }

  /// A double as PHP prints it: in `json_encode` with `serialize_precision`, which is -1 for the shortest digits that
  /// are read back the same, or 17. Exponents are written below 1.0e-4 and from 10^17 on; whole numbers have no `.0`.
  static func text(_ value: Double, precision: FloatPrecision) -> String {
    if value.isNaN { return "NAN" }
    if value.isInfinite { return value < 0 ? "-INF" : "INF" }
    if value == 0 { return value.sign == .minus ? "-0" : "0" }
    let number =
      switch precision {
      case .shortest: Decimal(shortest: value.magnitude)
      case .digits17: Decimal(exactly: value.magnitude).rounded(to: 17)
      }
    return (value < 0 ? "-" : "") + number.text
  }
}

/// PHP's `serialize_precision`.
public enum FloatPrecision: Hashable, Sendable {
  /// -1, the default: the fewest digits that mean this number and no other.
  case shortest
  /// 17, the default before PHP 7.1.
  case digits17
}

/// Digits with a decimal point: 0.DIGITS times ten to the power of `point`. Neither begins nor ends with a zero.
private struct Decimal {
  var digits: [UInt8]
  var point: Int

  init(shortest value: Double) {
    // 12.5, 0.0001, 5e-324, 1.5e+25
    let parts = value.description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    digits = mantissa.joined().utf8.map { $0 - 0x30 }
    point = mantissa[0].utf8.count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    trim()
  }

  /// All digits of the binary number, of which there may be 767.
  init(exactly value: Double) {
    // value = significand * 2^power
    let power = Int(value.exponent) - value.significandWidth
    var significand = UInt64(value.significand * Double(sign: .plus, exponent: value.significandWidth, significand: 1))
    // Little-endian, nine digits each.
    var limbs: [UInt64] = []
    while significand > 0 {
      limbs.append(significand % 1_000_000_000)
      significand /= 1_000_000_000
    }
    // A negative power of two is as many fives and a moved point.
    for _ in 0..<abs(power) { Self.multiply(&limbs, by: power < 0 ? 5 : 2) }
    digits = limbs.reversed().flatMap { limb in
      let text = String(limb)
      return Array(repeating: 0, count: 9 - text.utf8.count) + text.utf8.map { $0 - 0x30 }
    }
    point = digits.count + min(power, 0)
    trim()
  }

  private static func multiply(_ limbs: inout [UInt64], by factor: UInt64) {
    var carry: UInt64 = 0
    for index in limbs.indices {
      let product = limbs[index] * factor + carry
      limbs[index] = product % 1_000_000_000
      carry = product / 1_000_000_000
    }
    if carry > 0 { limbs.append(carry) }
  }

  /// Half goes to the even digit, as in C.
  func rounded(to count: Int) -> Decimal {
    guard digits.count > count else { return self }
    var result = self
    let rest = digits[count...]
    result.digits = Array(digits.prefix(count))
    let isHalf = rest.first == 5 && rest.dropFirst().allSatisfy { $0 == 0 }
    let isUp = isHalf ? result.digits[count - 1] % 2 == 1 : (rest.first ?? 0) >= 5
    if isUp {
      var index = count - 1
      while index >= 0, result.digits[index] == 9 {
        result.digits[index] = 0
        index -= 1
      }
      if index >= 0 {
        result.digits[index] += 1
      } else {
        result.digits.insert(1, at: 0)
        result.point += 1
      }
    }
    result.trim()
    return result
  }

  private mutating func trim() {
    let zeros = digits.prefix { $0 == 0 }.count
    digits.removeFirst(zeros)
    point -= zeros
    while digits.last == 0 { digits.removeLast() }
  }

  var text: String {
    var text: [UInt8] = []
    text.reserveCapacity(24)
    let ascii = digits.map { $0 + 0x30 }
    if point < -3 || point > 17 {
      text += ascii.prefix(1) + [UInt8(ascii: ".")]
      text += ascii.count > 1 ? ascii[1...] : [UInt8(ascii: "0")]
      text += [UInt8(ascii: "e"), point > 0 ? UInt8(ascii: "+") : UInt8(ascii: "-")]
      text += String(abs(point - 1)).utf8
    } else if point <= 0 {
      text += [UInt8(ascii: "0"), UInt8(ascii: ".")]
      text += repeatElement(UInt8(ascii: "0"), count: -point) + ascii
    } else if ascii.count <= point {
      text += ascii + repeatElement(UInt8(ascii: "0"), count: point - ascii.count)
    } else {
      text += ascii[..<point] + [UInt8(ascii: ".")] + ascii[point...]
    }
    return String(decoding: text, as: UTF8.self)
  }
}
