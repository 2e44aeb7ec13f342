import LocalPool
import Replay

/// What one real session goes through.
struct DrilledSession: Sendable {
  /// As the cookie says.
  private(set) var id: [UInt8]
  /// The last version that PHP reported as saved; 0: none.
  private var acknowledged = 0
  var trace = Trace()

  init(id: [UInt8]) { self.id = id }

  /// - Parameters:
  ///   - version: what the page stored; nil: it was none that stores.
  ///   - expected: what it should have read; 0: nothing yet.
  mutating func note(_ page: PHPWorker.Page, write version: Int?, expected: Int) {
    var step = Trace.Step()
    step.wait = .microseconds(Int64(((page.ended - page.began) * 1e6).rounded()))
    step.isSaved = page.isSaved
    if expected > 0 {
      step.fate =
        page.isForeign
        ? .foreign
        : SessionFate(
          started: page.isStarted, version: page.version == 0 ? nil : page.version, expected: expected,
          acknowledged: acknowledged, isReplaced: page.id != id)
    }
    if let version, page.isSaved { acknowledged = version }
    id = page.id
    trace.steps.append(step)
  }

  mutating func note(held marks: [UInt8]) {
    var step = Trace.Step()
    step.held = marks
    trace.steps.append(step)
  }

  /// What a server holds, as `Simulation` writes it: `-`, `e` for the empty value, the digit of a version, `+` for more.
  static func mark(_ value: [UInt8]?) -> UInt8 {
    guard let value else { return UInt8(ascii: "-") }
    if value.isEmpty { return UInt8(ascii: "e") }
    // Of PHP's own serializer.
    let text = String(decoding: value, as: UTF8.self)
    guard let name = text.firstRange(of: "version|i:") else { return UInt8(ascii: "?") }
    let digits = text[name.upperBound...].utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return digits.count == 1 ? digits.first ?? UInt8(ascii: "?") : UInt8(ascii: "+")
  }
}
