extension Configuration {
  /// The pools that stand in the php-fpm files read so far, as first written.
  public var poolNames: [String] { pools.all.map(\.name.text) }

  /// Reads a file of php-fpm: `php-fpm.conf`, or one of `pool.d`. Call it for each file in php-fpm's order (byte order
  /// of names). Of several lines for the same directive the first wins, over all files; admin values beat plain ones.
  ///
  /// - Parameters:
  ///   - pool: the pool whose values count, in any letter case; nil: the only one there is. A pool may stand in a later
  ///     file, so a name that no file has is no error here: see `poolNames`.
  ///   - include: the texts that an `include` names, sorted by name. The pattern is a glob; when it is relative, it
  ///     counts from php-fpm's install prefix. What it throws is passed on.
  /// - Throws: ConfigurationError for a line with which php-fpm refuses to start (any it does not know), and for
  ///   `pool: nil` when there are several. This value is unchanged then.
  public mutating func read(
    fpm: SourceText, pool: String?, include: (_ pattern: String) throws(ConfigurationError) -> [SourceText]
  ) throws(ConfigurationError) {
    var result = self
    try result.readFile(fpm, pool: pool.map { Array($0.utf8) }, level: 1, include: include)
    if pool == nil, result.pools.all.count > 1 {
      throw ConfigurationError(
        location: SourceLocation(source: fpm.name, line: 0),
        message: "there are several pools: \(result.poolNames.joined(separator: ", "))",
        effect: "each has settings of its own", cure: "name one with --fpm-pool")
    }
    result.pools.chosen = pool.map { result.pools.index(of: Array($0.utf8)) } ?? (result.pools.all.isEmpty ? nil : 0)
    if let chosen = result.pools.chosen {
      let worker = result.pools.all[chosen]
      result.pools.workerEnvironment = (worker.clearsEnvironment ? [:] : environment).merging(worker.environment) { $1 }
    }
    self = result
  }

  /// php-fpm cuts a file at line feeds and reads each line as an ini text of its own.
  private mutating func readFile(
    _ file: SourceText, pool: [UInt8]?, level: Int,
    include: (_ pattern: String) throws(ConfigurationError) -> [SourceText]
  ) throws(ConfigurationError) {
    for (index, line) in file.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
    {
      // A NUL ends the line, and with it the line feed is lost.
      let bytes = line.contains(0) ? Array(line.prefix { $0 != 0 }) : line + [UInt8(ascii: "\n")]
      let text = SourceText(name: file.name, bytes: Array(bytes))
      let inspector = Inspector(text: text, php: php, line: index + 1)
      let location = inspector.location(at: 0)
      let pattern: [UInt8]?
      do throws(FPMRefusal) {
        pattern = try readLine(inspector, pool: pool)
      } catch {
        throw error.error(at: location)
      }
      guard let pattern else { continue }
      guard level < 5 else {
        throw FPMRefusal(
          reason: "failed to include more than 5 files recusively", cure: "include the files from one place"
        ).error(at: location)
      }
      for included in try include(pattern.text) {
        try readFile(included, pool: pool, level: level + 1, include: include)
      }
    }
  }

  /// Gives the pattern of an `include`.
  private mutating func readLine(_ inspector: Inspector, pool: [UInt8]?) throws(FPMRefusal) -> [UInt8]? {
    var parser = IniParser(inspector.text.bytes, php: php, after: expansion)
    defer { expansion = parser.expansion }
    var pattern: [UInt8]?
    var previous: IniStatement?
    while true {
      let statement: IniStatement?
      do throws(IniStop) {
        // Kept no longer than this: while the scope shares the directives, storing one would copy them all.
        statement = try parser.next(
          in: ConfigurationScope(configuration: self, environment: environment, knowsExtensions: true))
      } catch {
        throw .syntax(error, in: inspector)
      }
      guard var statement else { break }
      switch statement.kind {
      case .section(let name):
        pools.open(name.untilNUL)
      case .entry(let name, nil):
        throw FPMRefusal(
          reason: "value is NULL for a ZEND_INI_PARSER_ENTRY",
          cure: "\"\(name.text)\" needs = and a value; a comment begins with ;")
      case .entry(let name, let value?):
        if name.elementsEqual("include".utf8) {
          guard pattern == nil else {
            throw FPMRefusal(reason: "two includes at the same time", cure: "write one include a line")
          }
          pattern = value.untilNUL
        } else {
          try setEntry(name, to: value.untilNUL)
        }
      case .element(let word, let key, let value):
        let key = key.untilNUL
        let value = try element(word, key: key, value: value.untilNUL, pool: pool, inspector: inspector)
        if word.starts(with: "php_".utf8), isWanted(pool) {
          statement.kind = .entry(name: key, value: value)
          findings += inspector.inspect(statement, followedBy: parser.last)
          previous = statement
        }
      }
    }
    findings += inspector.ended(at: parser.last, after: previous)
    return pattern
  }

  private mutating func setEntry(_ name: [UInt8], to value: [UInt8]) throws(FPMRefusal) {
    guard let kind = FPMEntry.kind(of: name, inPool: pools.current != nil) else {
      let isDirective = DirectiveName.isWatched(name)
      throw FPMRefusal(
        reason: "unknown entry '\(name.text)'",
        cure: isDirective
          ? "write php_value[\(name.text)] = \"…\" in a pool" : "correct the name, or leave the line out")
    }
    if let complaint = FPMEntry.complaint(about: value, for: kind) {
      throw FPMRefusal(
        reason: "unable to parse value for entry '\(name.lowercased.text)': \(complaint)",
        cure: "write a value that this entry takes")
    }
    let text = kind == .text ? try expandingPool(value) : value
    guard let current = pools.current else { return }
    switch name.lowercased.text {
    case "prefix": pools.all[current].prefix = text
    case "chroot": pools.all[current].chroot = text
    case "clear_env": pools.all[current].clearsEnvironment = FPMEntry.flag(value) ?? true
    default: break
    }
  }

  /// `php_value[key] = value` and its like; gives the value as it is stored.
  private mutating func element(
    _ word: [UInt8], key: [UInt8], value: [UInt8], pool: [UInt8]?, inspector: Inspector
  ) throws(FPMRefusal) -> [UInt8] {
    let name = word.text
    let isList = name == "access.suppress_path"
    if !isList, key.isEmpty {
      throw FPMRefusal(reason: "You must provide a key for field '\(name)'", cure: "write \(name)[NAME] = VALUE")
    }
    guard let current = pools.current else {
      throw FPMRefusal(reason: "Array are not allowed in the global section", cure: "put the line below a [pool]")
    }
    let isAdmin = name == "php_admin_value" || name == "php_admin_flag"
    switch name {
    case "env":
      guard !value.isEmpty else { throw FPMRefusal(reason: "empty value", cure: "leave the line out") }
      let value = try expandingPool(value)
      // Pushed on the front of a list, so the first one is set last.
      if pools.all[current].environment[key] == nil {
        pools.all[current].environment[key] =
          value.first == UInt8(ascii: "$") ? environment[Array(value.dropFirst())] ?? [] : value
      }
      return value
    case "access.suppress_path":
      guard key.isEmpty else {
        throw FPMRefusal(
          reason: "Keys provided to field 'access.suppress_path' are ignored",
          cure: "write access.suppress_path[] = PATH")
      }
      guard !value.isEmpty else { throw FPMRefusal(reason: "empty value", cure: "leave the line out") }
      return value
    case "php_value", "php_admin_value":
      let value = try expandingPool(value)
      store(value, of: key, isAdmin: isAdmin, pool: pool, inspector: inspector)
      return value
    case "php_flag", "php_admin_flag":
      guard let flag = FPMEntry.flag(value) else {
        throw FPMRefusal(
          reason: "error while parsing '\(name)[\(key.text)]' : invalid boolean value", cure: "write on or off")
      }
      let value = [flag ? UInt8(ascii: "1") : UInt8(ascii: "0")]
      store(value, of: key, isAdmin: isAdmin, pool: pool, inspector: inspector)
      return value
    default:
      throw FPMRefusal(
        reason: "unknown directive '\(name)'",
        cure: "one of php_value, php_flag, php_admin_value, php_admin_flag, env, in lower case")
    }
  }

  private mutating func store(
    _ value: [UInt8], of key: [UInt8], isAdmin: Bool, pool: [UInt8]?, inspector: Inspector
  ) {
    // `extension` loads one and sets nothing.
    if key.elementsEqual("extension".utf8), !value.isEmpty { return }
    guard isWanted(pool) else { return }
    let layer: Assignment.Layer = isAdmin ? .fpmAdmin : .fpmValue
    if DirectiveName.isWatched(key), let first = assignments[key]?.all.first(where: { $0.layer == layer }),
      first.value != .scalar(value)
    {
      findings.append(
        inspector.finding(
          "MC237", .warning, at: 0, "\(key.text) is set before, at \(first.location)",
          effect: "in a pool the first line wins, so this one has no effect", cure: "leave one of the two lines out"))
    }
    assign(.scalar(value), to: key, in: layer, at: inspector.location(at: 0))
  }

  /// Whether the open section is that of the pool whose values count.
  private func isWanted(_ pool: [UInt8]?) -> Bool {
    guard let current = pools.current else { return false }
    return pool.map { $0.lowercased == pools.all[current].name.lowercased } ?? true
  }

  /// `$pool` stands for the name of the pool, everywhere in a text.
  private func expandingPool(_ value: [UInt8]) throws(FPMRefusal) -> [UInt8] {
    guard value.contains("$pool") else { return value }
    guard let current = pools.current else {
      throw FPMRefusal(
        reason: "Can't use '$pool' when the pool is not defined", cure: "write the name out: this is no pool's section")
    }
    let name = pools.all[current].name
    guard !name.contains("$pool") else {
      throw FPMRefusal(reason: "the pool name '\(name.text)' holds $pool: php-fpm never ends", cure: "rename the pool")
    }
    var result: [UInt8] = []
    var rest = value[...]
    while let first = rest.first {
      if rest.starts(with: "$pool".utf8) {
        result += name
        rest = rest.dropFirst(5)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}

extension [UInt8] {
  /// What C makes of these bytes.
  fileprivate var untilNUL: [UInt8] { Array(prefix { $0 != 0 }) }

  fileprivate func contains(_ text: String) -> Bool {
    indices.contains { self[$0...].starts(with: text.utf8) }
  }
}
