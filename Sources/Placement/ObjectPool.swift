public import PHPConfiguration

/// What an application's `Memcache` or `Memcached` object is, for the servers of a configuration: the nodes in order, and
/// the rule that places the application's own keys on them.
public struct ObjectPool: Sendable {
  public enum Rules: Sendable {
    case memcache(Memcache.ObjectRules)
    case memcached(Memcached.ObjectRules)
  }

  public let handler: Handler
  public let release: Release
  public let rules: Rules
  public let diagnostics: [Diagnostic]

  public var placement: any KeyPlacement {
    switch rules {
    case .memcache(let rules): rules.placement
    case .memcached(let rules): rules.placement
    }
  }

  /// The servers are those of the save_path, with its weights. `options` are what the application sets on a `Memcached`
  /// object before it adds them. The other arguments are those of `Pool`.
  public init(
    configuration: Configuration, handler: Handler? = nil, release: Release? = nil, serverName: [UInt8]? = nil,
    options: [(Memcached.Option, Memcached.OptionValue)] = []
  ) throws(ObjectPoolError) {
    var diagnostics: [Diagnostic] = []
    do throws(PoolError) {
      self.handler = if let handler { handler } else { try Pool.handler(of: configuration) }
    } catch { throw .pool(error) }
    let release = Pool.release(of: self.handler, configuration, given: release, &diagnostics)
    switch self.handler {
    case .memcache:
      guard options.isEmpty else { throw .optionsOfTheOtherClass }
      do throws(PoolError) {
        rules = .memcache(
          try Memcache.ObjectRules(
            configuration: configuration, release: release, serverName: serverName, diagnostics: &diagnostics))
      } catch { throw .pool(error) }
    case .memcached:
      rules = .memcached(
        try Memcached.ObjectRules(
          configuration: configuration, release: release, options: options, diagnostics: &diagnostics))
    }
    self.release = release
    self.diagnostics = diagnostics
  }
}

/// Why there is no such object.
public enum ObjectPoolError: Error, Hashable, Sendable {
  /// The configuration.
  case pool(PoolError)
  /// One of the options.
  case option(Memcached.OptionRefusal)
  /// Options of Memcached, for a pool of the Memcache class, which has none.
  case optionsOfTheOtherClass
}

/// The keys that a question is about: those of sessions, or an application's own.
public enum PlacedKeys: Sendable {
  case sessions(Pool)
  case objects(ObjectPool)

  public var placement: any KeyPlacement {
    switch self {
    case .sessions(let pool): pool.placement
    case .objects(let pool): pool.placement
    }
  }

  /// Nil for applications' keys, which nothing locks.
  public var sessions: (any SessionPlacement)? {
    switch self {
    case .sessions(let pool): pool.placement
    case .objects: nil
    }
  }
}

extension ObjectPool {
  /// Why PHP would not store under a key that has a place all the same; nil: it would.
  public func warning(about key: Span<UInt8>) -> String? {
    switch rules {
    case .memcache: nil
    case .memcached(let rules): rules.placement.warning(about: key)
    }
  }
}
