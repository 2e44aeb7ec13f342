/// A piece of output that has its room from the start: what does not fit is left out, and the page says so.
///
/// Bulk JSON is a few hundred short pieces a session. In an array each of them would ask whether the array is shared and
/// whether it has to grow, which takes longer than the copying.
struct TextPage {
  private let room: UnsafeMutableRawBufferPointer
  private(set) var count = 0
  /// Something did not fit: what was written since is of no use.
  private(set) var isOverfull = false

  private init(_ room: UnsafeMutableRawBufferPointer) { self.room = room }

  /// Pages with the texts of all elements in their order. An element stands whole on one page.
  ///
  /// - Parameters:
  ///   - size: bytes of a page, but for one with a single longer text.
  ///   - append: writes the text of one element; it is asked again where that did not fit.
  static func pages<Elements: RandomAccessCollection>(
    of elements: Elements, size: Int = 64 << 10, _ append: (Elements.Element, inout TextPage) -> Void
  ) -> [[UInt8]] {
    var pages: [[UInt8]] = []
    var size = size
    var next = elements.startIndex
    while next < elements.endIndex {
      let page = [UInt8](unsafeUninitializedCapacity: size) { room, filled in
        var page = TextPage(UnsafeMutableRawBufferPointer(room))
        repeat {
          append(elements[next], &page)
          guard !page.isOverfull else { return }
          filled = page.count
          elements.formIndex(after: &next)
        } while next < elements.endIndex
      }
      if page.isEmpty { size *= 4 } else { pages.append(page) }
    }
    return pages
  }

  @inline(__always)
  mutating func put(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count <= room.count - count, let from = bytes.baseAddress, let to = room.baseAddress else {
      // Of nothing there is no address.
      isOverfull = isOverfull || !bytes.isEmpty
      return
    }
    (to + count).copyMemory(from: from, byteCount: bytes.count)
    count += bytes.count
  }

  /// What is JSON already: names, commas, braces.
  @inline(__always)
  mutating func put(_ text: StaticString) {
    put(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func put(_ bytes: [UInt8]) { bytes.withUnsafeBytes { put($0) } }

  mutating func put(_ bytes: ArraySlice<UInt8>) { bytes.withUnsafeBytes { put($0) } }

  @inline(__always)
  mutating func put(_ byte: UInt8) {
    guard count < room.count else {
      isOverfull = true
      return
    }
    room[count] = byte
    count += 1
  }
}

extension TextPage {
  /// A JSON string with its quotes.
  mutating func append(_ text: String) {
    var text = text
    let isWritten = text.withUTF8 { appendPlain($0) }
    guard !isWritten else { return }
    var bytes: [UInt8] = []
    JSONBytes.append(text, to: &bytes)
    put(bytes)
  }

  /// Text in UTF-8 as a string; false, and nothing is written, when it needs an escape.
  private mutating func appendPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard JSONBytes.isPlain(text) else { return false }
    put(UInt8(ascii: "\""))
    put(UnsafeRawBufferPointer(text))
    put(UInt8(ascii: "\""))
    return true
  }

  /// ASCII as a string; false, and nothing is written, when it is none or needs an escape.
  mutating func appendASCII(_ text: [UInt8]) -> Bool {
    guard text.allSatisfy({ $0 < 0x80 }) else { return false }
    return text.withUnsafeBufferPointer { appendPlain($0) }
  }

  mutating func append(_ text: String?) {
    if let text { append(text) } else { put("null") }
  }

  mutating func append(_ truth: Bool?) {
    switch truth {
    case true?: put("true")
    case false?: put("false")
    case nil: put("null")
    }
  }

  mutating func append(_ number: (some FixedWidthInteger)?) {
    if let number { append(number) } else { put("null") }
  }

  mutating func append(_ number: some FixedWidthInteger) {
    if number < 0 { put(UInt8(ascii: "-")) }
    let magnitude = UInt64(number.magnitude)
    if magnitude < 10 { return put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude)) }
    digits(magnitude)
  }

  private mutating func digits(_ number: UInt64) {
    var count = 1
    var bound: UInt64 = 10
    while number >= bound, count < 19 {
      bound *= 10
      count += 1
    }
    if number >= bound { count = 20 }
    guard count <= room.count - self.count else {
      isOverfull = true
      return
    }
    var rest = number
    for place in stride(from: self.count + count - 1, through: self.count, by: -1) {
      let (others, digit) = rest.quotientAndRemainder(dividingBy: 10)
      room[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
      rest = others
    }
    self.count += count
  }
}
