import SessionData
import Testing

/// Sessions and values that real PHP wrote decode to what PHP says they hold.
@Suite("Recorded sessions") struct RecordedTests {
  @Test func thereAreSome() { #expect(Recorded.all.count >= 100) }

  @Test(arguments: Recorded.all) func equalsJSONEncode(_ item: Recorded) throws {
    let content = item.decode()
    #expect(content.fault == nil)
    #expect(try content.tree.jsonText() == item.expected())
    #expect(try content.tree.jsonText(.digits17) == item.expected(.digits17))
  }

  @Test(arguments: Recorded.all.filter(\.isSession)) func isToldByContent(_ item: Recorded) throws {
    let content = item.decode(told: true)
    #expect(content.fault == nil)
    if item.bytes.isEmpty {
      #expect(content.form == .empty)
    } else {
      #expect(content.form == .serialized(try #require(item.configured)))
      #expect(content.evidence == .content)
    }
    #expect(try content.tree.jsonText() == item.expected())
  }

  /// Each piece from the beginning ends in a fault at a byte that it has, and a tree that can be shown.
  @Test(arguments: Recorded.all.filter { $0.bytes.count < 400 }) func everyCutHasAFault(_ item: Recorded) throws {
    let whole = Array(item.bytes)
    // A session of `php` is whole behind each of its variables, and a string or number without any end.
    let tree = item.decode()
    guard case .serialized(let serializer) = tree.form else { return }
    for length in whole.indices.dropFirst(item.isSession ? 1 : 0) {
      let content = SessionContent.decode(
        Array(whole[..<length]), flags: item.flags, handler: item.handler, serializer: item.configured)
      switch content.fault {
      case .serialized(_, let fault):
        #expect(fault.byte <= content.plainBytes)
        #expect(fault.decodedValues >= content.tree.nodes.count - 1)
      case .compression(let fault): #expect(fault.byte <= length)
      case nil: #expect(serializer == .php || serializer == .phpBinary, "\(length) of \(whole.count) bytes")
      default: Issue.record("\(String(describing: content.fault))")
      }
      try show(content.tree)
    }
  }

  /// Damage anywhere is survived, whatever comes out of it.
  @Test(arguments: Recorded.all.filter { $0.bytes.count < 150 }) func mutationsAreSurvived(_ item: Recorded) throws {
    let whole = Array(item.bytes)
    for index in whole.indices {
      for change in [0x01, 0x10, 0x80, 0xff] as [UInt8] {
        var damaged = whole
        damaged[index] ^= change
        for serializer in [item.configured, nil] {
          let content = SessionContent.decode(
            damaged, flags: item.flags, handler: item.handler, serializer: serializer)
          if case .serialized(_, let fault) = content.fault { #expect(fault.byte <= content.plainBytes) }
          try show(content.tree)
        }
      }
    }
  }

  /// Pointers in a damaged session may repeat values without end; then the text is refused, and that is all.
  private func show(_ tree: SessionTree) throws {
    do throws(OutputLimit) { _ = try tree.json(limit: 1 << 20) } catch { #expect(error.bytes == 1 << 20) }
    for revealing in [true, false] {
      let text = tree.text(revealing: revealing, limit: 1 << 16)
      #expect(!text.utf8.contains { $0 < 0x20 && $0 != 0x0a || $0 == 0x7f })
    }
  }
}
