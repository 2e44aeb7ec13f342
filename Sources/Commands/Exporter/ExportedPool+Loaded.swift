import Exporter
import Placement
import Presentation

extension ExportedPool {
  /// The pool with all that is known of it without asking a node.
  init(_ loaded: LoadedPool) {
    self.init(
      name: loaded.name, live: loaded.live, rules: loaded.php.map { Rules($0) },
      findings: loaded.findings.map { Finding(severity: $0.severity.word, code: $0.code ?? "") })
  }
}

extension ExportedPool.Rules {
  fileprivate init(_ pool: Pool) {
    let placement = pool.placement
    self.init(
      handler: pool.handler.rawValue, release: "\(pool.release.value)", provenance: pool.release.provenance.rawValue,
      sessionLifetime: pool.sessionLifetime,
      // Entries of a save_path that mean one node share its name.
      shares: Dictionary(zip(placement.nodes.map(\.name), placement.shares), uniquingKeysWith: +))
  }
}
