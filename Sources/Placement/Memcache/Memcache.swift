/// PHP's `memcache` extension (pecl/memcache), which hashes, places and mirrors sessions by itself.
public enum Memcache {}
