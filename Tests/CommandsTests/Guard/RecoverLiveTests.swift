import FoundationEssentials
import Glibc
import LiveTrait
import LocalPool
import MemcacheClient
import MemcacheProtocol
import Placement
import Testing

@testable import Commands
@testable import Operations

@Suite("recover on real PHP's sessions", .live, .timeLimit(.minutes(5))) struct RecoverLiveTests {
  private static let ids = (10..<22).map { "abcdefghijklmnopqrstuv01\($0)" }

  private func key(_ id: String, _ pool: SessionPool) -> [UInt8] {
    SessionKeys(Array(id.utf8), pool.php.placement).item
  }

  private func places(_ id: String, _ pool: SessionPool) -> [Int] { pool.places(of: Array(id.utf8)) }

  private func document(_ run: CommandRun) throws -> RecoverDocument {
    try JSONDecoder().decode(RecoverDocument.self, from: Data(run.output.utf8))
  }

  /// Gives a node the copy back that it had before the session went on, as after a cut.
  private func visitWithout(
    _ id: String, _ node: Int, _ sessions: PHPSessions, _ pool: SessionPool
  ) async throws {
    let key = key(id, pool)
    let server = sessions.servers[node]
    let old = try #require(try await sessions.withClient(server) { try await $0.items([key], [.value])[0] })
    _ = try await sessions.visit(id)
    let left = (old.life?.ttl?.components.seconds ?? 0) - 100
    let expiry = pool.php.datesSessions ? Expiry.at(SessionDumper.now + left) : .after(.seconds(left))
    try await sessions.withClient(server) { client in
      _ = try await client.delete(key)
      _ = try await client.add([NewItem(key: key, flags: old.flags, expiry: expiry, value: old.value ?? [])])
    }
  }

  @Test(
    "The plan says what is wrong and changes nothing; the act mends it, and a second one has nothing to do",
    arguments: ["memcache", "memcached"])
  func mends(_ handler: String) async throws {
    // With removal php-memcached's returned nodes have old copies too.
    try await PHPSessions.run(handler, ["session.lazy_write = 0", "memcached.sess_remove_failed_servers = 1"]) {
      sessions in
      let pool = try await sessions.pool()
      for id in Self.ids { _ = try await sessions.visit(id) }
      let (old, missing, only) = (Self.ids[0..<3], Self.ids[3..<6], Self.ids[6])
      for id in old { try await visitWithout(id, places(id, pool)[0], sessions, pool) }
      for id in missing + [only] {
        let node = places(id, pool)[id == only ? 1 : 0]
        let key = key(id, pool)
        _ = try await sessions.withClient(sessions.servers[node]) { try await $0.delete(key) }
      }
      for server in sessions.servers {
        try await sessions.withClient(server) {
          try await $0.set(Array("catalog:42".utf8), flags: 0, ttl: nil, value: [1])
        }
      }

      let plan = try document(await sessions.mcpool(["recover", "--dry-run", "-o", "json"]))
      #expect(plan.actions.reduce(0) { $0 + $1.atRisk } == 3 && plan.actions.reduce(0) { $0 + $1.lost } == 4)
      #expect(plan.actions.reduce(0) { $0 + $1.safe } == 17 && plan.actions.reduce(0) { $0 + $1.onlyCopy } == 4)
      #expect(plan.actions.allSatisfy { $0.foreign == 1 && $0.result == nil })
      let report = await sessions.mcpool(["recover", "--policy", "report", "--yes", "-o", "json"])
      #expect(report.status == 1)
      #expect(try document(report).actions.contains { $0.action == "leave" && $0.reason.contains("report") })
      let after = try document(await sessions.mcpool(["recover", "--dry-run", "-o", "json"]))
      #expect(after.actions == plan.actions)

      let run = await sessions.mcpool(["recover", "--yes", "-o", "json"])
      #expect(run.status == 0, "\(run.output)\(run.errors)")
      let done = try document(run)
      #expect(done.actions.allSatisfy { $0.action == "none" || $0.result == "mended" }, "\(run.output)")
      let audit = try String(contentsOfFile: sessions.folder + "/mcpool/audit.jsonl", encoding: .utf8)
      let lines = audit.split(separator: "\n")
      #expect(lines.count { $0.contains(#""action":"refill""#) } == 2 * done.actions.count { $0.action == "refill" })
      #expect(
        lines.count > done.actions.count
          && lines.suffix(done.actions.count).allSatisfy { $0.contains("guards are told") })

      let again = await sessions.mcpool(["recover", "--yes", "-o", "json"])
      let left = try document(again).actions
      #expect(again.status == 0 && left.allSatisfy { $0.action == "none" }, "\(again.output)")
      for id in old { #expect(try await sessions.visit(id) == "3") }
      for id in missing + [only] { #expect(try await sessions.visit(id) == "2") }
      for server in sessions.servers {
        #expect(try await sessions.withClient(server) { try await $0.get(Array("catalog:42".utf8)) } != nil)
      }
    }
  }
}

/// The part of the contract's JSON that these tests look at.
struct RecoverDocument: Decodable {
  struct Action: Decodable, Equatable {
    var node: String
    var state: String
    var action: String
    var reason: String
    var policy: String
    var safe: Int
    var atRisk: Int
    var lost: Int
    var undecided: Int
    var onlyCopy: Int
    var foreign: Int
    var result: String?

    private enum CodingKeys: String, CodingKey {
      case node, state, action, reason, policy, safe, lost, undecided, foreign, result
      case atRisk = "at_risk"
      case onlyCopy = "only_copy"
    }
  }

  struct Doubt: Decodable {
    var id: String
    var reason: String
  }

  var actions: [Action]
  var doubts: [Doubt]?
}
