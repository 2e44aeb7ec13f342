public import MemcacheClient

/// What an act on servers would do, before anything is done; afterwards what came of it.
public protocol ActPlan: Encodable, Sendable {
  associatedtype Action: PlannedAction
  /// Where the pool came from.
  var pool: String { get }
  var actions: [Action] { get set }
  /// Empty when it may be carried out.
  var refusals: [PlanRefusal] { get }
  /// Some of what it should be about could not even be asked for.
  var isPartial: Bool { get }
}

extension ActPlan {
  public var isPartial: Bool { false }
}

/// What is done on one node, or why nothing is.
public protocol PlannedAction: Sendable {
  var node: String { get }
  var state: NodeState { get }
  /// False where the node is left as it is.
  var changesNode: Bool { get }
  /// It is left as it is although it should not be: no answer, or it declines.
  var isMissed: Bool { get }
  /// It is left as it is since touching it would do harm.
  var isRefused: Bool { get }
  /// Nil before, and where nothing is done.
  var result: String? { get set }
  /// It came out as planned.
  var isDone: Bool { get }
  /// For the audit log: what is done, how much of it, and to which sessions (shortened by `AuditEntry`).
  var auditName: String { get }
  var auditCounts: [String: Int] { get }
  var auditIDs: [[UInt8]] { get }
}

extension PlannedAction {
  public var isRefused: Bool { false }
}

/// A plan carried out, as far as it went.
public struct ActOutcome<Plan: ActPlan>: Sendable {
  public internal(set) var plan: Plan
  /// The log could not be written, so nothing more was done.
  public internal(set) var logFailure: AuditLog.Unwritable?
}

extension ActPlan {
  /// Does one action after the other, and nothing where the plan leaves the node as it is. A cancelled task ends between
  /// two. Each leaves a line in the log before and after, also when it fails.
  ///
  /// The caller has asked and was told to go on; a plan with refusals is not carried out.
  func carriedOut(
    log: AuditLog, _ work: (Action) async -> Action
  ) async -> ActOutcome<Self> {
    precondition(refusals.isEmpty, "a refused plan is not carried out")
    var outcome = ActOutcome(plan: self)
    for (index, action) in actions.enumerated() where action.changesNode {
      if Task.isCancelled {
        outcome.plan.actions[index].result = "not done: interrupted"
        continue
      }
      do throws(AuditLog.Unwritable) {
        try log.append(AuditEntry(source: pool, action, result: "begun"))
        let done = await work(action)
        outcome.plan.actions[index] = done
        try log.append(AuditEntry(source: pool, done, result: done.result ?? ""))
      } catch {
        outcome.logFailure = error
        return outcome
      }
    }
    return outcome
  }
}
