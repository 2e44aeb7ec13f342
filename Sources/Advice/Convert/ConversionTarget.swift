/// What a pool's configuration can be turned into.
public enum ConversionTarget: String, Sendable, CaseIterable {
  case twemproxy, mcrouter, libmemcached, memcache, memcached
}
