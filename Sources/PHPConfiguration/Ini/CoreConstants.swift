/// The constants that exist when php.ini is read: those of PHP's core.
///
/// A table: as PHP 8.2.35 on 64-bit Linux answers while it reads php.ini; `E_ALL` lost `E_STRICT` in 8.4.
enum CoreConstants {
  static func value(_ name: String, php: PHPVersion) -> IniConstant? {
    switch name {
    case "E_ALL" where php >= PHPVersion(8, 4): return .value(Array("30719".utf8))
    case "PHP_MAJOR_VERSION": return .value(Array(String(php.major).utf8))
    case "PHP_MINOR_VERSION": return .value(Array(String(php.minor).utf8))
    case "PHP_EOL": return .value([UInt8(ascii: "\n")])
    case "PHP_SBINDIR" where php >= PHPVersion(8, 4): return .unknown
    default: break
    }
    if hostSpecific.contains(name) { return .unknown }
    return table[name].map { .value(Array($0.utf8)) }
  }

  /// Patch level, build options and folders, which differ from host to host.
  private static let hostSpecific: Set<String> = [
    "PHP_VERSION", "PHP_VERSION_ID", "PHP_RELEASE_VERSION", "PHP_EXTRA_VERSION", "PHP_SAPI", "PHP_ZTS", "PHP_DEBUG",
    "ZEND_THREAD_SAFE", "ZEND_DEBUG_BUILD", "DEFAULT_INCLUDE_PATH", "PEAR_INSTALL_DIR", "PEAR_EXTENSION_DIR",
    "PHP_EXTENSION_DIR", "PHP_PREFIX", "PHP_BINDIR", "PHP_MANDIR", "PHP_LIBDIR", "PHP_DATADIR", "PHP_SYSCONFDIR",
    "PHP_LOCALSTATEDIR", "PHP_CONFIG_FILE_PATH", "PHP_CONFIG_FILE_SCAN_DIR", "PHP_BINARY",
  ]

  private static let table: [String: String] = [
    "E_ERROR": "1", "E_WARNING": "2", "E_PARSE": "4", "E_NOTICE": "8", "E_CORE_ERROR": "16", "E_CORE_WARNING": "32",
    "E_COMPILE_ERROR": "64", "E_COMPILE_WARNING": "128", "E_USER_ERROR": "256", "E_USER_WARNING": "512",
    "E_USER_NOTICE": "1024", "E_STRICT": "2048", "E_RECOVERABLE_ERROR": "4096", "E_DEPRECATED": "8192",
    "E_USER_DEPRECATED": "16384", "E_ALL": "32767",
    "DEBUG_BACKTRACE_PROVIDE_OBJECT": "1", "DEBUG_BACKTRACE_IGNORE_ARGS": "2",
    "PHP_OS": "Linux", "PHP_OS_FAMILY": "Linux", "PHP_SHLIB_SUFFIX": "so", "PHP_MAXPATHLEN": "4096",
    "PHP_INT_MAX": "9223372036854775807", "PHP_INT_MIN": "-9223372036854775808", "PHP_INT_SIZE": "8",
    "PHP_FD_SETSIZE": "1024", "PHP_FLOAT_DIG": "15",
    // The directive `precision` is not in force yet.
    "PHP_FLOAT_EPSILON": "2.0E-16", "PHP_FLOAT_MAX": "2.0E+308", "PHP_FLOAT_MIN": "2.0E-308",
    "PHP_OUTPUT_HANDLER_START": "1", "PHP_OUTPUT_HANDLER_WRITE": "0", "PHP_OUTPUT_HANDLER_FLUSH": "4",
    "PHP_OUTPUT_HANDLER_CLEAN": "2", "PHP_OUTPUT_HANDLER_FINAL": "8", "PHP_OUTPUT_HANDLER_CONT": "0",
    "PHP_OUTPUT_HANDLER_END": "8", "PHP_OUTPUT_HANDLER_CLEANABLE": "16", "PHP_OUTPUT_HANDLER_FLUSHABLE": "32",
    "PHP_OUTPUT_HANDLER_REMOVABLE": "64", "PHP_OUTPUT_HANDLER_STDFLAGS": "112",
    "PHP_OUTPUT_HANDLER_STARTED": "4096", "PHP_OUTPUT_HANDLER_DISABLED": "8192",
    "UPLOAD_ERR_OK": "0", "UPLOAD_ERR_INI_SIZE": "1", "UPLOAD_ERR_FORM_SIZE": "2", "UPLOAD_ERR_PARTIAL": "3",
    "UPLOAD_ERR_NO_FILE": "4", "UPLOAD_ERR_NO_TMP_DIR": "6", "UPLOAD_ERR_CANT_WRITE": "7", "UPLOAD_ERR_EXTENSION": "8",
  ]
}
