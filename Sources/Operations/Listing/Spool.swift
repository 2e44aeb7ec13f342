import Dispatch
import Synchronization

/// A queue of pieces of bytes between those who must not wait and one reader who may take his time.
///
/// A server that lists holds locks until its lines are taken, so whoever reads them from the socket can wait for nobody.
/// What the reader has not yet taken stays in memory up to a bound; the rest goes to a file without a name, written and
/// read on a thread of its own. Where that cannot keep up, or its disk is full, the spool fails and takes no more: then
/// the listing is given up rather than the server held.
final class Spool: Sendable {
  /// How much is kept where.
  struct Bounds: Sendable {
    /// Bytes in memory before anything goes to the file.
    var memory = 12 << 20
    /// Bytes on their way to the file.
    var backlog = 12 << 20
    /// The longest piece.
    var piece = 256 << 10
  }

  private enum Place {
    case memory([UInt8])
    case onItsWay([UInt8])
    case file(slot: Int, count: Int)
  }

  private struct State {
    /// In order; those before `first` have been taken.
    var queue: [Place] = []
    var first = 0
    /// How many pieces were dropped from the front of `queue`.
    var dropped = 0
    var inMemory = 0
    var onTheirWay = 0
    /// Places in the file of one piece each.
    var freeSlots: [Int] = []
    var slots = 0
    var failure: ScratchFailure?
    var isFinished = false
    var reader: CheckedContinuation<Void, Never>?
  }

  let bounds: Bounds
  private let folder: ScratchFolder
  private let state = Mutex(State())
  private let file = Mutex<ScratchFile?>(nil)
  private let thread = DispatchQueue(label: "mcpool.spool")

  init(in folder: ScratchFolder, bounds: Bounds = Bounds()) {
    self.folder = folder
    self.bounds = bounds
  }

  /// Takes a piece without waiting for anything; false when the spool has failed.
  func put(_ piece: [UInt8]) -> Bool {
    let (accepted, writing, reader) = state.withLock { state -> (Bool, Writing?, CheckedContinuation<Void, Never>?) in
      guard state.failure == nil else { return (false, nil, nil) }
      var writing: Writing?
      if state.inMemory + piece.count <= bounds.memory {
        state.inMemory += piece.count
        state.queue.append(.memory(piece))
      } else if state.onTheirWay + piece.count <= bounds.backlog {
        state.onTheirWay += piece.count
        state.queue.append(.onItsWay(piece))
        let slot = state.freeSlots.popLast() ?? state.slots
        if slot == state.slots { state.slots += 1 }
        writing = Writing(number: state.dropped + state.queue.count - 1, slot: slot)
      } else {
        state.failure = ScratchFailure(folder: folder.path, reason: "it is too slow for what the servers send")
      }
      return (state.failure == nil, writing, state.reader.take())
    }
    if let writing { thread.async { self.write(piece, writing) } }
    reader?.resume()
    return accepted
  }

  /// No more pieces come.
  func finish() { wake { $0.isFinished = true } }

  /// The reader is told, and nothing more is taken.
  func fail(_ failure: ScratchFailure) { wake { $0.failure = $0.failure ?? failure } }

  /// The next piece; nil after the last one.
  ///
  /// Throws `ScratchFailure`, and `CancellationError` when the task is cancelled. Only one task may read.
  func take() async throws -> [UInt8]? {
    while true {
      try Task.checkCancellation()
      let next = try state.withLock { state in try Self.next(&state) }
      switch next {
      case .some(.some(.memory(let piece))), .some(.some(.onItsWay(let piece))): return piece
      case .some(.some(.file(let slot, let count))): return try await read(slot, count)
      case .some(nil): return nil
      case nil: await change()
      }
    }
  }

  /// Nil: there is nothing yet; nil within: nothing comes any more.
  private static func next(_ state: inout State) throws(ScratchFailure) -> Place?? {
    if let failure = state.failure { throw failure }
    guard state.first < state.queue.count else { return state.isFinished ? .some(nil) : nil }
    let place = state.queue[state.first]
    state.queue[state.first] = .memory([])
    state.first += 1
    if state.first > 64, state.first * 2 > state.queue.count {
      state.queue.removeFirst(state.first)
      state.dropped += state.first
      state.first = 0
    }
    if case .memory(let piece) = place { state.inMemory -= piece.count }
    return place
  }

  /// Waits until something has come, has failed or is over.
  private func change() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isReady = state.withLock { state in
          if state.first < state.queue.count || state.isFinished || state.failure != nil || Task.isCancelled {
            return true
          }
          state.reader = continuation
          return false
        }
        if isReady { continuation.resume() }
      }
    } onCancel: {
      wake { _ in }
    }
  }

  private func wake(_ change: (inout State) -> Void) {
    let reader = state.withLock { state -> CheckedContinuation<Void, Never>? in
      change(&state)
      return state.reader.take()
    }
    reader?.resume()
  }

  // MARK: The file, on its own thread

  private struct Writing {
    var number: Int
    var slot: Int
  }

  private func write(_ piece: [UInt8], _ writing: Writing) {
    let isWanted = state.withLock { state in
      let index = writing.number - state.dropped
      guard index < state.first else { return true }
      // The reader has come here first.
      state.onTheirWay -= piece.count
      state.freeSlots.append(writing.slot)
      return false
    }
    guard isWanted else { return }
    do throws(ScratchFailure) {
      try opened().write(piece, at: writing.slot * bounds.piece)
    } catch {
      return fail(error)
    }
    state.withLock { state in
      state.onTheirWay -= piece.count
      let index = writing.number - state.dropped
      if index >= state.first {
        state.queue[index] = .file(slot: writing.slot, count: piece.count)
      } else {
        state.freeSlots.append(writing.slot)
      }
    }
  }

  private func read(_ slot: Int, _ count: Int) async throws(ScratchFailure) -> [UInt8] {
    let result = await withCheckedContinuation { continuation in
      thread.async { continuation.resume(returning: self.piece(slot, count)) }
    }
    return try result.get()
  }

  private func piece(_ slot: Int, _ count: Int) -> Result<[UInt8], ScratchFailure> {
    do throws(ScratchFailure) {
      let piece = try opened().read(count, at: slot * bounds.piece)
      state.withLock { $0.freeSlots.append(slot) }
      return .success(piece)
    } catch {
      return .failure(error)
    }
  }

  private func opened() throws(ScratchFailure) -> ScratchFile {
    let result = file.withLock { file -> Result<ScratchFile, ScratchFailure> in
      if let file { return .success(file) }
      do throws(ScratchFailure) {
        let new = try ScratchFile(in: folder)
        file = new
        return .success(new)
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}
