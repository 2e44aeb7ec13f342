import Glibc

/// Sorts more records than memory should hold, by the bytes of their keys: what fills the memory is sorted and put aside
/// as a run in a file without a name, and the runs are merged. Records of the same key keep their order.
///
/// (Knuth, The Art of Computer Programming, volume 3, 5.4: balanced merging, with one pass.)
///
///     var sort = ExternalSort(in: .usual)
///     sort.add(key: id, record)          // many times, and now and then:
///     try await sort.settle()
///     var sorted = try await sort.sorted()
///     while let batch = try await sorted.next() { for record in batch { … } }
public struct ExternalSort {
  private let folder: ScratchFolder
  private let memory: Int
  private let limit: Int
  private var records = RecordBuffer()
  private var runs: [Range<Int>] = []
  private var file: ScratchFile?

  /// - Parameters:
  ///   - memory: bytes of records that are held before they are put aside.
  ///   - limit: how many records are wanted: the first ones. Of a small number the others are not even put aside.
  public init(in folder: ScratchFolder, memory: Int = 8 << 20, limit: Int = .max) {
    self.folder = folder
    self.memory = memory
    self.limit = limit
  }

  /// - Parameters:
  ///   - key: less than 64 KiB.
  ///   - payload: less than 64 KiB.
  public mutating func add(key: some Collection<UInt8>, _ payload: some Collection<UInt8>) {
    records.append(key, payload)
  }

  /// Puts aside what fills the memory. Call it after every few records; it does not block the thread.
  ///
  /// Throws `ScratchFailure`.
  public mutating func settle() async throws {
    guard records.size > memory else { return }
    let (folder, limit) = (folder, limit)
    let full = records
    records = RecordBuffer()
    let (file, end) = (file, runs.last?.upperBound ?? 0)
    let keepsFew = memory / 2
    let outcome = try await blocking { () throws -> Settled in
      var sorted = full
      sorted.sort(upTo: limit)
      if sorted.count == limit, sorted.size <= keepsFew { return .kept(sorted) }
      let file = if let file { file } else { try ScratchFile(in: folder) }
      return .written(file, end..<end + (try sorted.write(to: file, at: end)))
    }
    switch outcome {
    case .kept(let few): records = few
    case .written(let file, let run):
      self.file = file
      runs.append(run)
    }
  }

  private enum Settled: Sendable {
    case kept(RecordBuffer)
    case written(ScratchFile, Range<Int>)
  }

  /// All records in order: those that were added until now.
  ///
  /// Throws `ScratchFailure`.
  public func sorted() async throws -> SortedRecords {
    let (rest, limit, file, runs) = (records, limit, file, runs)
    return try await blocking { () throws -> SortedRecords in
      var rest = rest
      rest.sort(upTo: limit)
      return SortedRecords(try RunMerge(runs, of: file, and: rest, limit: limit))
    }
  }
}

/// The records of an `ExternalSort` in order, some at a time.
public struct SortedRecords: Sendable {
  /// Records one after the other.
  public struct Batch: Sequence, Sendable {
    let bytes: [UInt8]

    public struct Iterator: IteratorProtocol {
      fileprivate let bytes: [UInt8]
      fileprivate var offset = 0

      public mutating func next() -> Record? {
        guard offset < bytes.count else { return nil }
        let layout = RecordLayout(bytes, at: offset)
        offset = layout.end
        return Record(key: bytes[layout.key], payload: bytes[layout.payload])
      }
    }

    public func makeIterator() -> Iterator { Iterator(bytes: bytes) }
  }

  public struct Record: Sendable {
    public let key: ArraySlice<UInt8>
    public let payload: ArraySlice<UInt8>
  }

  private var merge: RunMerge

  init(_ merge: RunMerge) { self.merge = merge }

  /// Nil after the last ones. Throws `ScratchFailure`, and `CancellationError`.
  public mutating func next() async throws -> Batch? {
    try Task.checkCancellation()
    let merge = merge
    let (rest, bytes) = try await blocking { () throws -> (RunMerge, [UInt8]) in
      var merge = merge
      let bytes = try merge.next(atLeast: 128 << 10)
      return (merge, bytes)
    }
    self.merge = rest
    return bytes.isEmpty ? nil : Batch(bytes: bytes)
  }
}
