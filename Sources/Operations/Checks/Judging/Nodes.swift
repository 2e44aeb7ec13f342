import MemcacheClient

extension Check {
  static let nodes = Check(
    "nodes", "the part of all sessions whose owner, by the ring, is a node that is down or unusable",
    effect: "each of these sessions is read from its copy, or its user is logged out; waiting for the node costs time",
    cure: "mcpool ping; bring the node back. Before it takes part again: mcpool flush tells what it still holds",
    unit: .percent, warning: .upTo(0), critical: .upTo(50), need: .survey
  ) { sight in
    let down = sight.nodes.filter { $0.sample?.reason != nil || $0.sample == nil }
    let share = down.reduce(0) { $0 + $1.share } * 100
    let names = down.map { "\($0.name) (\($0.sample.map { $0.state.rawValue } ?? "no answer in time"))" }
    let which = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " and \(names.count - 5) more" : "")
    let remark = "all \(sight.nodes.count) answer"
    let value = Observation.Value(
      node: nil, number: share,
      text: down.isEmpty ? remark : "\(percent(share)) of sessions have their owner on what cannot be used: \(which)")
    // A node without a share is missed by nobody; that it is gone is said all the same.
    return Observation([value], remark: down.isEmpty ? remark : "not usable, and owner of no session: \(which)")
  }
}
