/// What a session holds, as a tree: the values in the order in which they were written, each container before what is
/// in it.
///
/// The nodes lie in one array and name each other by index, so that a tree of any depth is made, copied and given back
/// without recursion, and a value that is used twice is there once. Strings stay where they were read: a node says
/// which bytes are its own.
public struct SessionTree: Hashable, Sendable {
  /// Preorder: what is in a container stands directly behind it, up to its `end`. Empty when nothing was decoded.
  public let nodes: [Node]
  /// Numbers for the nodes that others point to (`alias`, `same`), from 1, in the order of the nodes.
  public let labels: [Int: Int]
  let input: PlainData
  let extra: [UInt8]

  public struct Node: Hashable, Sendable {
    /// How the container names it.
    public var key: Key
    public var value: Value
    /// How many containers it is in.
    public var level: UInt16
    var start: UInt32
    var behind: UInt32
    var nextNode: UInt32

    /// Where its encoding begins in the plain (not compressed) data.
    public var byte: Int { Int(start) }
    /// How long its encoding is, without that of the key.
    public var bytes: Int { Int(behind - start) }
    /// Index of the first node that is not in it.
    public var end: Int { Int(nextNode) }
  }

  public enum Key: Hashable, Sendable {
    /// The root has none.
    case none
    case index(Int64)
    /// Of an array's element, or of a public property.
    case name(Text)
    case protected(Text)
    case `private`(Text, of: Text)

    /// The name without what PHP puts before those of hidden properties.
    public var name: Text? {
      switch self {
      case .none, .index: nil
      case .name(let name), .protected(let name), .private(let name, of: _): name
      }
    }
  }

  public enum Value: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(Text)
    /// How many elements it has (in a damaged session: were decoded).
    case array(count: Int)
    /// Its properties, or what its `__serialize` gave. JSON and msgpack have objects without a class: its name is empty.
    case object(of: Text, count: Int)
    case enumCase(of: Text, Text)
    /// What the `serialize` of a class with the interface Serializable made; only that class can read it. A msgpack
    /// extension type has no class.
    case custom(of: Text, data: Text)
    /// A PHP reference (`&`): the same variable as the node with this index.
    case alias(of: Int)
    /// The same object as the node with this index, or (igbinary) an array that was not copied yet.
    case same(as: Int)
  }

  /// Bytes of the session: no text, for PHP's strings have no encoding.
  public struct Text: Hashable, Sendable {
    let start: UInt32
    let length: UInt32

    public var count: Int { Int(length) }
  }

  public static let empty = SessionTree(nodes: [], input: [])

  init(nodes: [Node], input: ArraySlice<UInt8>) {
    self.init(nodes: nodes, input: PlainData(input), extra: [], hasPointers: false)
  }

  /// - Parameter hasPointers: some nodes point to others.
  init(nodes: [Node], input: PlainData, extra: [UInt8], hasPointers: Bool) {
    self.nodes = nodes
    self.input = input
    self.extra = extra
    guard hasPointers else {
      labels = [:]
      return
    }
    let targets = Set(nodes.compactMap(\.value.target)).sorted()
    labels = Dictionary(uniqueKeysWithValues: targets.enumerated().map { ($1, $0 + 1) })
  }

  /// The bytes of a text of this tree.
  public func bytes(of text: Text) -> ArraySlice<UInt8> {
    let start = Int(text.start)
    return start < input.count ? input[start..<start + text.count] : extra[(start - input.count)...].prefix(text.count)
  }

  /// Calls `body` with the plain data, of which most texts are pieces.
  public func withPlainBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    input.bytes.withUnsafeBytes(body)
  }

  /// Where in the plain data a text stands; nil when it was written there in another way.
  @inline(__always)
  public func plainRange(of text: Text) -> Range<Int>? {
    text.start < input.count ? Int(text.start)..<Int(text.start) + Int(text.length) : nil
  }

  /// Indices of the nodes directly in a container.
  public func children(of node: Int) -> some Sequence<Int> {
    sequence(state: node + 1) { next in
      guard next < nodes[node].end else { return nil }
      defer { next = nodes[next].end }
      return next
    }
  }

  /// An array whose keys are 0, 1, 2 … in this order: JSON has it as a list.
  public func isList(_ node: Int) -> Bool {
    guard case .array = nodes[node].value else { return false }
    var expected: Int64 = 0
    for child in children(of: node) {
      guard nodes[child].key == .index(expected) else { return false }
      expected += 1
    }
    return true
  }
}

extension SessionTree.Value {
  /// The node that it points to.
  public var target: Int? {
    switch self {
    case .alias(let node), .same(let node): node
    case .null, .bool, .int, .double, .string, .array, .object, .enumCase, .custom: nil
    }
  }
}
