extension Check {
  static let settings = Check(
    "settings", "in how many settings that matter to sessions the nodes differ from each other",
    effect: "a session is kept on one node and refused, evicted or lost on the other",
    cure: "start all nodes with the same options; mcpool stats --detail settings shows the differences", unit: .count,
    warning: .upTo(0), critical: nil, need: .survey
  ) { sight in
    let remark = "all nodes are configured alike"
    var observation = sight.observe(remark: remark) { _, sample in
      sample.settings.names.isEmpty ? .gap("does not tell its settings") : .nothing
    }
    let told = sight.nodes.filter { $0.sample.map { !$0.settings.names.isEmpty } ?? false }
    guard told.count > 1 else {
      if observation.gaps.isEmpty { observation.remark = "there is one node" }
      return observation
    }
    // Nodes of different weights are meant to differ in size.
    let isWeighted = Set(told.map(\.weight)).count > 1
    let names = compared + (isWeighted ? [] : ["maxbytes", "maxconns"])
    let differing = names.filter { name in Set(told.map { $0.sample?.settings[name] }).count > 1 }
    let versions = Set(told.map { $0.sample?.general["version"] }).count > 1 ? ["version"] : []
    let all = differing + versions
    let words = all.map { name in
      "\(name) (\(told.map { node in "\(node.name): \(node.value(of: name))" }.prefix(4).joined(separator: ", ")))"
    }
    observation.values.append(
      Observation.Value(
        node: nil, number: Double(all.count),
        text: all.isEmpty
          ? remark
          : "nodes differ in \(words.prefix(4).joined(separator: ", "))"
            + (words.count > 4 ? " and \(words.count - 4) more" : "")))
    return observation
  }

  /// Of `stats settings`: what decides which sessions a node takes, keeps and tells of.
  private static let compared = [
    "item_size_max", "evictions", "cas_enabled", "flush_enabled", "dump_enabled", "maxconns_fast", "idle_timeout",
    "lru_crawler", "lru_segmented", "slab_automove", "slab_reassign", "growth_factor", "chunk_size", "num_threads",
    "auth_enabled_sasl", "auth_enabled_ascii", "ssl_enabled", "binding_protocol",
  ]
}

extension Sight.Node {
  fileprivate func value(of setting: String) -> String {
    let value = setting == "version" ? sample?.general[setting] : sample?.settings[setting]
    return value ?? "-"
  }
}
