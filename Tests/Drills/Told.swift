import FoundationEssentials
import Subprocess
import SystemPackage

/// What mcpool says of one node that it looked at or mended.
public struct ToldAction: Decodable, Sendable {
  public var node: String
  public var action: String
  public var reason: String?
  public var atRisk: Int?
  public var lost: Int?
  public var undecided: Int?
  public var result: String?

  enum CodingKeys: String, CodingKey {
    case node, action, reason, lost, undecided, result
    case atRisk = "at_risk"
  }
}

/// All that mcpool told of one return.
struct Told: Sendable {
  /// What it took the return for.
  var kind: String?
  var actions: [ToldAction]
  /// When all had been mended, in seconds since 1970.
  var mended: Double
  /// Seconds from the first good answer; nil: nothing was to be locked.
  var untilLocked: Double?
  /// From the first good answer, or where `recover` was run from its start.
  var untilMended: Double
  var untilSettled: Double?
}

/// `mcpool recover`, run once.
enum Recover {
  private struct Document: Decodable { var actions: [ToldAction] }

  static func run(_ binary: String, ini: String, folder: String, _ words: [String] = []) async throws -> Told {
    let began = Date().timeIntervalSince1970
    let ended = try await Subprocess.run(
      .path(FilePath(binary)), arguments: Arguments(["recover", "--yes", "--ini", ini, "-o", "json"] + words),
      environment: .inherit.updating(["XDG_STATE_HOME": folder]), output: .string(limit: 16 << 20),
      error: .string(limit: 1 << 20))
    let mended = Date().timeIntervalSince1970
    guard case .exited(let code) = ended.terminationStatus, code < 2 else {
      throw DrillFault(description: "recover ended with \(ended.terminationStatus): \(ended.standardError)")
    }
    let document = try JSONDecoder().decode(Document.self, from: Data(ended.standardOutput.utf8))
    return Told(actions: document.actions, mended: mended, untilMended: mended - began)
  }
}
