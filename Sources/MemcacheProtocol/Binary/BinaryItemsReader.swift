/// Reads what comes of a `GETK` for the first key and many `GETKQ` for the others: these are sent in batches with a `noop`
/// behind each, and answered for each item that is there, in the order of the keys; by the `noop`'s answer all others of
/// the batch are known to be missing.
///
/// The opaque of the request for key number `n` is `opaque` + n, that of a `noop` is `opaque` + the number of keys in
/// front of it.
public struct BinaryItemsReader: ReplyReader {
  private let keys: [[UInt8]]
  private let fields: ItemFields
  private let opaque: UInt32
  private var items: [StoredItem?] = []
  /// The item whose value is coming, and how many of its bytes have not come.
  private var open: (item: StoredItem, missing: Int)?
  /// How many keys belong to batches that are done; the first key is one by itself.
  private var done = 0
  private var room = Limits.batchValueBytes

  /// - Parameter keys: one at least.
  public init(_ keys: [[UInt8]], _ fields: ItemFields, opaque: UInt32) {
    self.keys = keys
    self.fields = fields
    self.opaque = opaque
    items.reserveCapacity(keys.count)
  }

  public var answered: Int { items.count }

  public mutating func read(_ input: Span<UInt8>, used: inout Int) throws(ReplyError) -> [StoredItem?]? {
    while done < keys.count {
      if done == 0 && !items.isEmpty {
        done = 1
        continue
      }
      if open != nil {
        guard takeValue(input, &used) else { return nil }
        continue
      }
      guard let header = try input.binaryHeader(at: used, valueUpTo: Limits.valueBytes) else { return nil }
      let number = Int(header.opaque &- opaque)
      switch header.opcode {
      case BinaryRequest.Opcode.noOperation where done > 0 && number == batchEnd:
        guard let packet = try input.binaryPacket(at: used, valueUpTo: Limits.lineBytes) else { return nil }
        guard header.status == .success else { throw input.refusal(packet) }
        used = packet.next
        addMisses(upTo: batchEnd)
        done = batchEnd
      case BinaryRequest.Opcode.get where done == 0 && number == 0,
        BinaryRequest.Opcode.getQuietly where done > 0 && number >= items.count && number < batchEnd:
        guard try openItem(header, number, input, &used) else { return nil }
      default: throw .unasked
      }
    }
    return items
  }

  private var batchEnd: Int { min(done + Limits.keysInBatch, keys.count) }

  /// Takes all of an answer but its value; false when it has not come.
  private mutating func openItem(
    _ header: BinaryHeader, _ number: Int, _ input: Span<UInt8>, _ used: inout Int
  ) throws(ReplyError) -> Bool {
    guard header.status == .success else {
      guard let packet = try input.binaryPacket(at: used, valueUpTo: Limits.lineBytes) else { return false }
      guard header.status == .notFound else { throw input.refusal(packet) }
      used = packet.next
      addMisses(upTo: number + 1)
      return true
    }
    guard header.extrasBytes == 4 else { throw .excessive("an item without its flags") }
    let key = used + BinaryHeader.byteCount + header.extrasBytes
    let value = key + header.keyBytes
    guard input.count >= value else { return false }
    guard input.bytes(key..<value) == keys[number] else { throw .unasked }
    var item = StoredItem()
    item.flags = input.bigEndian(at: used + BinaryHeader.byteCount)
    item.valueBytes = header.valueBytes
    if fields.contains(.cas) { item.cas = header.cas }
    if fields.contains(.value) { item.value = try roomForValue(of: header.valueBytes, in: &room) }
    used = value
    addMisses(upTo: number)
    open = (item, header.valueBytes)
    return true
  }

  /// Takes, or passes over, what has come of the value; true when it is complete.
  private mutating func takeValue(_ input: Span<UInt8>, _ used: inout Int) -> Bool {
    let here = min(open?.missing ?? 0, input.count - used)
    input.extracting(used..<used + here).withUnsafeBufferPointer { open?.item.value?.append(contentsOf: $0) }
    open?.missing -= here
    used += here
    guard let complete = open, complete.missing == 0 else { return false }
    items.append(complete.item)
    open = nil
    return true
  }

  private mutating func addMisses(upTo end: Int) {
    while items.count < end { items.append(nil) }
  }
}

extension Span<UInt8> {
  fileprivate func refusal(_ packet: BinaryPacket) -> ReplyError {
    .refused(ErrorReply(packet.header.status, text: bytes(packet.value)))
  }
}
