import PHPConfiguration
import Testing

/// A value that names another twice is twice as long; thirty such lines are more than any machine holds.
@Suite("References that double") struct ExpansionTests {
  private func doubling(_ line: (Int) -> String) -> String { (1...40).map { line($0) + "\n" }.joined() }

  @Test("mcpool reads a php.ini up to a bound, and says so") func ini() throws {
    let text =
      "a0 = \(String(repeating: "x", count: 64))\n" + doubling { "a\($0) = ${a\($0 - 1)}${a\($0 - 1)}" } + "z = 1\n"
    let configuration = Configuration(ini: text)
    #expect(configuration["a8"]?.value.count == 16_384)
    #expect(configuration["a40"] == nil && configuration["z"] == nil)
    let remark = try #require(configuration.diagnostics.first { $0.severity == .critical })
    #expect(remark.message.contains("MiB"))
  }

  @Test("The bound counts over texts, so that many lines of a pool cannot repeat a long value") func pool() throws {
    let long = String(repeating: "x", count: 1 << 15)
    var configuration = Configuration(ini: "long = \(long)\n")
    let lines = (1...100).map { "php_value[v\($0)] = ${long}\n" }.joined()
    let error = #expect(throws: ConfigurationError.self) { try configuration.read(pool: "www.conf", "[www]\n" + lines) }
    #expect(error?.message.contains("MiB") == true)
  }

  @Test("Apache's Define doubles as well") func apache() {
    let text = "Define A0 xxxxxxxx\n" + doubling { "Define A\($0) ${A\($0 - 1)}${A\($0 - 1)}" }
    var configuration = Configuration()
    let error = #expect(throws: ConfigurationError.self) {
      try configuration.read(apache: SourceText("site.conf", text))
    }
    #expect(error?.message.contains("MiB") == true)
  }

  @Test("Unknown references stay as they are, however many stand in one line") func unknown() throws {
    let value = String(repeating: "${", count: 50_000) + "}"
    var configuration = Configuration()
    try configuration.read(apache: SourceText("site.conf", "Define A b\nphp_value x \(value)${A}\n"))
    #expect(configuration["x"]?.text == value + "b")
  }
}
