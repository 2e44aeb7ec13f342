/// The directives that have a say in sessions, for completion: what PHP 8.2 registers with memcache 8.0 and
/// memcached 3.2.0, and mcpool's own.
enum DirectiveNames {
  static let all = [
    names("session.", session), names("memcache.", memcache), names("memcached.", memcached),
    OwnKeys.names,
  ].flatMap { $0 }

  private static let session = """
    auto_start cache_expire cache_limiter cookie_domain cookie_httponly cookie_lifetime cookie_path cookie_samesite
    cookie_secure gc_divisor gc_maxlifetime gc_probability lazy_write name referer_check save_handler save_path
    serialize_handler sid_bits_per_character sid_length upload_progress.cleanup upload_progress.enabled
    upload_progress.freq upload_progress.min_freq upload_progress.name upload_progress.prefix use_cookies
    use_only_cookies use_strict_mode use_trans_sid
    """

  private static let memcache = """
    allow_failover chunk_size compress_threshold default_port hash_function hash_strategy lock_timeout
    max_failover_attempts prefix_host_key prefix_host_key_remove_subdomain prefix_host_key_remove_www prefix_static_key
    protocol redundancy session_prefix_host_key session_prefix_host_key_remove_subdomain
    session_prefix_host_key_remove_www session_prefix_static_key session_redundancy session_save_path
    """

  private static let memcached = """
    compression_factor compression_threshold compression_type default_binary_protocol default_connect_timeout
    default_consistent_hash serializer sess_binary_protocol sess_connect_timeout sess_consistent_hash
    sess_consistent_hash_type sess_lock_expire sess_lock_max_wait sess_lock_retries sess_lock_wait sess_lock_wait_max
    sess_lock_wait_min sess_locking sess_number_of_replicas sess_persistent sess_prefix sess_randomize_replica_read
    sess_remove_failed_servers sess_sasl_password sess_sasl_username sess_server_failure_limit store_retry_count
    """

  private static func names(_ prefix: String, _ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map { prefix + $0 }
  }
}
