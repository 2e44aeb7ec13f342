/// The entries that php-fpm knows, and what each accepts. Names count in any letter case.
///
/// A table: PHP 8.2.35. What php-fpm checks only once it has read everything (a pool without `listen`, folders that do
/// not exist) is not checked here.
enum FPMEntry {
  enum Kind {
    case text, integer, time, flag, logLevel, processManager, coreSize, facility
  }

  static func kind(of name: [UInt8], inPool: Bool) -> Kind? {
    (inPool ? pool : global)[name.lowercased.text]
  }

  /// Names that no php.ini holds, by which a text is told to be php-fpm's.
  static func isUnmistakable(_ name: [UInt8]) -> Bool {
    let name = name.lowercased.text
    return name == "pm"
      || ["pm.", "listen", "emergency_restart_", "request_terminate_", "request_slowlog_", "ping."]
        .contains { name.hasPrefix($0) }
      || ["catch_workers_output", "clear_env", "security.limit_extensions"].contains(name)
  }

  private static let global: [String: Kind] = [
    "emergency_restart_threshold": .integer, "emergency_restart_interval": .time, "process_control_timeout": .time,
    "process.max": .integer, "process.priority": .integer, "daemonize": .flag, "rlimit_files": .integer,
    "rlimit_core": .coreSize, "events.mechanism": .text, "systemd_interval": .time, "pid": .text, "error_log": .text,
    "log_level": .logLevel, "log_limit": .integer, "log_buffering": .flag, "syslog.ident": .text,
    "syslog.facility": .facility,
  ]

  private static let pool: [String: Kind] = [
    "prefix": .text, "user": .text, "group": .text, "listen": .text, "listen.backlog": .integer,
    "listen.acl_users": .text, "listen.acl_groups": .text, "listen.owner": .text, "listen.group": .text,
    "listen.mode": .text, "listen.allowed_clients": .text, "process.priority": .integer, "process.dumpable": .flag,
    "pm": .processManager, "pm.max_children": .integer, "pm.start_servers": .integer,
    "pm.min_spare_servers": .integer, "pm.max_spare_servers": .integer, "pm.max_spawn_rate": .integer,
    "pm.process_idle_timeout": .time, "pm.max_requests": .integer, "pm.status_path": .text,
    "pm.status_listen": .text, "ping.path": .text, "ping.response": .text, "access.log": .text,
    "access.format": .text, "slowlog": .text, "request_slowlog_timeout": .time,
    "request_slowlog_trace_depth": .integer, "request_terminate_timeout": .time,
    "request_terminate_timeout_track_finished": .flag, "rlimit_files": .integer, "rlimit_core": .coreSize,
    "chroot": .text, "chdir": .text, "catch_workers_output": .flag, "decorate_workers_output": .flag,
    "clear_env": .flag, "security.limit_extensions": .text, "apparmor_hat": .text,
  ]

  /// php-fpm's words for a value that an entry does not take; nil: it takes it.
  static func complaint(about value: [UInt8], for kind: Kind) -> String? {
    switch kind {
    case .text: nil
    case .integer: isInteger(value) ? nil : "is not a valid number (greater or equal than zero)"
    case .time: complaint(aboutTime: value)
    case .flag: flag(value) == nil ? "invalid boolean value" : nil
    case .logLevel:
      isOne(of: ["debug", "notice", "warning", "warn", "error", "alert"], value) ? nil : "invalid value for 'log_level'"
    case .processManager:
      isOne(of: ["static", "dynamic", "ondemand"], value)
        ? nil : "invalid process manager (static, dynamic or ondemand)"
    case .coreSize:
      if isOne(of: ["unlimited"], value) {
        nil
      } else if !isInteger(value) {
        "is not a valid number (greater or equal than zero)"
      } else {
        cInteger(value) < 0 ? "must be greater than zero or 'unlimited'" : nil
      }
    case .facility:
      isOne(
        of: [
          "auth", "authpriv", "cron", "daemon", "ftp", "kern", "lpr", "mail", "news", "syslog", "user", "uucp",
          "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
        ], value) ? nil : "invalid value"
    }
  }

  /// nil: neither yes nor no.
  static func flag(_ value: [UInt8]) -> Bool? {
    if isOne(of: ["1", "yes", "true", "on"], value) { return true }
    return isOne(of: ["", "0", "no", "none", "false", "off"], value) ? false : nil
  }

  private static func isOne(of words: [String], _ value: [UInt8]) -> Bool {
    words.contains { $0.utf8.elementsEqual(value.lowercased) }
  }

  private static func isInteger(_ value: [UInt8]) -> Bool {
    (value.first == UInt8(ascii: "-") ? value.dropFirst() : value[...]).allSatisfy(\.isDigit)
  }

  private static func complaint(aboutTime value: [UInt8]) -> String? {
    guard let unit = value.last else { return "invalid time value" }
    return unit.isDigit || [UInt8(ascii: "s"), UInt8(ascii: "m"), UInt8(ascii: "h"), UInt8(ascii: "d")].contains(unit)
      ? nil : "unknown suffix used in time value"
  }
}
