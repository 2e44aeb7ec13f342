import MemcacheProtocol
import Placement

/// Finds of listed items the sessions that are where PHP has a place for them.
struct ListedPlaces {
  private let form: SessionKeyForm
  private let placement: any SessionPlacement
  /// For each node of the ring the live one under which its items are listed.
  private let live: [Int]
  private var table = PlacementTable()
  /// Items of sessions where PHP does not look for them.
  private(set) var strays = 0
  /// Sessions whose keys the protocol that lists cannot ask for.
  private(set) var unaskable = 0

  /// - Parameter names: for each live node the one under which its items are listed.
  init(_ pool: SessionPool, names: [Int]) {
    form = pool.form
    placement = pool.php.placement
    live = pool.liveIndices.map { names[$0] }
  }

  /// Some megabytes of values at a time.
  mutating func portions(of batch: ListedBatch) -> [CopyReader.Portion] {
    let sessions = batch.compactMap { item in id(of: item).map { (item: item, id: $0) } }
    placement.place(SessionBatch(bytes: batch.bytes, ranges: sessions.map(\.id.indices)), into: &table)
    var portions: [CopyReader.Portion] = []
    var before: [Int] = []
    for (index, session) in sessions.enumerated() {
      let item = session.item
      before.removeAll(keepingCapacity: true)
      var isFound = false
      for place in table.indices[index * table.width..<(index + 1) * table.width] where place >= 0 && !isFound {
        let node = live[Int(place)]
        isFound = node == item.node
        if !isFound, !before.contains(node) { before.append(node) }
      }
      guard isFound else {
        strays += 1
        continue
      }
      let key = Array(item.key)
      guard Command.accepts(key: key) else {
        unaskable += 1
        continue
      }
      if portions.last?.hasRoom(for: item) != true { portions.append(CopyReader.Portion(node: item.node)) }
      let listed = CopyReader.Listed(id: Array(session.id), key: key, before: before)
      portions[portions.count - 1].sessions.append(listed)
      portions[portions.count - 1].bytes += item.itemBytes
    }
    return portions
  }

  /// Of a session, and of what the prefix tells to be one whose id the application chose.
  private func id(of item: ListedItem) -> ArraySlice<UInt8>? {
    item.kind == .session ? item.id : form.chosenID(of: item.key)
  }
}
