import Advice
import ArgumentParser
import PHPConfiguration
import PHPInstallation
import Placement

/// What a word could be, from files of this machine alone: no server is asked, standard input is left alone, and what
/// cannot be read gives no candidates and no message.
struct CompletionCandidates {
  let line: CommandLineSoFar
  let environment: [String: String]

  /// The nodes of the pool that the line names so far, or of the usual one, by the names that commands print.
  var nodes: [String] {
    guard let options = line.pool else { return [] }
    if !options.server.isEmpty { return options.server }
    return loaded(options).map(Self.nodes) ?? []
  }

  var pools: [String] { NamedPool.all(environment: environment).map(\.name) }

  /// What stands for one of several pools: names, PHPs, and files where the word that is typed leads.
  var comparedPools: [String] {
    let folder = line.current.lastIndex(of: "/").map { String(line.current[...$0]) } ?? ""
    let files = ((try? Files.names(in: folder.isEmpty ? "." : folder)) ?? []).filter { name in
      name.hasSuffix(".ini") || name.hasSuffix(".conf")
    }
    return pools + installedPHPs.map { "php:" + $0 } + files.map { folder + $0 }
  }

  var installedPHPs: [String] { InstalledPHP.all().map(\.name) }

  /// The pool sections of the FPM files that the line names so far.
  var fpmPools: [String] { line.pool.flatMap(loaded)?.configuration.poolNames ?? [] }

  /// What PHP and mcpool know, and what the named configuration sets besides.
  var directives: [String] {
    let set = line.pool.flatMap(loaded)?.configuration.settings.keys.filter { !DirectiveNames.all.contains($0) } ?? []
    return DirectiveNames.all + set.sorted()
  }

  /// What `-d` begins with.
  var directivesToSet: [String] { directives.map { $0 + "=" } }

  /// What `--map` begins with.
  var nodesToMap: [String] { nodes.map { $0 + "=" } }

  /// What `--explain` takes.
  var lintCodes: [String] { LintRule.all.map(\.code) }

  /// What `--option` begins with.
  var optionsToSet: [String] { Memcached.Option.allCases.map { $0.rawValue + "=" } }

  /// Lists with commas: the names before the last one stay.
  var statsFields: [String] {
    guard ["general", "raw", nil].contains(line.value(of: "--detail")) else { return [] }
    let begun = line.current.lastIndex(of: ",").map { line.current[...$0] } ?? ""
    let named = begun.split(separator: ",")
    return StatsFields.general.filter { !named.contains($0[...]) }.map { String(begun + $0) }
  }

  private func loaded(_ options: PoolOptions) -> LoadedConfiguration? {
    var options = options
    if options.ini.contains(where: { INISource($0).path == "-" }) { return nil }
    options.fpmPool = options.fpmPool.flatMap { $0.isEmpty ? nil : $0 }
    return try? options.load(environment: environment, standardInput: [])
  }

  private static func nodes(_ loaded: LoadedConfiguration) -> [String] {
    do throws(PoolError) {
      return try loaded.pool().nodes.map(\.name)
    } catch {
      return error.nodes.map(\.name)
    }
  }
}

extension CompletionKind {
  static let nodes = candidates(\.nodes)
  static let pools = candidates(\.pools)
  static let comparedPools = candidates(\.comparedPools)
  static let installedPHPs = candidates(\.installedPHPs)
  static let fpmPools = candidates(\.fpmPools)
  static let directives = candidates(\.directives)
  static let directivesToSet = candidates(\.directivesToSet)
  static let nodesToMap = candidates(\.nodesToMap)
  static let lintCodes = candidates(\.lintCodes)
  static let optionsToSet = candidates(\.optionsToSet)
  static let statsFields = candidates(\.statsFields)

  private static func candidates(_ what: any KeyPath<CompletionCandidates, [String]> & Sendable) -> CompletionKind {
    .custom { words, index, prefix in
      let line = CommandLineSoFar(words, index: index, prefix: prefix)
      let found = CompletionCandidates(line: line, environment: Surroundings.process().environment)[keyPath: what]
      return found.filter(isTypeable).map { CompletionShell.requesting == .zsh ? escapedForZsh($0) : $0 }
    }
  }

  /// A name with control characters in it would do something to the terminal that it is offered on.
  private static func isTypeable(_ candidate: String) -> Bool {
    candidate.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }
  }

  /// zsh's `_describe` takes what follows a colon for a description.
  private static func escapedForZsh(_ candidate: String) -> String {
    candidate.reduce(into: "") { text, character in
      if character == ":" || character == "\\" { text.append("\\") }
      text.append(character)
    }
  }
}
