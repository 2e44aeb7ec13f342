import FoundationEssentials
public import Testing

extension Trait where Self == ConditionTrait {
  /// For suites that start real memcacheds and real PHP.
  public static var live: Self {
    .enabled(
      if: ProcessInfo.processInfo.environment["MCPOOL_LIVE"] == "1",
      "set MCPOOL_LIVE=1; needs memcached, php-cli, php-memcache, php-memcached (make test sets all of it)")
  }
}
