import FoundationEssentials
import Glibc
import LiveTrait
import LocalPool
import MemcacheClient
import MemcacheProtocol
import Placement
import Testing

@testable import Operations

extension GuardedPool {
  /// A command on this pool, whose guards' files it finds.
  ///
  /// - Parameter stated: nil: nobody says which release it is.
  func mcpool(_ words: [String], release: String?? = .none, answer: String? = nil) async -> CommandRun {
    let path = names.map { handler == .memcache ? "tcp://\($0)" : $0 }.joined(separator: ",")
    var options = ["--timeout", "30s", "--handler", handler.rawValue, "--save-path", path]
    if let release = release ?? self.release { options += ["--extension-release", release] }
    let own = ["memcache.session_redundancy": "2", "memcached.sess_number_of_replicas": "1"]
    for (name, value) in own.merging(directives, uniquingKeysWith: { $1 }) { options += ["-d", "\(name)=\(value)"] }
    options += zip(names, servers).flatMap { ["--map", "\($0)=\($1.name)"] }
    return await CommandRun([words[0]] + options + words.dropFirst(), environment: environment, answer: answer)
  }

  func recover(_ words: [String] = [], status: Int32) async throws -> RecoverDocument {
    let run = await mcpool(["recover", "--yes", "-o", "json"] + words)
    #expect(run.status == status, "\(run.output)\(run.errors)")
    return try JSONDecoder().decode(RecoverDocument.self, from: Data(run.output.utf8))
  }
}

@Suite("recover where something stands against it", .live, .timeLimit(.minutes(5))) struct RecoverPlayedLiveTests {
  private static let old = "visits|i:1;"
  private static let new = "visits|i:1000;"

  @Test("Copies between which nothing decides are named and stay")
  func undecided() async throws {
    try await GuardedPool.run { pool in
      let ids = try pool.ids(2, on: [0, 1])
      try await pool.write(ids, Self.old, on: [0])
      try await pool.write(ids, Self.new, on: [1])
      let plan = try await pool.recover(status: 1)
      #expect(plan.doubts?.count == 2 && plan.doubts?.first?.reason.contains("not known which is newest") == true)
      #expect(plan.doubts?.allSatisfy { doubt in !ids.contains { doubt.id == $0 } } == true, "no whole id")
      #expect(plan.actions.map(\.undecided) == [2, 2, 0] && plan.actions.allSatisfy { $0.action == "none" })
      #expect(try await pool.values(ids, on: 0) == [Self.old, Self.old])
      #expect(try await pool.values(ids, on: 1) == [Self.new, Self.new])
      #expect(pool.audited.isEmpty)
    }
  }

  @Test("What has no answer from a node stays as it is, the rest is mended; without any node it ends with 69")
  func deadNode() async throws {
    try await GuardedPool.run { pool in
      let (between, touched) = (try pool.ids(3, on: [0, 1]), try pool.ids(3, on: [0, 2]))
      try await pool.write(between + touched, Self.old, on: [0])
      try await pool.servers[2].stopAndWait()
      let done = try await pool.recover(status: 1)
      #expect(done.actions.map(\.action) == ["none", "refill", "skip"] && done.actions[1].result == "mended")
      #expect(done.actions[2].state == "refused" && done.actions[0].undecided == 3)
      #expect(try await pool.values(between, on: 1).allSatisfy { $0 == Self.old })
      #expect(try await pool.values(touched, on: 0).allSatisfy { $0 == Self.old })
      for server in pool.servers.prefix(2) { try await server.stopAndWait() }
      #expect(await pool.mcpool(["recover", "--yes"]).status == 69)
    }
  }

  @Test("Only sessions that belong on a named node are mended")
  func named() async throws {
    try await GuardedPool.run { pool in
      let (here, elsewhere) = (try pool.ids(3, on: [0, 1]), try pool.ids(3, on: [1, 2]))
      try await pool.write(here, Self.old, on: [0])
      try await pool.write(elsewhere, Self.old, on: [1])
      _ = try await pool.recover(["10.0.0.1"], status: 0)
      #expect(try await pool.values(here, on: 1).allSatisfy { $0 == Self.old })
      #expect(try await pool.values(elsewhere, on: 2).allSatisfy { $0 == nil })
    }
  }

  @Test("A release that is only assumed writes nothing, asked for or not")
  func assumed() async throws {
    try await GuardedPool.run { pool in
      let ids = try pool.ids(3, on: [0, 1])
      try await pool.write(ids, Self.old, on: [1])
      let left = await pool.mcpool(["recover", "--yes"], release: .some(nil))
      #expect(left.status == 1 && left.output.contains("release is only assumed"), "\(left.output)\(left.errors)")
      let refused = await pool.mcpool(["recover", "--policy", "refill", "--yes"], release: .some(nil))
      #expect(refused.status == 2 && refused.errors.contains("--extension-release"), "\(refused.output)")
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == nil })
    }
  }

  @Test("Without a terminal and --yes nothing is done; on one it asks, in 80 columns")
  func asks() async throws {
    try await GuardedPool.run { pool in
      let ids = try pool.ids(3, on: [0, 1])
      try await pool.write(ids, Self.old, on: [1])
      try await pool.write(try pool.ids(2, on: [2, 1]), Self.old, on: [2])
      try await pool.write(try pool.ids(2, on: [1, 2]), Self.old, on: [1])
      #expect(await pool.mcpool(["recover"]).status == 2)
      let declined = await pool.mcpool(["recover"], answer: "no")
      #expect(declined.status == 2 && declined.errors.contains("refill on 10.0.0.1:11211"))
      #expect(declined.errors.contains("nothing was mended"))
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == nil })
      let done = await pool.mcpool(["recover"], answer: "yes")
      #expect(done.status == 0 && done.output.contains("mended"))
      // The question itself is one line.
      for text in [declined.errors, done.output] {
        let lines = text.split(separator: "\n").filter { !$0.contains("Type yes") }
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(text)")
      }
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == Self.old })
    }
  }

  @Test("Without an audit log nothing is written")
  func auditLog() async throws {
    try await GuardedPool.run { pool in
      let ids = try pool.ids(3, on: [0, 1])
      try await pool.write(ids, Self.old, on: [1])
      try FileManager.default.createDirectory(atPath: pool.log.path, withIntermediateDirectories: true)
      let run = await pool.mcpool(["recover", "--yes"])
      #expect(run.status == 2 && run.errors.contains("audit.jsonl cannot be written"))
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == nil })
    }
  }

  @Test("A flush of what came back is refused where it logs users out, whatever is answered, unless --yes means it")
  func flush() async throws {
    try await GuardedPool.run { pool in
      let ids = try pool.ids(3, on: [0, 1])
      try await pool.write(ids, Self.old, on: [0, 1])
      let none = await pool.mcpool(["flush", "--recovered", "--yes"])
      #expect(none.status == 1 && none.errors.contains("no guard of this machine knows"))
      var watcher = try pool.watcher(acts: false)
      _ = await watcher.look()
      watcher.loses(0)
      _ = await watcher.look()
      watcher.close()
      for words in [["flush", "--recovered"], ["recover", "--policy", "flush", "10.0.0.1"]] {
        let refused = await pool.mcpool(words, answer: "yes")
        #expect(refused.status == 2 && refused.errors.contains("it logs 3 users out"), "\(refused.errors)")
      }
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == Self.old })
      #expect(await pool.mcpool(["flush", "--recovered", "--yes"]).status == 0)
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == nil })
      #expect(try await pool.values(ids, on: 1).allSatisfy { $0 == Self.old }, "only the one that came back")
    }
  }

  @Test("Where a flush logs nobody out an answer is enough")
  func harmlessFlush() async throws {
    try await GuardedPool.run(.memcache, "8.2") { pool in
      let ids = try pool.ids(3, on: [0, 1])
      try await pool.write(ids, Self.old, on: [0, 1])
      #expect(await pool.mcpool(["recover", "--policy", "flush", "10.0.0.1"], answer: "yes").status == 0)
      #expect(try await pool.values(ids, on: 0).allSatisfy { $0 == nil })
    }
  }
}
