/// PHP's `memcached` extension (php-memcached), which leaves placement, copies and failures to libmemcached.
public enum Memcached {}
