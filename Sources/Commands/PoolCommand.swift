import ArgumentParser
import Glibc
import MemcacheClient
import Operations
import PHPConfiguration
import Placement
import Presentation

/// A command that does its work on given surroundings, so that tests and the shell can run it as the process does.
///
/// Its configuration states its `commandName`: every start of the process asks every command for its name, and one that
/// ArgumentParser has to derive from the type costs 0.2 ms.
protocol PoolCommand: AsyncParsableCommand {
  func run(in surroundings: Surroundings) async throws -> ExitStatus
}

extension PoolCommand {
  func run() async throws {
    let status = try await run(in: .process())
    if status != .fine { throw ExitCode(status.rawValue) }
  }
}

/// How many processors this process may use.
var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

extension AccessOptions {
  /// The nodes where the map says that they are.
  func reached(_ nodes: [LiveNode], _ own: OwnKeys) throws(Failure) -> [LiveNode] {
    let elsewhere = try AddressMap(self, own).addresses(of: NodeNames(nodes.map(\.name)))
    return nodes.enumerated().map { index, node in elsewhere[index].map { node.reached(at: $0) } ?? node }
  }

  /// The nodes with the means to ask them.
  func livePool(
    _ nodes: [LiveNode], _ configuration: Configuration, _ output: OutputOptions, _ surroundings: Surroundings
  ) async throws -> LivePool {
    let dialer = try await dialer(configuration, output, surroundings)
    return LivePool(nodes: try reached(nodes, OwnKeys(configuration: configuration)), dialer: dialer)
  }

  /// The means to ask nodes.
  func dialer(
    _ configuration: Configuration, _ output: OutputOptions, _ surroundings: Surroundings
  ) async throws -> SocketDialer {
    let own = OwnKeys(configuration: configuration)
    let timeout = try waiting(own)
    try explained { () throws(AccessError) in try SocketDialer.checkDescriptors() }
    let access = try await access(own, surroundings)
    return SocketDialer(timeout: timeout, access: access, logger: output.logger(surroundings))
  }
}

/// A pool with its nodes: PHP's, or bare ones.
struct LoadedPool: Sendable {
  /// Nil for bare nodes.
  var php: Pool?
  /// Nil for bare nodes.
  var configuration: Configuration?
  var live: LivePool
  /// See `LoadedConfiguration`.
  var name: String
  var source: String
  var isExplicit: Bool
  /// What is wrong with the configuration; none for bare nodes.
  var findings: [Finding] = []
}

extension PoolOptions {
  /// The pool that the options name, ready to be asked. Remarks on it go to standard error.
  /// - Parameter rulesNeeded: without them the nodes of a pool on which PHP would hang or die can still be looked at;
  ///   why it is no pool is said.
  func loadLive(
    rulesNeeded: Bool, _ output: OutputOptions, _ surroundings: Surroundings
  ) async throws -> LoadedPool {
    if !server.isEmpty {
      let nodes = try server.map { text throws(Failure) in try LiveNode(bare: text) }
      let live = try await access.livePool(nodes, try defined(surroundings), output, surroundings)
      return LoadedPool(
        live: live, name: "servers", source: "--server \(server.joined(separator: ", "))", isExplicit: true)
    }
    let loaded = try await load(surroundings)
    var php: Pool?
    var nodes: [Node]
    var findings = (loaded.configuration.diagnostics + loaded.unknownKeys).map { Finding($0) }
    do throws(PoolError) {
      let pool = try loaded.poolWithRemarks(output, surroundings)
      (php, nodes) = (pool, pool.nodes)
      findings += pool.diagnostics.map { Finding($0) }
    } catch {
      if rulesNeeded || error.nodes.isEmpty { throw Failure(error) }
      Failure(error).tell(surroundings)
      nodes = error.nodes
      findings.append(Finding(error))
    }
    let live = try await access.livePool(nodes.map { LiveNode($0) }, loaded.configuration, output, surroundings)
    return LoadedPool(
      php: php, configuration: loaded.configuration, live: live, name: loaded.name, source: loaded.source,
      isExplicit: loaded.isExplicit, findings: findings)
  }
}

extension LiveNode {
  /// A node of `--server`.
  fileprivate init(bare text: String) throws(Failure) {
    guard let address = ServerAddress(text) else {
      throw Failure(
        .usage, "--server '\(text)' is no HOST:PORT and no path of a socket",
        remedy: "--server 10.0.0.1:11211, --server '[::1]:11211' or --server /run/memcached.sock")
    }
    self.init(name: address.description, address: address)
  }
}

extension LoadedConfiguration {
  /// The pool, with remarks on standard error: an assumed release, what PHP drops or dies of. They come first where
  /// there is no pool, because they are often the reason.
  func poolWithRemarks(_ output: OutputOptions, _ surroundings: Surroundings) throws(PoolError) -> Pool {
    var remarks = configuration.diagnostics + unknownKeys
    do throws(PoolError) {
      let pool = try pool()
      remarks += pool.diagnostics
      tell(remarks, output, surroundings)
      return pool
    } catch {
      tell(remarks, output, surroundings)
      throw error
    }
  }

  /// Says on standard error what is more than information, and an assumed release.
  func tell(_ remarks: [Diagnostic], _ output: OutputOptions, _ surroundings: Surroundings) {
    guard !output.quiet else { return }
    for remark in remarks where remark.severity > .info || remark.code == "MC301" {
      let place = remark.location.line == 0 ? "" : "\(remark.location): "
      surroundings.tell("\(place)\(remark.message) (\(remark.code); mcpool config show has more)")
    }
  }
}
