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

  func answer(_ target: Scenario.Target, timeout: String) async throws -> String {
    let log = try TemporaryFolder()
    defer { log.remove() }
    var environment = target.environment
    environment["HOME"] = "/nonexistent"
    environment["XDG_STATE_HOME"] = log.path
    let pool = ["--handler", "memcached", "--save-path", target.node, "--extension-release", "3.2.0"]
    let words = words + ["-o", "json", "--timeout", timeout] + pool + target.options
    return try text(await CommandRun(words, environment: environment), target)
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
      let present: Bool?
      let unknown: [String]?
      var text: String {
        guard state == "up" else { return state }
        guard let present else { return "unknown" }
        return !present ? "absent" : unknown == nil ? "found" : "found, no TTL"
      }
    }
    let nodes: [Item]
  }
  private struct Flushed: Decodable {
    struct Action: Decodable {
      let state: String
      let result: String?
      var text: String {
        guard state == "up" else { return state }
        guard let result else { return "refused" }
        return ["flushed", "not flushed", "unknown"].first { result == $0 || result.hasPrefix($0 + ":") }
          ?? "not proved"
      }
    }
    let actions: [Action]
  }
}
