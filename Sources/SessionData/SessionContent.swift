/// What an item holds, decoded as far as it goes. A damaged value is a result, not an error: what stood before the
/// damage is there.
public struct SessionContent: Hashable, Sendable {
  /// What the value turned out to be.
  public enum Form: Hashable, Sendable {
    case serialized(SessionSerializer)
    /// No bytes: a session that holds nothing yet.
    case empty
    /// A string, number or truth value that a `Memcache` or `Memcached` object wrote, or bytes of no known form.
    case plain
  }
  /// Who said what it is.
  public enum Evidence: Hashable, Sendable {
    /// `session.serialize_handler`.
    case configuration
    /// The client flags of the item.
    case flags
    /// The bytes themselves: nobody else knew.
    case content
  }
  public enum Fault: Error, Hashable, Sendable {
    case compression(CompressionFault)
    case serialized(SessionSerializer, DecodingFault)
    /// Flags that the extension does not use: the number that stands where the type belongs.
    case unknownType(UInt32)
    /// The bytes of a number or truth value are none.
    case notOfItsType(String)

    public var summary: String {
      switch self {
      case .compression(let fault): fault.summary
      case .serialized(let serializer, let fault): "no valid \(serializer.rawValue) data: \(fault.summary)"
      case .unknownType(let type): "the item's flags name type \(type), which the extension does not use"
      case .notOfItsType(let type): "the item's flags say \(type), and its bytes are none"
      }
    }
  }

  public var tree: SessionTree
  public var form: Form
  public var evidence: Evidence
  public var compression: Compression?
  /// The length of the value as the server holds it.
  public var storedBytes: Int
  /// Its length when decompressed, or as far as that went.
  public var plainBytes: Int
  /// Why the tree is not all of it; nil when it is.
  public var fault: Fault?
  /// When the configured serializer does not fit: one that does, by content.
  public var fitting: SessionSerializer?

  /// Decodes the value of an item.
  ///
  /// - Parameters:
  ///   - flags: the item's client flags.
  ///   - handler: the extension that wrote it.
  ///   - serializer: `session.serialize_handler`; nil when it is not known, and it is told by the content then.
  public static func decode(
    _ stored: [UInt8], flags: UInt32, handler: StoringExtension, serializer: SessionSerializer?,
    limits: DecodingLimits = .standard
  ) -> SessionContent {
    decode(stored[...], flags: flags, handler: handler, serializer: serializer, limits: limits)
  }

  /// The same for a piece of many values, which is not copied.
  public static func decode(
    _ stored: ArraySlice<UInt8>, flags: UInt32, handler: StoringExtension, serializer: SessionSerializer?,
    limits: DecodingLimits = .standard
  ) -> SessionContent {
    let value = StoredValue(flags: flags, from: handler)
    // Positions in a tree have 32 bits; no item is a quarter as long.
    let plain = value.plain(stored, limit: min(limits.plainBytes, Int(Int32.max)))
    var content = SessionContent(
      tree: .empty, form: .plain, evidence: .flags, compression: value.compression, storedBytes: stored.count,
      plainBytes: plain.bytes.count)
    switch value.kind {
    case .string: content.readSession(plain.bytes, serializer, limits, isWhole: plain.fault == nil)
    case .serialized(let serializer): content.read(plain.bytes, serializer, limits)
    case .int:
      let number = Number.int(plain.bytes)
      content.readScalar(number.map { .int($0) }, "an integer", plain.bytes, limits)
    case .double:
      let number = Number.double(plain.bytes)
      content.readScalar(number.map { .double($0) }, "a floating-point number", plain.bytes, limits)
    case .bool:
      let isFalse = plain.bytes.isEmpty || plain.bytes == [UInt8(ascii: "0")]
      let isTrue = plain.bytes == [UInt8(ascii: "1")]
      content.readScalar(isFalse || isTrue ? .bool(isTrue) : nil, "true or false", plain.bytes, limits)
    case .unknown(let type):
      content.readScalar(nil, "", plain.bytes, limits)
      content.fault = .unknownType(type)
    }
    // What decompression says comes before what its consequences are.
    if let fault = plain.fault { content.fault = .compression(fault) }
    return content
  }

  private mutating func read(_ plain: ArraySlice<UInt8>, _ serializer: SessionSerializer, _ limits: DecodingLimits) {
    let (decoded, fault) = serializer.decode(plain, limits: limits)
    tree = decoded
    form = .serialized(serializer)
    self.fault = fault.map { .serialized(serializer, $0) }
  }

  private mutating func readSession(
    _ plain: ArraySlice<UInt8>, _ serializer: SessionSerializer?, _ limits: DecodingLimits, isWhole: Bool
  ) {
    if plain.isEmpty {
      form = .empty
      evidence = serializer == nil ? .content : .configuration
      tree = isWhole ? SessionSerializer.php.decode([], limits: limits).tree : .empty
      return
    }
    if let serializer {
      evidence = .configuration
      read(plain, serializer, limits)
      guard isWhole, fault != nil else { return }
      fitting = SessionSerializer.candidates(for: plain).first { other in
        other != serializer && other.decode(plain, limits: limits).fault == nil
      }
      return
    }
    evidence = .content
    var furthest: (serializer: SessionSerializer, tree: SessionTree, fault: DecodingFault)?
    for candidate in SessionSerializer.candidates(for: plain) {
      let (tree, fault) = candidate.decode(plain, limits: limits)
      guard let fault else {
        self.tree = tree
        form = .serialized(candidate)
        return
      }
      if candidate.isRecognized(tree, fault), fault.byte > furthest?.fault.byte ?? -1 {
        furthest = (candidate, tree, fault)
      }
    }
    if let furthest {
      tree = furthest.tree
      form = .serialized(furthest.serializer)
      fault = .serialized(furthest.serializer, furthest.fault)
    } else {
      readScalar(nil, "", plain, limits)
      fault = nil
    }
  }

  /// One value alone; the bytes as a string when it is nil.
  private mutating func readScalar(
    _ value: SessionTree.Value?, _ type: String, _ plain: ArraySlice<UInt8>, _ limits: DecodingLimits
  ) {
    form = .plain
    let whole = SessionTree.Text(start: 0, length: UInt32(plain.count))
    tree = SessionTree(
      nodes: [
        SessionTree.Node(
          key: .none, value: value ?? .string(whole), level: 0, start: 0, behind: UInt32(plain.count), nextNode: 1)
      ], input: plain)
    if value == nil { fault = .notOfItsType(type) }
  }
}
