import PHPInstallation

/// A pool as commands that look at several take it: a named pool, a file, a folder of `*.ini`, `-` or `php:8.2/fpm`.
struct PoolArgument: Sendable {
  /// As it was written.
  let text: String

  init(_ text: String) { self.text = text }

  var readsInput: Bool { INISource(text).path == "-" }

  /// The options that name this pool alone; what they say beside its source holds for it too. A named pool goes before a
  /// file of its name.
  func options(_ options: PoolOptions, environment: [String: String]) throws(Failure) -> PoolOptions {
    var own = options
    if text.hasPrefix("php:") {
      own.php = String(text.dropFirst(4))
    } else if INISource(text).kind != nil || readsInput || text.contains("/") {
      own.ini = [text]
    } else if NamedPool.all(environment: environment).contains(where: { $0.name == text }) {
      own.pool = [text]
    } else if Files.exists(text) {
      own.ini = [text]
    } else {
      let named = NamedPool.all(environment: environment).map(\.name)
      throw Failure(
        .noInput, "'\(text)' is no named pool, and no file or folder of this name is here",
        remedy: "name a file, a folder of *.ini, php:8.2/fpm, or "
          + (named.isEmpty ? "a pool of mcpool (there is none yet)" : "one of: \(named.joined(separator: ", "))"))
    }
    return own
  }
}
