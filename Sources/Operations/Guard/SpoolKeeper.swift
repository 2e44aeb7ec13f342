import Glibc
import Placement
import Synchronization

/// Keeps a spool for each node that is away, as fresh as can be had for a twentieth of the time.
struct SpoolKeeper: Sendable {
  private let pool: SessionPool
  private let files: GuardFiles
  /// By index in the live pool.
  private var spools: [Int: Kept] = [:]

  private static let pause = Duration.seconds(5)
  private static let share = 20

  private final class Kept: Sendable {
    private struct Work {
      var spool: SurvivorSpool?
      /// Why it could not be kept the last time.
      var trouble: String?
      var told: String?
      var isRunning = false
      var next = ContinuousClock.now
    }

    private let work: Mutex<Work>
    private let task = Mutex<Task<Void, Never>?>(nil)

    /// - Parameter earlier: what an earlier run has kept.
    init(earlier: SurvivorSpool?) { work = Mutex(Work(spool: earlier)) }

    var spool: SurvivorSpool? { work.withLock { $0.spool } }

    func refresh(_ pool: SessionPool, _ node: Int, _ path: String) {
      let isDue = work.withLock { work in
        guard !work.isRunning, work.next <= .now else { return false }
        work.isRunning = true
        return true
      }
      guard isDue else { return }
      let new = Task {
        let start = ContinuousClock.now
        let spool: Result<SurvivorSpool, any Error>
        do {
          spool = .success(try await SurvivorSpool(pool, without: node, path: path))
        } catch {
          spool = .failure(error)
        }
        work.withLock { work in
          switch spool {
          case .success(let spool): (work.spool, work.trouble) = (spool, spool.failure?.reason)
          case .failure(is CancellationError): break
          case .failure(let failure): work.trouble = "\(failure)"
          }
          work.isRunning = false
          work.next = .now + max(SpoolKeeper.pause, (.now - start) * (SpoolKeeper.share - 1))
        }
      }
      task.withLock { $0 = new }
    }

    func close() { task.withLock { $0?.cancel() } }

    /// Returns when the refresh that runs is over.
    func finish() async { await task.withLock { $0 }?.value }

    /// What has gone wrong since it was asked for last.
    var newTrouble: String? {
      work.withLock { work in
        defer { work.told = work.trouble }
        return work.trouble == work.told ? nil : work.trouble
      }
    }
  }

  init(_ pool: SessionPool, _ files: GuardFiles) {
    self.pool = pool
    self.files = files
  }

  /// Begins and goes on for the nodes that are away. Returns what has gone wrong.
  mutating func keep(_ state: GuardState) -> [(node: String, message: String)] {
    guard pool.php.extent(.auto) != nil else { return [] }
    var troubles: [(node: String, message: String)] = []
    for (index, node) in pool.live.nodes.enumerated() {
      guard case .down = state.nodes[node.name]?.life.state else { continue }
      let path = files.spool(of: node.name)
      let kept = spools[index] ?? Kept(earlier: SurvivorSpool(reading: path))
      spools[index] = kept
      kept.refresh(pool, index, path)
      if let trouble = kept.newTrouble {
        troubles.append(
          (
            node.name,
            "the sessions that the other nodes have of it cannot be noted (\(trouble)): it is mended all the same when it comes "
              + "back, and what goes wrong before that cannot be given back"
          ))
      }
    }
    return troubles
  }

  /// The node is back: what is read now is no more what it was.
  func stop(_ index: Int) { spools[index]?.close() }

  func finish() async { for kept in spools.values { await kept.finish() } }

  /// What was kept while the node was away; nil: nothing.
  func spool(of index: Int) -> SurvivorSpool? {
    spools[index]?.spool ?? SurvivorSpool(reading: files.spool(of: pool.live.nodes[index].name))
  }

  /// The node has settled.
  mutating func drop(_ index: Int) {
    spools[index]?.close()
    spools[index] = nil
    unlink(files.spool(of: pool.live.nodes[index].name))
  }

  mutating func close() {
    for kept in spools.values { kept.close() }
    spools = [:]
  }
}
