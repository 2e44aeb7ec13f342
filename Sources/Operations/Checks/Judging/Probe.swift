extension Check {
  public static let probe = Check(
    "probe", "nodes on which a session could not be written, read and removed as PHP does it (with --probe)",
    effect: "users whose session is there cannot save it", cure: "mcpool ping and mcpool stats tell how the node is",
    unit: .count, warning: nil, critical: .upTo(0), need: .probe
  ) { sight in
    guard sight.php != nil else { return .pointless("bare nodes: there is no ring to place a session on") }
    return sight.judge(sight.probe) { nodes in
      let broken = nodes.compactMap { node in node.problem.map { "\(node.node) \($0)" } }
      let words = broken.prefix(3).joined(separator: "; ") + (broken.count > 3 ? "; and \(broken.count - 3) more" : "")
      let unproven = sight.nodes.map(\.name).filter { name in !nodes.contains { $0.node == name } }
      let remark =
        "written, read and removed on \(count(nodes.count, "node"))"
        + (unproven.isEmpty ? "" : "; no session belongs to \(unproven.prefix(3).joined(separator: ", "))")
      return Observation(
        [Observation.Value(node: nil, number: Double(broken.count), text: broken.isEmpty ? remark : words)],
        remark: remark)
    }
  }
}

/// What came of the canaries on one node.
struct ProbedNode: Hashable, Sendable {
  let node: String
  /// Nil: all went well.
  let problem: String?
}
