import FoundationEssentials
import Operations
import Presentation

/// Writes what guards see and do, a line an event.
struct EventLines: Sendable {
  private let isJSON: Bool
  private let output: ByteSink
  private let tellErrors: @Sendable (String) -> Void

  init(_ options: OutputOptions, _ surroundings: Surroundings) {
    isJSON = options.output != .table
    output = surroundings.output
    tellErrors = { surroundings.tell($0) }
  }

  func write(_ event: GuardEvent) {
    output.writeText((isJSON ? json(event) : text(event)) + "\n")
  }

  /// On standard error.
  func tell(_ text: String) { tellErrors(text) }

  func json(_ event: GuardEvent) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    return (try? encoder.encode(event)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  private func text(_ event: GuardEvent) -> String {
    var time: [UInt8] = []
    ISOTime.append(Int(event.when.timeIntervalSince1970), to: &time)
    let place = [event.pool, event.node].compactMap(\.self).joined(separator: " ")
    var text = "\(String(decoding: time, as: UTF8.self)) \(place) \(event.event.rawValue): \(event.message)"
    if !event.atRiskIDs.isEmpty {
      let count = event.actions.first?.atRisk ?? event.atRiskIDs.count
      text +=
        "; \(count) sessions were written from old copies before that (\(event.atRiskIDs.prefix(3).joined(separator: " "))…): "
        + "mcpool recover --restore-listed gives back what they were"
    }
    return printable(text)
  }
}
