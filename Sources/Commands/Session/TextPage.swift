/// A piece of output that has its room from the start: what does not fit is left out, and the page says so.
///
/// Bulk JSON is a few hundred short pieces a session. In an array each of them would ask whether the array is shared and
/// whether it has to grow, which takes longer than the copying.
struct TextPage {
  private let start: UnsafeMutableRawPointer
  private let end: UnsafeMutableRawPointer
  private var next: UnsafeMutableRawPointer
  /// Something did not fit: what was written since is of no use.
  private(set) var isOverfull = false

  private init(_ room: UnsafeMutableRawPointer, bytes: Int) {
    start = room
    next = room
    end = room + bytes
  }

  var count: Int { next - start }

  /// Pages with the texts of all elements in their order. An element stands whole on one page.
  ///
  /// - Parameters:
  ///   - size: bytes of a page, but for one with a single longer text.
  ///   - used: pages that are written and done with, whose room is taken first: room that is given back to the system
  ///     and asked for again costs more than the writing.
  ///   - append: writes the text of one element; it is asked again where that did not fit.
  static func pages<Elements: RandomAccessCollection>(
    of elements: Elements, size: Int = 64 << 10, reusing used: inout [[UInt8]],
    _ append: (Elements.Element, inout TextPage) -> Void
  ) -> [[UInt8]] {
    var pages: [[UInt8]] = []
    var size = size
    var index = elements.startIndex
    while index < elements.endIndex {
      var bytes = used.popLast() ?? []
      bytes.removeAll(keepingCapacity: true)
      bytes.append(addingCapacity: size) { room in
        room.withUnsafeMutableBufferPointer { room, filled in
          guard let start = room.baseAddress else { return }
          var page = TextPage(start, bytes: room.count)
          repeat {
            append(elements[index], &page)
            guard !page.isOverfull else { return }
            filled = page.count
            elements.formIndex(after: &index)
          } while index < elements.endIndex
        }
      }
      if bytes.isEmpty { size *= 4 } else { pages.append(bytes) }
    }
    return pages
  }

  static func pages<Elements: RandomAccessCollection>(
    of elements: Elements, size: Int = 64 << 10, _ append: (Elements.Element, inout TextPage) -> Void
  ) -> [[UInt8]] {
    var none: [[UInt8]] = []
    return pages(of: elements, size: size, reusing: &none, append)
  }

  @inline(__always)
  mutating func put(_ bytes: UnsafeRawBufferPointer) {
    guard let from = bytes.baseAddress else { return }
    put(from, bytes.count)
  }

  @inline(__always)
  private mutating func put(_ from: UnsafeRawPointer, _ count: Int) {
    guard count <= end - next else {
      isOverfull = true
      return
    }
    next.copyMemory(from: from, byteCount: count)
    next += count
  }

  /// What is JSON already: names, commas, braces.
  @inline(__always)
  mutating func put(_ text: StaticString) { put(text.utf8Start, text.utf8CodeUnitCount) }

  mutating func put(_ bytes: [UInt8]) { bytes.withUnsafeBytes { put($0) } }

  mutating func put(_ bytes: ArraySlice<UInt8>) { bytes.withUnsafeBytes { put($0) } }

  @inline(__always)
  mutating func put(_ byte: UInt8) {
    guard next < end else {
      isOverfull = true
      return
    }
    next.storeBytes(of: byte, as: UInt8.self)
    next += 1
  }

  /// Room for some bytes that are written by `write`, unless there is none.
  @inline(__always)
  fileprivate mutating func put(_ count: Int, _ write: (UnsafeMutableRawPointer) -> Void) {
    guard count <= end - next else {
      isOverfull = true
      return
    }
    write(next)
    next += count
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
  mutating func appendASCII(_ text: ArraySlice<UInt8>) -> Bool {
    text.withUnsafeBufferPointer { text in
      var all: UInt8 = 0
      for byte in text { all |= byte }
      return all < 0x80 && appendPlain(text)
    }
  }

  /// The same for a word of ours, which needs no escape.
  mutating func append(word: String?) {
    guard var word else { return put("null") }
    put(UInt8(ascii: "\""))
    word.withUTF8 { put(UnsafeRawBufferPointer($0)) }
    put(UInt8(ascii: "\""))
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
    digits(UInt64(number.magnitude))
  }

  private mutating func digits(_ number: UInt64) {
    if number < 10 { return put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number)) }
    var count = 2
    var bound: UInt64 = 100
    while number >= bound, count < 19 {
      bound *= 10
      count += 1
    }
    if number >= bound { count = 20 }
    put(count) { room in
      var rest = number
      for place in stride(from: count - 1, through: 0, by: -1) {
        let (others, digit) = rest.quotientAndRemainder(dividingBy: 10)
        room.storeBytes(of: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit), toByteOffset: place, as: UInt8.self)
        rest = others
      }
    }
  }
}
