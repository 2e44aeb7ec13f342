extension Configuration {
  /// Reads php.ini, or a file of conf.d after it. A later line wins. A syntax error drops the rest of that text only;
  /// it is a diagnostic, for PHP goes on.
  ///
  /// `[HOST=…]` and `[PATH=…]` sections are left out, as PHP's command line and `get_cfg_var` leave them out.
  public mutating func read(ini: SourceText) {
    read(ini, into: .ini, inspector: Inspector(text: ini, php: php))
  }

  /// Reads `NAME=VALUE` as `php -d` does: `NAME` alone means `NAME=1`, and a value is ini text unless its first byte is
  /// neither a letter, a digit nor a quote: then PHP puts double quotes around it.
  ///
  /// Each definition is read for itself: with PHP's own `-d`, a syntax error would drop the later ones too.
  public mutating func read(define: String) {
    var bytes = Array(define.utf8)
    if let equals = bytes.firstIndex(of: UInt8(ascii: "=")) {
      if equals + 1 < bytes.count {
        let first = bytes[equals + 1]
        if !first.isLetter, !first.isDigit, first != UInt8(ascii: "\""), first != UInt8(ascii: "'") {
          bytes.insert(UInt8(ascii: "\""), at: equals + 1)
          bytes.append(UInt8(ascii: "\""))
        }
      }
    } else {
      bytes += [UInt8(ascii: "="), UInt8(ascii: "1")]
    }
    let text = SourceText(name: "-d", bytes: bytes + [UInt8(ascii: "\n")])
    read(text, into: .define, inspector: Inspector(text: text, php: php, line: 0))
  }

  /// Reads a `.user.ini`, which stands over pool values and below admin values. `${NAME}` sees php.ini and the worker's
  /// environment, which php-fpm empties unless the pool says otherwise.
  ///
  /// Directives that PHP lets only the system set are not told apart here; those of sessions are all open to users.
  public mutating func read(userIni: SourceText) {
    let inspector = Inspector(text: userIni, php: php)
    let before = assignments
    read(userIni, into: .userIni, inspector: inspector)
    let names = assignments.keys.filter { DirectiveName.isWatched($0) && assignments[$0] != before[$0] }
    guard !names.isEmpty else { return }
    let first = names.compactMap { assignments[$0]?.all.last?.location }.min { $0.line < $1.line }
    findings.append(
      inspector.partialScope(
        of: names.map(\.text).sorted(), at: first?.line ?? 1, where: "in this folder and below"))
  }

  private mutating func read(_ text: SourceText, into layer: Assignment.Layer, inspector: Inspector) {
    var parser = IniParser(text.bytes, php: php, after: expansion)
    defer { expansion = parser.expansion }
    var sections = SpecialSections()
    var previous: IniStatement?
    do throws(IniStop) {
      while let statement = try parser.next(in: scope(of: layer)) {
        findings += inspector.inspect(statement, followedBy: parser.last)
        store(statement, into: layer, sections: &sections, inspector: inspector)
        previous = statement
      }
    } catch {
      findings.append(inspector.stopped(by: error, after: previous))
    }
    findings += inspector.ended(at: parser.last, after: previous)
    findings += sections.movedAway.compactMap { section in
      section.names.isEmpty
        ? nil : inspector.partialScope(of: section.names, at: section.line, where: "for [\(section.title)]")
    }
  }

  private mutating func store(
    _ statement: IniStatement, into layer: Assignment.Layer, sections: inout SpecialSections, inspector: Inspector
  ) {
    let location = inspector.location(at: statement.trace.start)
    switch statement.kind {
    case .section(let name):
      guard let table = sections.open(name, line: location.line) else { return }
      if layer == .userIni {
        findings.append(inspector.sectionInUserIni(name, at: statement.trace.start))
      }
      switch configured(table)?.value {
      case nil:
        // PHP keeps the table of the section among the directives themselves.
        assign(.array, to: table, in: layer, at: location)
        sections.isElsewhere = true
      case .array: sections.isElsewhere = true
      case .scalar: break
      }
    case .entry(_, nil): break
    case .entry(let name, let value?):
      if !sections.isSpecial, name.equalsIgnoringCase("extension") || name.equalsIgnoringCase("zend_extension") {
        return
      }
      if sections.isElsewhere { return sections.moveAway(name) }
      assign(.scalar(value), to: name, in: layer, at: location)
    case .element(let name, _, _):
      if sections.isElsewhere { return sections.moveAway(name) }
      if layer == .userIni, DirectiveName.isWatched(name) {
        findings.append(inspector.arrayInUserIni(name, at: statement.trace.start))
      }
      assign(.array, to: name, in: layer, at: location)
    }
  }

  private func scope(of layer: Assignment.Layer) -> ConfigurationScope {
    ConfigurationScope(
      configuration: self, environment: layer == .userIni ? pools.workerEnvironment ?? environment : environment,
      knowsExtensions: layer == .userIni)
  }
}

/// What a text sees while it is read: PHP's own settings, an environment, constants.
struct ConfigurationScope: IniScope {
  let configuration: Configuration
  let environment: [[UInt8]: [UInt8]]
  /// The constants of extensions exist only once PHP has started.
  let knowsExtensions: Bool

  func reference(_ name: [UInt8]) -> IniLookup {
    switch configuration.configured(name)?.value {
    case .scalar(let value): .value(value)
    case .array: .array
    case nil:
      // The environment is asked through C, for which a NUL ends the name.
      environment[Array(name.prefix { $0 != 0 })].map(IniLookup.value) ?? .unset
    }
  }

  func constant(_ name: [UInt8]) -> IniConstant? {
    if knowsExtensions, let value = ExtensionConstants.value(name.text) { return .value(Array(value.utf8)) }
    return CoreConstants.value(name.text, php: configuration.php)
  }
}
