import FoundationEssentials
import Glibc
import Subprocess
import Synchronization
import Testing

/// Machines of a network on this one: each is a network namespace with an address of its own, joined by a bridge that
/// stands in a further one. Nothing of this machine's own network is touched.
///
/// A namespace lives as long as a process in it, and these processes end with this one: nothing is left behind, however a
/// test ends.
final class Network: Sendable {
  struct Host: Hashable, Sendable {
    let address: String
    /// The process that holds its namespace.
    fileprivate let holder: pid_t
    /// The bridge's end of its cable.
    fileprivate let port: String
  }

  struct Outcome: Sendable {
    var status: Int32
    /// Of both streams.
    var output: String
  }

  /// With the addresses 10.77.0.1, 10.77.0.2 and so on.
  let hosts: [Host]
  private let bridge: Host
  private let processes: Processes

  private init(hosts: [Host], bridge: Host, processes: Processes) {
    self.hosts = hosts
    self.bridge = bridge
    self.processes = processes
  }

  /// Builds it, and takes it down whatever the body does.
  static func with<Value: Sendable>(hosts count: Int, _ body: (Network) async throws -> Value) async throws -> Value {
    let processes = Processes()
    do {
      let bridge = try await host(address: "", port: "", processes)
      try await ip(in: bridge, "link add name br0 type bridge", "link set br0 up")
      var hosts: [Host] = []
      for number in 1...count {
        let host = try await host(address: "10.77.0.\(number)", port: "port\(number)", processes)
        try await ip(
          in: bridge, "link add name \(host.port) type veth peer name eth0 netns \(host.holder)",
          "link set \(host.port) master br0 up")
        try await ip(
          in: host, "address add \(host.address)/24 dev eth0", "link set eth0 up", "link set lo up")
        hosts.append(host)
      }
      let value = try await body(Network(hosts: hosts, bridge: bridge, processes: processes))
      await processes.endAll()
      return value
    } catch {
      await processes.endAll()
      throw error
    }
  }

  /// Pulls a host's cable out.
  func cut(_ host: Host) async throws { try await Self.ip(in: bridge, "link set \(host.port) down") }

  /// Puts it in again.
  func join(_ host: Host) async throws { try await Self.ip(in: bridge, "link set \(host.port) up") }

  /// Runs a program on a host until it ends.
  func run(_ words: [String], on host: Host, environment: [String: String] = [:]) async throws -> Outcome {
    let changes = environment.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) }
    let ended = try await Subprocess.run(
      .name("nsenter"), arguments: Arguments(Self.entering(host) + words),
      environment: .inherit.updating(Dictionary(changes) { $1 }), output: .string(limit: 1 << 20),
      error: .combinedWithOutput)
    let status: Int32 =
      switch ended.terminationStatus {
      case .exited(let status): status
      case .signaled(let signal): 128 + signal
      }
    return Outcome(status: status, output: ended.standardOutput)
  }

  /// Starts a program on a host; it ends with the network at the latest.
  ///
  /// - Parameter log: a file for what it prints.
  func start(_ words: [String], on host: Host, log: String = "/dev/null") async throws -> pid_t {
    try await processes.start(Self.entering(host) + words, log: log)
  }

  /// Starts memcached there on port 11211 of all its addresses, and waits until it answers.
  func startMemcached(on host: Host) async throws -> pid_t {
    let started = try await start(
      ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "memcached", "-U", "0", "-m", "64"],
      on: host)
    try await until { try await self.isOpen(host, from: host) }
    return started
  }

  /// Ends a process, and waits for its end.
  func stop(_ process: pid_t, _ signal: Int32 = SIGTERM) async { await processes.end(process, signal) }

  /// Whether a connection to a port of one host is accepted on another within a second.
  func isOpen(_ target: Host, port: UInt16 = 11211, from host: Host) async throws -> Bool {
    try await run(
      ["timeout", "1", "bash", "-c", "exec 3<>/dev/tcp/\(target.address)/\(port)"], on: host
    ).status == 0
  }

  /// Waits for a condition; fails when it does not come in time.
  func until(
    _ limit: Duration = .seconds(60), sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () async throws -> Bool
  ) async throws {
    let end = ContinuousClock.now + limit
    while try await !condition() {
      try #require(.now < end, "what was waited for did not come", sourceLocation: sourceLocation)
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  private static func host(address: String, port: String, _ processes: Processes) async throws -> Host {
    let holder = try await processes.start(["unshare", "--net", "sleep", "infinity"], log: "/dev/null")
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/net")
    // Until then the namespace is still ours.
    while try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(holder)/ns/net") == own {
      try await Task.sleep(for: .milliseconds(2))
    }
    return Host(address: address, holder: holder, port: port)
  }

  private static func entering(_ host: Host) -> [String] { ["--net=/proc/\(host.holder)/ns/net", "--"] }

  private static func ip(in host: Host, _ lines: String...) async throws {
    let ended = try await Subprocess.run(
      .name("nsenter"), arguments: Arguments(entering(host) + ["ip", "-batch", "-"]),
      input: .string(lines.joined(separator: "\n")), output: .discarded, error: .string(limit: 4096))
    try #require(ended.terminationStatus.isSuccess, "\(ended.standardError)")
  }
}

extension Trait where Self == ConditionTrait {
  /// For tests on machines of their own.
  static var networks: Self {
    .enabled("no network namespaces here: needs root (CAP_SYS_ADMIN), iproute2 and nftables") {
      let nft = try? await Subprocess.run(
        .name("unshare"), arguments: ["--net", "nft", "list", "tables"], output: .discarded, error: .discarded)
      let ip = try? await Subprocess.run(
        .name("unshare"), arguments: ["--net", "ip", "link", "add", "name", "br0", "type", "bridge"],
        output: .discarded,
        error: .discarded)
      return nft?.terminationStatus.isSuccess == true && ip?.terminationStatus.isSuccess == true
    }
  }
}
