import ArgumentParser
import Logging
import MemcacheClient

@testable import Commands

extension Scenario {
  /// The cells of this row, in the page's order. The flush comes last: it empties the server.
  func row() async throws -> [String] {
    try await run { target in
      if target.isReal { try? await target.store(Question.session, within: .seconds(isMute ? 1 : 20)) }
      var cells = try await withThrowingTaskGroup(of: (Question, String).self) { questions in
        for question in Question.allCases where question != .flush {
          questions.addTask { (question, try await question.answer(target, timeout: timeout)) }
        }
        return try await questions.reduce(into: [Question: String]()) { $0[$1.0] = $1.1 }
      }
      cells[.flush] = try await Question.flush.answer(target, timeout: timeout)
      return Question.allCases.map { cells[$0] ?? "" }
    }
  }
}

extension Scenario.Target {
  /// Stores a session as PHP does, over the same transport and with the same login as the command will use.
  fileprivate func store(_ session: String, within timeout: Duration) async throws {
    let options = try AccessOptions.parse(options)
    var surroundings = Surroundings.process()
    surroundings.environment = environment
    surroundings.errors = ByteSink { _ in }
    let own = OwnKeys(configuration: try PoolOptions.parse([]).defined(surroundings))
    let dialer = SocketDialer(
      timeout: timeout, access: try await options.access(own, surroundings), logger: Logger(label: "test"))
    guard let address = ServerAddress(node.hasPrefix("/") ? String(node.dropLast(2)) : node) else { return }
    try await dialer.withClient(address) { client throws(NodeFailure) in
      try await client.set(
        Array("memc.sess.key.\(session)".utf8), flags: 0, ttl: .seconds(1440), value: Array("user|i:1;".utf8))
    }
  }
}
