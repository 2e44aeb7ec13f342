import PHPConfiguration
import Placement

/// Rules for the pools of both extensions.
extension Facts {
  var shared: [Diagnostic] {
    [localNodes, unguarded, movable, single, spellings, otherBytes].compactMap(\.self) + refusedValues
  }

  private var nodes: [Node] { pool.nodes }
  private var copies: Int { pool.placement.copyCount }

  /// The names of nodes, as many as a line bears.
  static func list(_ nodes: [Node]) -> String {
    let shown = nodes.prefix(4).map(\.name).joined(separator: ", ")
    return nodes.count > 4 ? "\(shown) and \(nodes.count - 4) more" : shown
  }

  private var localNodes: Diagnostic? {
    let local = nodes.filter { ServerIdentity($0).isLoopback }
    guard nodes.count > 1, !local.isEmpty else { return nil }
    return LintRule.mc207.finding(
      "\(pool.savePath.name): \(Self.list(local)) \(local.count == 1 ? "is" : "are") on this web host",
      effect: "every web host means another server by it, so what one of them stored, another does not find",
      cure: "name each server by the address under which all web hosts reach it; with one web host only it may stay",
      at: pool.savePath.location)
  }

  private var unguarded: Diagnostic? {
    guard copies > 1, configuration["mcpool.guard"]?.value.isEmpty ?? true else { return nil }
    let spreads =
      switch pool.rules {
      case .memcache: ", and the next page writes that over the newer copy"
      case .memcached: ""
      }
    let setting = stated("memcache.session_redundancy", "memcached.sess_number_of_replicas")
    return LintRule.mc210.finding(
      "\(copies) copies of each session, and no guard is named",
      effect:
        "a node that was cut off and comes back with its memory is read before the newer copies: its users are in "
        + "an old state\(spreads)",
      cure: "run mcpool guard on one host, and say so: \(setting.kind.line("mcpool.guard", "HOST"))",
      at: setting.location)
  }

  /// Of PHP's own session directives; those of the extensions are found where they are read.
  private var refusedValues: [Diagnostic] {
    refused(.idLength) + refused(.bitsPerCharacter) + refused(.cookieName)
  }

  private func refused<Value>(_ directive: SessionDirective<Value>) -> [Diagnostic] {
    directive.refused(in: configuration).map { setting in
      LintRule.mc237.finding(
        "\(setting.name) = \"\(setting.text)\" is refused",
        effect: "PHP keeps \"\(directive.accepted(in: configuration))\"", cure: directive.cure, at: setting.location)
    }
  }

  private var movable: Diagnostic? {
    guard nodes.count > 1 else { return nil }
    let (name, place, cure): (String, SourceLocation, String)
    switch pool.rules {
    case .memcache(let rules):
      guard rules.strategy == .standard else { return nil }
      (name, place, cure) = (
        "standard hashing", at("memcache.hash_strategy"), "memcache.hash_strategy = consistent"
      )
    case .memcached(let rules):
      guard rules.placement.distribution.rule == .modula else { return nil }
      (name, place, cure) = (
        "hashing by modula", at("memcached.sess_consistent_hash"), "memcached.sess_consistent_hash = On"
      )
    }
    return LintRule.mc214.finding(
      name,
      effect: "a server more or less, or another order of the same ones, moves most sessions: users are logged out",
      cure: "\(cure) on all web hosts at once; the change itself moves sessions, so choose a quiet hour", at: place)
  }

  private var single: Diagnostic? {
    guard nodes.count == 1, let node = nodes.first else { return nil }
    return LintRule.mc238.finding(
      "\(pool.savePath.name): \(node.name) is the only node", effect: "when it restarts, everybody is logged out",
      cure: pool.handler == .memcache
        ? "name a second one, and keep memcache.session_redundancy at 2"
        : "name a second one: then a restart logs out half of the users and not all", at: pool.savePath.location)
  }

  /// Host names take part in the ring.
  private var hasNamesInRing: Bool {
    guard nodes.count > 1 else { return false }
    return switch pool.rules {
    case .memcache(let rules): rules.strategy == .consistent
    case .memcached(let rules): rules.placement.distribution.rule.isRing
    }
  }

  private var spellings: Diagnostic? {
    let odd = nodes.filter(\.hasSpellings)
    guard hasNamesInRing, !odd.isEmpty else { return nil }
    return LintRule.mc302.finding(
      "\(pool.savePath.name): \(Self.list(odd)) can be spelled in other ways",
      effect:
        "the ring takes names byte for byte, so a web host that writes one otherwise looks for sessions elsewhere",
      cure: "write it the same on all web hosts; mcpool config diff compares them", at: pool.savePath.location)
  }

  private var otherBytes: Diagnostic? {
    guard nodes.count > 1 else { return nil }
    let isHashedSigned: Bool
    var prefix: [UInt8] = []
    switch pool.rules {
    case .memcache(let rules):
      isHashedSigned = rules.function == .fnv
      prefix = rules.prefix
    case .memcached(let rules): isHashedSigned = !rules.placement.distribution.isWeighted
    }
    let isPrefix = prefix.contains { $0 >= 0x80 }
    let hosts = hasNamesInRing ? nodes.filter { $0.host.utf8.contains { $0 >= 0x80 } } : []
    guard isHashedSigned, isPrefix || !hosts.isEmpty else { return nil }
    return LintRule.mc304.finding(
      isPrefix
        ? "memcache.session_prefix_static_key has bytes outside ASCII"
        : "\(pool.savePath.name): \(Self.list(hosts)) has bytes outside ASCII",
      effect: "hosts on ARM place sessions otherwise than hosts on x86",
      cure: "keep to plain ASCII where both kinds of hosts share the pool",
      at: isPrefix ? at("memcache.session_prefix_static_key") : pool.savePath.location)
  }
}

extension Node {
  /// Its name could be written otherwise and mean the same.
  fileprivate var hasSpellings: Bool {
    transport == .tcp && (host.contains(":") || host.contains { $0.isUppercase } || host.hasSuffix("."))
  }
}
