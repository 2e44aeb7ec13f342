public import PHPConfiguration

/// The two PHP extensions that keep sessions in memcached. They share nothing but the servers.
public enum Handler: String, Sendable, CaseIterable {
  case memcache, memcached
}

/// What PHP builds from a configuration: nodes in order, and the rule that places sessions on them.
public struct Pool: Sendable {
  /// The extension with its settings as understood; what `Replay` plays by.
  public enum Rules: Sendable {
    case memcache(Memcache.Rules)
    case memcached(Memcached.Rules)
  }

  public let handler: Handler
  public let release: Release
  /// The save_path in force and where it stands.
  public let savePath: Setting
  public let rules: Rules
  /// Values that the extension refuses or ignores, and what the save_path's oddities did (pool-level remarks).
  public let diagnostics: [Diagnostic]

  public var placement: any SessionPlacement {
    switch rules {
    case .memcache(let rules): rules.placement
    case .memcached(let rules): rules.placement
    }
  }

  public var nodes: [Node] { placement.nodes }
}
