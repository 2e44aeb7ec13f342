/// A tree in the making: the input, how far it is read, and the containers that are still open.
///
/// Every format is a loop over `leaf`, `open` and `close`: nothing recurses, and nothing is allocated for a length or a
/// number of elements before they have come.
struct Decoding {
  let input: PlainData
  /// The bytes of `input`, for single ones: no reference is counted and no bound checked twice.
  private let bytes: UnsafeBufferPointer<UInt8>
  let limits: DecodingLimits
  var position = 0
  var nodes: [SessionTree.Node] = []
  /// What is no piece of the input: unescaped strings.
  var extra: [UInt8] = []
  var frames: [Frame] = []
  /// The key of the value that comes next.
  var key = SessionTree.Key.none
  /// The nodes that have a number in the format, in the order of the numbers.
  var slots: [Int] = []
  private var hasPointers = false

  struct Frame {
    let node: Int
    /// Elements that were announced and have not come.
    var remaining: Int
    /// Elements that have come.
    var count = 0
    /// Whether it is a JSON array, whose elements have no keys of their own.
    var isList = false
    /// The key of the next element of such a list.
    var next: Int64 = 0
  }

  /// - Parameter bytes: of `input`; they must stay there.
  init(_ input: ArraySlice<UInt8>, at bytes: UnsafeBufferPointer<UInt8>, limits: DecodingLimits) {
    self.input = PlainData(input)
    self.bytes = bytes
    self.limits = limits
    // By what has come: a value takes some bytes, in sessions ten to twenty.
    let expected = min(4096, input.count / 12 + 4)
    nodes.reserveCapacity(expected)
    slots.reserveCapacity(expected)
    frames.reserveCapacity(6)
  }

  var isAtEnd: Bool { position >= input.count }
  var byte: UInt8? { position < bytes.count ? bytes[position] : nil }
  var left: Int { input.count - position }

  // MARK: Building

  /// Adds a value that begins at `start`; it ends where the reading stands, unless it is opened.
  @discardableResult
  mutating func leaf(_ value: SessionTree.Value, from start: Int) throws(DecodingFault) -> Int {
    guard nodes.count < limits.values else {
      throw fault("no more than \(limits.values) values, the limit of this program", at: start)
    }
    nodes.append(
      SessionTree.Node(
        key: key, value: value, level: UInt16(truncatingIfNeeded: frames.count),
        start: UInt32(truncatingIfNeeded: start),
        behind: UInt32(truncatingIfNeeded: position), nextNode: UInt32(truncatingIfNeeded: nodes.count + 1)))
    if !frames.isEmpty { frames[frames.count - 1].count += 1 }
    key = .none
    return nodes.count - 1
  }

  /// Adds a container; what comes until `close` is in it.
  @discardableResult
  mutating func open(_ value: SessionTree.Value, from start: Int, elements: Int, isList: Bool = false)
    throws(DecodingFault) -> Int
  {
    guard frames.count < limits.depth else {
      throw fault("no more than \(limits.depth) containers within each other, the limit of PHP", at: start)
    }
    let node = try leaf(value, from: start)
    frames.append(Frame(node: node, remaining: elements, isList: isList))
    return node
  }

  mutating func close() {
    guard let frame = frames.popLast() else { return }
    nodes[frame.node].behind = UInt32(position)
    nodes[frame.node].nextNode = UInt32(nodes.count)
    nodes[frame.node].value.setCount(frame.count)
  }

  /// The tree as far as it came.
  mutating func finish() -> SessionTree {
    position = min(position, input.count)
    while !frames.isEmpty { close() }
    return SessionTree(nodes: nodes, input: input, extra: extra, hasPointers: hasPointers)
  }

  /// Adds a value that points to an earlier one. What points to a pointer points to its target.
  mutating func pointer(to slot: Int, isAlias: Bool, from start: Int) throws(DecodingFault) -> Int {
    guard slots.indices.contains(slot) else {
      throw fault("the number of one of the \(slots.count) values before", at: start)
    }
    hasPointers = true
    let target = nodes[slots[slot]].value.target ?? slots[slot]
    return try leaf(isAlias ? .alias(of: target) : .same(as: target), from: start)
  }

  // MARK: Reading

  func fault(_ expected: String, at place: Int? = nil) -> DecodingFault {
    let place = place ?? position
    return DecodingFault(
      byte: place, expected: expected, found: place < input.count ? input[place] : nil, path: path,
      decodedValues: nodes.count)
  }

  /// Where the reading stands, in names; the innermost ones when there are many.
  private var path: String {
    let shown = 8
    var keys = frames.suffix(shown).map { nodes[$0.node].key } + [key]
    keys.removeAll { $0 == .none }
    let cut = frames.count > shown ? "… > " : ""
    return cut
      + keys.map { key in
        switch key {
        case .none: ""
        case .index(let index): String(index)
        case .name(let name), .protected(let name), .private(let name, of: _):
          Escaped.bare(bytes(of: name).prefix(60))
        }
      }.joined(separator: " > ")
  }

  func bytes(of text: SessionTree.Text) -> ArraySlice<UInt8> {
    let start = Int(text.start)
    return start < input.count ? input[start..<start + text.count] : extra[(start - input.count)...].prefix(text.count)
  }

  /// What is said when it is not there is put together only then: this runs for every byte or two of a session.
  @inline(__always)
  mutating func expect(_ character: Unicode.Scalar, _ meaning: StaticString) throws(DecodingFault) {
    if !skip(character) { throw fault(missing: character, meaning) }
  }

  mutating func expect(word: StaticString, _ meaning: StaticString) throws(DecodingFault) {
    for offset in 0..<word.utf8CodeUnitCount {
      guard byte == word.utf8Start[offset] else { throw fault("\(word) \(meaning)") }
      position += 1
    }
  }

  /// Moves behind an ASCII character if that is there.
  @inline(__always)
  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard byte == UInt8(truncatingIfNeeded: character.value) else { return false }
    position += 1
    return true
  }

  @inline(never)
  private func fault(missing character: Unicode.Scalar, _ meaning: StaticString) -> DecodingFault {
    fault("\(character) \(meaning)")
  }

  /// Where a byte is next; nil when there is none.
  func next(_ wanted: UInt8) -> Int? {
    var place = position
    while place < bytes.count {
      if bytes[place] == wanted { return place }
      place += 1
    }
    return nil
  }

  /// The next `count` bytes, of which `what` consists.
  mutating func text(_ count: Int, _ what: String) throws(DecodingFault) -> SessionTree.Text {
    guard count <= left else { throw fault("\(what) of \(count) bytes; \(left) are left", at: position) }
    defer { position += count }
    return SessionTree.Text(start: UInt32(position), length: UInt32(count))
  }

  /// A text that is no piece of the input.
  mutating func keep(_ bytes: some Collection<UInt8>) -> SessionTree.Text {
    let start = input.count + extra.count
    extra += bytes
    return SessionTree.Text(start: UInt32(start), length: UInt32(bytes.count))
  }

  /// A big-endian number of so many bytes.
  mutating func bigEndian(_ bytes: Int, _ what: String) throws(DecodingFault) -> UInt64 {
    guard bytes <= left else { throw fault("\(what) of \(bytes) bytes", at: input.count) }
    var number: UInt64 = 0
    for _ in 0..<bytes {
      number = number << 8 | UInt64(input[position])
      position += 1
    }
    return number
  }

  /// Decimal digits, with a sign where that is allowed.
  mutating func decimal(_ what: @autoclosure () -> String, signed: Bool = false) throws(DecodingFault) -> Int64 {
    let start = position
    let isNegative = signed && byte == UInt8(ascii: "-")
    if isNegative || (signed && byte == UInt8(ascii: "+")) { position += 1 }
    let digits = position
    var number: Int64 = 0
    // So many fit, whatever they are.
    let surely = min(bytes.count, digits + 18)
    while position < surely, case let digit = bytes[position] &- 0x30, digit < 10 {
      number = number &* 10 &+ Int64(digit)
      position += 1
    }
    if isNegative { number = -number }
    while let byte, case let digit = byte &- 0x30, digit < 10 {
      let (product, over) = number.multipliedReportingOverflow(by: 10)
      let (sum, carry) =
        isNegative
        ? product.subtractingReportingOverflow(Int64(digit)) : product.addingReportingOverflow(Int64(digit))
      if over || carry { throw fault("\(what()) that fits into 64 bits", at: start) }
      number = sum
      position += 1
    }
    if position == digits { throw fault(what()) }
    return number
  }

  /// The key that a property has by PHP's mangled name: `\0*\0name` is protected, `\0Class\0name` private.
  func propertyKey(_ text: SessionTree.Text) -> SessionTree.Key {
    let name = bytes(of: text)
    guard name.first == 0, let second = name.dropFirst().firstIndex(of: 0) else { return .name(text) }
    let classLength = second - name.startIndex - 1
    let rest = SessionTree.Text(
      start: text.start + UInt32(classLength) + 2, length: text.length - UInt32(classLength) - 2)
    if name.dropFirst().prefix(classLength).elementsEqual("*".utf8) { return .protected(rest) }
    return .private(rest, of: SessionTree.Text(start: text.start + 1, length: UInt32(classLength)))
  }

  /// Whether the innermost open container is an object.
  var isInObject: Bool {
    guard let frame = frames.last, case .object = nodes[frame.node].value else { return false }
    return true
  }
}

extension SessionTree.Value {
  fileprivate mutating func setCount(_ count: Int) {
    switch self {
    case .array: self = .array(count: count)
    case .object(let name, _): self = .object(of: name, count: count)
    case .null, .bool, .int, .double, .string, .enumCase, .custom, .alias, .same: break
    }
  }
}
