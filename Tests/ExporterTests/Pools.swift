import Exporter
import Logging
import MemcacheClient
import Operations
import ScriptedServer

extension ExportedPool {
  /// A pool of bare nodes on this machine.
  ///
  /// - Parameter nodes: where they are, by their names.
  init(
    _ nodes: [(name: String, address: ServerAddress)], named name: String = "shop", timeout: Duration = .seconds(30),
    rules: Rules? = nil, findings: [Finding] = []
  ) {
    let dialer = SocketDialer(timeout: timeout, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let live = LivePool(nodes: nodes.map { LiveNode(name: $0.name, address: $0.address) }, dialer: dialer)
    self.init(name: name, live: live, rules: rules, findings: findings)
  }
}

extension ScriptedServer {
  var address: ServerAddress { .tcp(host: "127.0.0.1", port: port) }

  /// Runs the body with a memcached that says just this; each text is `NAME VALUE` a line. Nil: it declines the group.
  static func memcached<Value: Sendable>(
    general: String, settings: String = "", items: String? = "", slabs: String? = "",
    _ body: (ScriptedServer) async throws -> Value
  ) async throws -> Value {
    let answers = [general, settings, items, slabs].flatMap { [Step.lines(1), .send(stats($0))] }
    return try await run(answers + [.lines(1), .send("MN\r\n")], body)
  }

  private static func stats(_ text: String?) -> String {
    guard let text else { return "ERROR\r\n" }
    return text.split(separator: "\n").map { "STAT \($0)\r\n" }.joined() + "END\r\n"
  }
}
