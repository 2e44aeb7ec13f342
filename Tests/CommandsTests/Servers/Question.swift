import ArgumentParser
import FoundationEssentials
import LocalPool
import Logging
import MemcacheClient
import Operations

@testable import Commands

/// One column of docs/servers.md: what a command says of the only node of a pool, in a word or two, with its exit code.
enum Question: String, CaseIterable, Sendable {
  case stats
  case ping
  case verify = "locate --verify"
  case flush
  case reason = "what stats says"

  static let session = "qpbaobhql61ri2c3l6k3cu6nr3"

  func answer(_ scenario: Scenario) async throws -> String {
    let log = try TemporaryFolder()
    defer { log.remove() }
    let found = Found()
    try await scenario.run { target in
      if target.isReal { try? await Self.store(on: target) }
      var environment = target.environment
      environment["HOME"] = "/nonexistent"
      environment["XDG_STATE_HOME"] = log.path
      let pool = ["--handler", "memcached", "--save-path", target.node, "--extension-release", "3.2.0"]
      let words = words + ["-o", "json", "--timeout", scenario.timeout] + pool + target.options
      let run = await CommandRun(words, environment: environment)
      await found.keep(try text(run, target))
    }
    return await found.text
  }

  private actor Found {
    var text = "nothing"
    func keep(_ text: String) { self.text = text }
  }

  private var words: [String] {
    switch self {
    case .stats, .reason: ["stats"]
    case .ping: ["ping", "-c", "1"]
    case .verify: ["locate", "--verify", Self.session]
    case .flush: ["flush", "--all", "--yes"]
    }
  }

  private func text(_ run: CommandRun, _ target: Scenario.Target) throws -> String {
    let output = Data(run.output.utf8)
    guard !output.isEmpty else { return "no output (\(run.status)): \(run.errors)" }
    let decoder = JSONDecoder()
    switch self {
    case .stats: return "\(try decoder.decode(Stats.self, from: output).nodes[0].state) (\(run.status))"
    case .ping: return "\(try decoder.decode([Node].self, from: output)[0].state) (\(run.status))"
    case .verify:
      let node = try decoder.decode([Located].self, from: output)[0].nodes[0]
      return "\(node.text) (\(run.status))"
    case .flush: return "\(try decoder.decode(Flushed.self, from: output).actions[0].text) (\(run.status))"
    case .reason:
      let reason = try decoder.decode(Stats.self, from: output).nodes[0].reason ?? "-"
      let host = target.node.split(separator: ":").last.map(String.init) ?? ""
      return reason.replacing(target.node, with: "NODE").replacing(host.count > 2 ? host : "\0", with: "PORT")
        .replacing("|", with: "/")
    }
  }

  private struct Node: Decodable {
    let state: String
    let reason: String?
  }
  private struct Stats: Decodable { let nodes: [Node] }
  private struct Located: Decodable {
    struct Item: Decodable {
      let state: String
      let present: Bool
      let unknown: [String]?
      var text: String { state != "up" ? state : !present ? "absent" : unknown == nil ? "found" : "found, no TTL" }
    }
    let nodes: [Item]
  }
  private struct Flushed: Decodable {
    struct Action: Decodable {
      let state: String
      let result: String?
      var text: String {
        state != "up" ? state : result == "flushed" ? "flushed" : result == nil ? "refused" : "unproved"
      }
    }
    let actions: [Action]
  }

  private static func store(on target: Scenario.Target) async throws {
    let options = try AccessOptions.parse(target.options)
    var surroundings = Surroundings.process()
    surroundings.environment = target.environment
    surroundings.errors = ByteSink { _ in }
    let own = OwnKeys(configuration: try PoolOptions.parse([]).defined(surroundings))
    let dialer = SocketDialer(
      timeout: .seconds(20), access: try await options.access(own, surroundings), logger: Logger(label: "test"))
    let path = target.node.hasPrefix("/") ? String(target.node.dropLast(2)) : target.node
    guard let address = ServerAddress(path) else { return }
    try await dialer.withClient(address) { client throws(NodeFailure) in
      try await client.set(
        Array("memc.sess.key.\(session)".utf8), flags: 0, ttl: .seconds(1440), value: Array("user|i:1;".utf8))
    }
  }
}
