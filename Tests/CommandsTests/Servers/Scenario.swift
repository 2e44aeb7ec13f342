import LocalPool
import MemcacheClient
import ScriptedServer

/// One row of docs/servers.md: a server, and how it is asked.
struct Scenario: Sendable {
  /// A server that runs, and what a command line needs to reach it.
  struct Target: Sendable {
    /// As a save_path of php-memcached names it.
    var node: String
    var options: [String] = []
    var environment: [String: String] = [:]
    /// It is real, so that a session can be stored on it beforehand.
    var isReal = true
  }

  let name: String
  /// Where waiting is what the row is about it is kept short; elsewhere a busy machine may take its time.
  var isMute = false
  let run: @Sendable (_ body: @Sendable (Target) async throws -> [String]) async throws -> [String]

  var timeout: String { isMute ? "1s" : "10s" }
}

extension Scenario {
  /// A real memcached with options of its own.
  static func memcached(
    _ name: String, _ arguments: [String] = [], over transport: LocalTransport = .ipv4,
    asking authentication: LocalAuthentication = .none, isMute: Bool = false, options: [String] = [],
    password: String? = nil
  ) -> Scenario {
    Scenario(name: name, isMute: isMute) { body in
      try await withMemcached(arguments, over: transport, asking: authentication) { server in
        try await body(Target(server, options, password: password))
      }
    }
  }

  /// A server of another age or make, or one that breaks when it is asked for something.
  static func relay(
    _ name: String, isMute: Bool = false, requests: @escaping RewritingRelay.Change = { line, _ in line },
    replies: @escaping RewritingRelay.Change = { line, _ in line }, fault: (at: String, RewritingRelay.Fault)? = nil
  ) -> Scenario {
    Scenario(name: name, isMute: isMute) { body in
      try await withMemcached { server in
        try await RewritingRelay.run(to: server.port, requests: requests, replies: replies, fault: fault) { relay in
          try await body(Target(node: "127.0.0.1:\(relay.port)"))
        }
      }
    }
  }

  static func script(_ name: String, isMute: Bool = false, _ steps: [ScriptedServer.Step]) -> Scenario {
    Scenario(name: name, isMute: isMute) { body in
      try await ScriptedServer.run(steps) { server in
        try await body(Target(node: "127.0.0.1:\(server.port)", isReal: false))
      }
    }
  }
}

extension Scenario.Target {
  init(_ server: LocalMemcached, _ options: [String] = [], password: String? = nil) {
    if case .unix(let path) = server.address { node = path + ":0" } else { node = server.name }
    self.options = options
    environment = password.map { ["MCPOOL_PASSWORD": $0] } ?? [:]
  }
}
