import PHPConfiguration
import Placement
import Testing

@testable import Replay

@Suite("What a returned node needs") struct CureTests {
  static func pool(
    _ handler: Handler, _ release: String, _ directives: [String: String] = [:],
    provenance: Release.Provenance = .stated
  ) throws -> Pool {
    var configuration = Configuration()
    let nodes = (1...3).map { (handler == .memcache ? "tcp://" : "") + "10.0.0.\($0):11211" }
    let all = directives.merging(["session.save_path": nodes.joined(separator: ",")]) { own, _ in own }
    for (name, value) in all { configuration.set(name, to: Array(value.utf8), from: "test") }
    return try Pool(
      configuration: configuration, handler: handler, release: Release(value: release, provenance: provenance))
  }

  struct Cell: CustomTestStringConvertible {
    let handler: Handler
    let releases: [String]
    let copies: Int
    var removesFailed = false
    let withOldData: Cure
    let empty: Cure

    var testDescription: String {
      "\(handler) \(releases[0]), \(copies) copies\(removesFailed ? ", remove_failed" : "")"
    }

    var directives: [String: String] {
      [
        "memcache.session_redundancy": "\(copies)", "memcached.sess_number_of_replicas": "\(copies - 1)",
        "memcached.sess_remove_failed_servers": removesFailed ? "1" : "0",
      ]
    }
  }

  static let newRule = ["4.0.0", "4.0.5.3", "8.0.1", "8.2"]
  static let oldRule = ["4.0.1", "4.0.5.2", "8.0", "8.0-fixed"]

  @Test(
    "Each cell of the table",
    arguments: [
      Cell(handler: .memcache, releases: newRule, copies: 2, withOldData: .flush, empty: .leave(.healsByItself)),
      Cell(handler: .memcache, releases: oldRule, copies: 2, withOldData: .refill, empty: .addMissing),
      Cell(
        handler: .memcache, releases: newRule + oldRule, copies: 1, withOldData: .leave(.oneCopy),
        empty: .leave(.oneCopy)),
      // One copy less than asked for.
      Cell(
        handler: .memcache, releases: ["3.0.4", "3.0.8"], copies: 2, withOldData: .leave(.oneCopy),
        empty: .leave(.oneCopy)),
      Cell(
        handler: .memcache, releases: ["3.0.4", "3.0.8"], copies: 3, withOldData: .flush,
        empty: .leave(.healsByItself)),
      Cell(
        handler: .memcache, releases: ["3.0.1", "3.0.2"], copies: 2, withOldData: .report(.unknownRule),
        empty: .report(.unknownRule)),
      Cell(
        handler: .memcache, releases: ["2.2.7"], copies: 2, withOldData: .leave(.oneCopy), empty: .leave(.oneCopy)),
      Cell(
        handler: .memcached, releases: ["3.2.0"], copies: 2, withOldData: .leave(.ownerHasNewest), empty: .addMissing),
      Cell(
        handler: .memcached, releases: ["3.2.0"], copies: 1, withOldData: .leave(.oneCopy), empty: .leave(.oneCopy)),
      Cell(
        handler: .memcached, releases: ["3.2.0"], copies: 2, removesFailed: true, withOldData: .refill,
        empty: .addMissing),
      Cell(
        handler: .memcached, releases: ["3.2.0"], copies: 1, removesFailed: true, withOldData: .refill,
        empty: .addMissing),
    ])
  func cell(_ cell: Cell) throws {
    for release in cell.releases {
      let pool = try Self.pool(cell.handler, release, cell.directives)
      #expect(Cure(for: pool, isEmpty: false) == cell.withOldData, "\(release)")
      #expect(Cure(for: pool, isEmpty: true) == cell.empty, "\(release)")
    }
  }

  @Test("Copies that the text protocol does not make are none")
  func textProtocol() throws {
    let pool = try Self.pool(
      .memcached, "3.2.0", ["memcached.sess_number_of_replicas": "1", "memcached.sess_binary_protocol": "0"])
    #expect(Cure(for: pool, isEmpty: true) == .leave(.oneCopy))
  }

  @Test(
    "A release that is only assumed changes nothing", arguments: [(Handler.memcache, "8.2"), (.memcached, "3.2.0")])
  func assumed(_ handler: Handler, _ release: String) throws {
    let pool = try Self.pool(
      handler, release, ["memcached.sess_number_of_replicas": "1"], provenance: .assumed)
    #expect(Cure(for: pool, isEmpty: false) == .report(.assumedRelease))
    #expect(Cure(for: pool, isEmpty: true) == .report(.assumedRelease))
  }
}
