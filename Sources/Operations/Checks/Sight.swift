import FoundationEssentials
import MemcacheClient
import PHPConfiguration
import Placement

/// What was seen of one pool, as far as anybody looked: all that a check may judge by.
struct Sight: Sendable {
  struct Node: Sendable {
    let name: String
    /// Of all sessions, those of which it is the owner; of bare nodes an equal part.
    let share: Double
    let weight: Int
    /// Nil: no answer by the time at which this was judged.
    var sample: Survey.Sample?
    /// What it counts now, and what it did when it was last looked at; nil: it does not tell, or was not seen before.
    var counts: NodeCounts?
    var past: NodeCounts?
  }

  /// What a part of looking has come to.
  enum Part<Value: Sendable>: Sendable {
    /// Nobody asked for it, or it is not over.
    case pending
    case seen(Value)
    /// It could not be looked at; why.
    case failed(String)
  }

  /// What reports call the pool.
  let pool: String
  /// Nil: bare nodes, or a configuration of which PHP makes no pool.
  let php: Pool?
  /// What is wrong with the configuration; nil: there is none.
  let findings: [Diagnostic]?
  var nodes: [Node]
  /// This machine's clock.
  var now: Date
  /// What a guard of this machine has written last; nil: there is none.
  var known: GuardState?
  /// Why what is counted now cannot be kept for the next run; nil: it can.
  var stateProblem: String?
  var listing = Part<ListingSight>.pending
  var copies = Part<CopiesSight>.pending
  var locks = Part<LocksSight>.pending
  var probe = Part<[ProbedNode]>.pending
}

extension Sight {
  /// What a check has to say of each node that answered, and which of them could not be judged.
  func observe(
    remark: String, _ value: (Node, Survey.Sample) -> Verdict
  ) -> Observation {
    var observation = Observation(remark: remark)
    for node in nodes {
      guard let sample = node.sample else {
        observation.gaps.append("\(node.name) has given no answer in time")
        continue
      }
      guard sample.reason == nil else {
        observation.gaps.append("\(node.name) gives no answer (\(sample.state.rawValue))")
        continue
      }
      switch value(node, sample) {
      case .value(let number, let text):
        observation.values.append(Observation.Value(node: node.name, number: number, text: "\(node.name) \(text)"))
      case .nothing: break
      case .gap(let why): observation.gaps.append("\(node.name) \(why)")
      }
    }
    return observation
  }

  enum Verdict {
    case value(Double, String)
    case nothing
    case gap(String)
  }

  /// The value of a part that was to be looked at, or what there is to say without it.
  func judge<Value>(_ part: Part<Value>, _ judge: (Value) -> Observation) -> Observation {
    switch part {
    case .pending: Observation(gaps: ["not finished in time"], remark: "")
    case .failed(let why): Observation(gaps: [why], remark: "")
    case .seen(let value): judge(value)
    }
  }
}
