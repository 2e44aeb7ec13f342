public import ArgumentParser
public import Placement

extension Handler: ExpressibleByArgument {}

/// How every command is told which pool to talk to: the php.ini that the web servers have.
struct PoolOptions: ParsableArguments {
  @Option(
    name: .customLong("ini"),
    help: ArgumentHelp(
      "A php.ini-style file, a folder of *.ini, or - for standard input; repeatable, later wins. FPM pools, Apache lines and .user.ini are told by content; ini:, fpm:, apache: before the path force it.",
      valueName: "path"),
    completion: .file(extensions: ["ini", "conf"]))
  var ini: [String] = []

  @Option(
    help: ArgumentHelp("The configuration of a PHP installed here, e.g. 8.2/fpm.", valueName: "[version/]sapi"),
    completion: .installedPHPs)
  var php: String?

  @Option(
    name: .customLong("fpm-pool"), help: ArgumentHelp("The pool section of FPM files to look at.", valueName: "name"),
    completion: .fpmPools)
  var fpmPool: String?

  @Option(
    name: [.customShort("d"), .customLong("define")],
    help: ArgumentHelp("One more directive, parsed as php -d does; repeatable.", valueName: "name=value"),
    completion: .directivesToSet)
  var define: [String] = []

  @Option(
    name: .customLong("save-path"), help: ArgumentHelp("The session.save_path, taken literally.", valueName: "string"))
  var savePath: String?

  @Option(help: ArgumentHelp("The session.save_handler.", valueName: "memcache|memcached"))
  var handler: Handler?

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "A named pool: NAME.ini in the pools folders; repeatable where a command looks at several.", valueName: "name"),
    completion: .pools)
  var pool: [String] = []

  @Option(
    help: ArgumentHelp(
      "A bare node without PHP's rules, or the path of its socket; repeatable, excludes every other source.",
      valueName: "host:port"))
  var server: [String] = []

  @Option(
    name: .customLong("extension-release"),
    help: ArgumentHelp("The release of the PHP extension, e.g. 8.0 or 3.2.0.", valueName: "release"))
  var extensionRelease: String?

  @Option(
    name: .customLong("server-name"),
    help: ArgumentHelp("PHP's SERVER_NAME, where a session prefix is made from it.", valueName: "name"))
  var serverName: String?

  @OptionGroup(title: "Connection") var access: AccessOptions

  func validate() throws {
    let others = !ini.isEmpty || php != nil || !pool.isEmpty || savePath != nil || handler != nil
    if !server.isEmpty, others {
      throw ValidationError("--server names bare nodes and goes with no other source of a pool; use one or the other")
    }
  }
}
