import MemcacheProtocol
import Testing

@testable import MemcacheClient

@Suite("File descriptors") struct DescriptorsTests {
  @Test("A process that may open next to nothing is told so before it connects", arguments: [0, 12, 31])
  func tooFew(_ allowed: Int) throws {
    let problem = try #require(SocketDialer.tooFewDescriptors(allowed))
    #expect(problem.summary.contains("no more than \(allowed) files"))
    #expect(problem.remedy.contains("ulimit -n"))
  }

  @Test("Enough is enough, and where the system does not tell nothing is in the way", arguments: [nil, 32, 1024])
  func enough(_ allowed: Int?) {
    #expect(SocketDialer.tooFewDescriptors(allowed) == nil)
  }

  @Test("A connection that finds none left says so, and does not blame the network")
  func noneLeft() {
    let failure = NodeFailure(node: "10.0.0.1:11211", .noDescriptor("Too many open files"))
    #expect(failure.reason.contains("Too many open files"))
    #expect(failure.remedy.contains("ulimit -n") && !failure.remedy.contains("network"))
  }
}
