import FoundationEssentials
import Glibc
import LiveTrait
import LocalPool
import Testing

/// Three memcached hosts, each with a guard beside its node, and a web server whose PHP visits its sessions all the time.
@Suite("A guard with a fence on each memcached host", .live, .networks, .timeLimit(.minutes(10)))
struct FenceLiveTests {
  @Test func aHostThatIsCutOffComesBackWithoutAnOldSession() async throws {
    try await FencedPool.with { pool in
      let visits = try await pool.visits()
      try await visits.passes(2)
      let node = pool.nodes[0]
      try await pool.network.cut(node)
      // Nobody has to reach it for that.
      try await pool.network.until { try await !pool.isPermitted(node) }
      try await pool.hears("fenced", from: node)
      try await visits.passes(2)
      try await pool.network.join(node)
      try await pool.network.until { try await pool.network.isOpen(node, from: pool.web) }
      try await visits.passes(20)
      try await visits.expectNothingWrong()
    }
  }

  /// Empty, it would log out everybody whom it is asked for first.
  @Test func aMemcachedThatBeganAnewIsRefilledBeforeAnybodyAsksIt() async throws {
    try await FencedPool.with { pool in
      let visits = try await pool.visits()
      try await visits.passes(2)
      let node = pool.nodes[0]
      await pool.network.stop(pool.memcacheds[0])
      try await pool.network.until { try await !pool.isPermitted(node) }
      try await visits.passes(5)
      _ = try await pool.network.startMemcached(on: node)
      try await pool.network.until { try await pool.network.isOpen(node, from: pool.web) }
      try await visits.passes(20)
      try await visits.expectNothingWrong()
    }
  }

  /// It has executed what it was sent meanwhile: locks of requests that are long gone.
  @Test func aMemcachedThatFrozeIsRefilledWhenItGoesOn() async throws {
    try await FencedPool.with { pool in
      let visits = try await pool.visits()
      try await visits.passes(2)
      kill(pool.memcacheds[0], SIGSTOP)
      try await pool.network.until { try await !pool.isPermitted(pool.nodes[0]) }
      try await visits.passes(5)
      kill(pool.memcacheds[0], SIGCONT)
      try await pool.network.until { try await pool.network.isOpen(pool.nodes[0], from: pool.web) }
      try await visits.passes(20)
      try await visits.expectNothingWrong()
    }
  }

  @Test func aKilledGuardClosesItsNode() async throws {
    try await FencedPool.with { pool in
      let node = pool.nodes[0]
      await pool.network.stop(pool.guards[0], SIGKILL)
      try await pool.network.until { try await !pool.isPermitted(node) }
      #expect(try await !pool.network.isOpen(node, from: pool.web))
      try await pool.network.until { try await pool.network.isOpen(pool.nodes[1], from: pool.web) }
      _ = try await pool.startGuard(on: node)
      try await pool.network.until { try await pool.network.isOpen(node, from: pool.web) }
    }
  }

  /// Its guard was killed while the web servers had lost another node: what they saved last is here alone.
  @Test func aClosedNodeMayHaveTheNewest() async throws {
    try await FencedPool.with { pool in
      let (node, lost) = (pool.nodes[0], pool.nodes[1])
      try await pool.save("first")
      // Ends no more than two seconds apart would tell nothing.
      try await pool.rounds(4, of: node)
      let route = ["unreachable", lost.address]
      _ = try await pool.network.run(["ip", "route", "add"] + route, on: pool.web)
      try await pool.save("second")
      await pool.network.stop(pool.guards[0], SIGKILL)
      try await pool.network.until { try await !pool.isPermitted(node) }
      _ = try await pool.network.run(["ip", "route", "del"] + route, on: pool.web)
      _ = try await pool.startGuard(on: node)
      try await pool.network.until { try await pool.network.isOpen(node, from: pool.web) }
      #expect(try await pool.saved() == "second")
    }
  }

  @Test func whoReachesNoWitnessIsCutOff() async throws {
    try await FencedPool.with { pool in
      try await pool.network.cut(pool.web)
      for node in pool.nodes { try await pool.network.until { try await !pool.isPermitted(node) } }
      try await pool.network.join(pool.web)
      for node in pool.nodes {
        try await pool.network.until { try await pool.network.isOpen(node, from: pool.web) }
      }
    }
  }

  @Test func onlyACommandThatWorkedCounts() async throws {
    try await FencedPool.with { pool in
      let node = pool.nodes[0]
      await pool.network.stop(pool.guards[0], SIGKILL)
      try await pool.network.until { try await !pool.isPermitted(node) }
      let unfenced = try pool.count("unfenced", of: node)
      // Both work once the file is there.
      let works = pool.folder + "/works"
      _ = try await pool.startGuard(on: node, where: "test -e \(works) &&")
      try await pool.network.until { try pool.log(node).contains("--fence did not work") }
      // Nothing is refilled before the permit of the guard before has surely ended.
      try await pool.network.until { try pool.log(node).contains("because --unfence did not work") }
      #expect(try await !pool.isPermitted(node))
      #expect(try pool.count("unfenced", of: node) == unfenced)
      FileManager.default.createFile(atPath: works, contents: nil)
      try await pool.network.until { try await pool.network.isOpen(node, from: pool.web) }
      try await pool.network.until { try pool.count("unfenced", of: node) == unfenced + 1 }
    }
  }

  /// Nothing could be refilled.
  @Test func aReleaseThatIsOnlyAssumedIsRefused() async throws {
    try await FencedPool.with { pool in
      let ini = try String(contentsOfFile: pool.folder + "/php.ini", encoding: .utf8)
      try ini.replacing("mcpool.extension_release = 8.0", with: "").write(
        toFile: pool.folder + "/assumed.ini", atomically: false, encoding: .utf8)
      let command = pool.guardCommand(on: pool.nodes[0], ini: "assumed.ini", state: "another")
      let run = try await pool.network.run(command, on: pool.nodes[0])
      #expect(run.status == 64 && run.output.contains("--extension-release"), "\(run.output)")
    }
  }
}

/// What the tests have of it.
private struct FencedPool {
  let network: Network
  let folder: String
  let memcacheds: [pid_t]
  var guards: [pid_t] = []

  var nodes: [Network.Host] { Array(network.hosts.prefix(3)) }
  var web: Network.Host { network.hosts[3] }

  /// Built, and open to the web server.
  static func with(_ body: (FencedPool) async throws -> Void) async throws {
    try await Network.with(hosts: 4) { network in
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      let nodes = network.hosts.prefix(3)
      try """
      session.save_handler = memcache
      session.save_path = "\(nodes.map { "tcp://\($0.address):11211?timeout=1" }.joined(separator: ","))"
      session.use_cookies = 0
      session.cache_limiter = ""
      memcache.session_redundancy = 2
      memcache.hash_strategy = consistent
      mcpool.extension_release = 8.0
      """.write(toFile: folder.path + "/php.ini", atomically: false, encoding: .utf8)
      var memcacheds: [pid_t] = []
      for node in nodes {
        memcacheds.append(try await network.startMemcached(on: node))
        try await network.fence(node, from: network.hosts[3])
      }
      // Any service is a witness.
      _ = try await network.startMemcached(on: network.hosts[3])
      var pool = FencedPool(network: network, folder: folder.path, memcacheds: memcacheds)
      for node in nodes { pool.guards.append(try await pool.startGuard(on: node)) }
      do {
        for node in nodes { try await network.until { try await network.isOpen(node, from: pool.web) } }
        try await body(pool)
      } catch {
        for node in nodes { print(try pool.log(node)) }
        throw error
      }
    }
  }

  /// - Parameter condition: before each of its commands.
  func startGuard(on node: Network.Host, where condition: String = "") async throws -> pid_t {
    try await network.start(guardCommand(on: node, where: condition), on: node, log: log(of: node))
  }

  func guardCommand(
    on node: Network.Host, ini: String = "php.ini", state: String? = nil, where condition: String = ""
  ) -> [String] {
    [
      "env", "XDG_STATE_HOME=\(folder)/\(state ?? node.address)", Self.binaries + "/mcpool", "guard", "--ini",
      "\(folder)/\(ini)", "--yes", "--fence", "\(condition) \(Network.permitCommand("close"))", "--unfence",
      "\(condition) \(Network.permitCommand("open"))", "--witness", "\(web.address):11211", "-o", "jsonl",
    ]
  }

  /// Waits for rounds of a node's guard.
  func rounds(_ count: Int, of node: Network.Host) async throws {
    let state = "\(folder)/\(node.address)/mcpool/guard"
    var seen: Set<Data> = []
    try await network.until {
      let lease = try FileManager.default.contentsOfDirectory(atPath: state).first { $0.hasSuffix(".lease") }
      if let data = lease.flatMap({ FileManager.default.contents(atPath: state + "/" + $0) }) { seen.insert(data) }
      return seen.count > count
    }
  }

  /// How often a node's guards have told such an event.
  func count(_ event: String, of node: Network.Host) throws -> Int {
    try log(node).split(separator: "\n").count { $0.contains("\"event\":\"\(event)\"") }
  }

  /// Has PHP on the web server save a word in twenty sessions.
  func save(_ word: String) async throws {
    let run = try await php("session_start(); $_SESSION['word'] = '\(word)'; session_write_close();")
    try #require(run.status == 0, "\(run.output)")
  }

  /// The words that PHP on the web server finds there, each once.
  func saved() async throws -> String {
    try await php("session_start(); $words[$_SESSION['word'] ?? 'nothing'] = 1; session_abort();").output
  }

  private func php(_ visit: String) async throws -> Network.Outcome {
    let script = """
      error_reporting(0);
      $words = [];
      for ($user = 0; $user < 20; $user++) { session_id(substr(md5("user$user"), 0, 26)); \(visit) }
      echo implode(' ', array_keys($words));
      """
    return try await network.run(["php", "-c", folder + "/php.ini", "-r", script], on: web)
  }

  func isPermitted(_ node: Network.Host) async throws -> Bool {
    let run = try await network.run(["nft", "list", "set", "inet", "mcpool_fence", "permit"], on: node)
    try #require(run.status == 0, "\(run.output)")
    return run.output.contains("elements")
  }

  /// Waits until the guard of a node has told an event of it, the first one of a fresh guard not counted.
  func hears(_ event: String, from node: Network.Host) async throws {
    try await network.until { try count(event, of: node) > 1 }
  }

  /// Starts PHP on the web server.
  func visits() async throws -> Visits {
    let script = """
      <?php
      // Each page reads a session, compares it with what it last wrote there, and writes anew.
      [, $folder] = $argv;
      $last = [];
      for ($pass = 1; !file_exists("$folder/stop"); $pass++) {
        for ($user = 0; $user < 6; $user++) {
          session_id($id = substr(md5("user$user"), 0, 26));
          $began = @session_start();
          $seen = $_SESSION['version'] ?? 0;
          $expected = $last[$user] ?? 0;
          if (!$began || $seen < $expected) {
            $wrong = !$began ? 'no session' : ($seen === 0 ? 'lost' : 'stale');
            file_put_contents("$folder/wrong", "$wrong: $id at pass $pass, $seen for $expected\\n", FILE_APPEND);
          }
          $_SESSION['version'] = $seen = max($seen, $expected) + 1;
          if (@session_write_close()) $last[$user] = $seen;
        }
        file_put_contents("$folder/passes.new", $pass);
        rename("$folder/passes.new", "$folder/passes");
      }
      file_put_contents("$folder/ended", "");
      """
    let visits = Visits(folder: folder, network: network, log: log(of: nodes[0]))
    try script.write(toFile: folder + "/visit.php", atomically: false, encoding: .utf8)
    _ = try await network.start(
      ["php", "-c", folder + "/php.ini", folder + "/visit.php", folder], on: web, log: folder + "/visit.log")
    return visits
  }

  func log(_ node: Network.Host) throws -> String { try String(contentsOfFile: log(of: node), encoding: .utf8) }

  private func log(of node: Network.Host) -> String { folder + "/guard-\(node.address).jsonl" }

  /// The folder with the binaries of this build.
  private static let binaries: String = {
    let test = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return test.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
  }()
}

/// PHP that visits a few sessions, one after the other, without end.
private struct Visits {
  let folder: String
  let network: Network
  /// Of the guard beside the node that failed.
  let log: String

  /// Waits until all sessions were visited so many times more.
  func passes(_ count: Int) async throws {
    let first = done
    try await network.until(.seconds(120)) { done >= first + count }
  }

  /// Ends them.
  func expectNothingWrong() async throws {
    FileManager.default.createFile(atPath: folder + "/stop", contents: nil)
    try await network.until { FileManager.default.fileExists(atPath: folder + "/ended") }
    let wrong = try? String(contentsOfFile: folder + "/wrong", encoding: .utf8)
    #expect(wrong == nil, "\((try? String(contentsOfFile: log, encoding: .utf8)) ?? "")")
    let remarks = try? String(contentsOfFile: folder + "/visit.log", encoding: .utf8)
    #expect(remarks == "")
  }

  private var done: Int { (try? String(contentsOfFile: folder + "/passes", encoding: .utf8)).flatMap { Int($0) } ?? 0 }
}
