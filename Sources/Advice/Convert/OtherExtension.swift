import PHPConfiguration
import Placement

/// A pool's php.ini lines in the words of the other extension. The rings of the two are never one, so that only a pool of
/// one server is equal; the lines are there all the same, for whoever changes over.
struct OtherExtension {
  let pool: ComparedPool
  private let ids: SessionBatch

  init(_ pool: ComparedPool, _ ids: SessionBatch) {
    self.pool = pool
    self.ids = ids
  }

  /// One directive of the new php.ini.
  struct Line {
    let name: String
    let value: String
    /// In quotation marks, as the ini language wants texts with special characters.
    var isText = false

    var text: String { "\(name) = \(isText ? "\"\(value)\"" : value)" }
  }

  /// - Parameters:
  ///   - used: the directives of the old extension that the lines stand for.
  ///   - prefix: that of all directives of the old extension.
  func conversion(
    _ target: ConversionTarget, _ lines: [Line], used: Set<String>, prefix: String, notes: [String],
    lost: [Conversion.Refusal]
  ) -> Conversion {
    let text = lines.map { $0.text + "\n" }.joined()
    var refusals = lost
    var (proof, head): (Conversion.Proof?, [String]) = (nil, [])
    do throws(PoolError) {
      var configuration = Configuration()
      configuration.read(ini: SourceText(name: "the converted php.ini", bytes: Array(text.utf8)))
      let other = try Pool(configuration: configuration)
      let compared = Conversion.Proof(pool.pool.placement, other.placement, ids: ids)
      proof = compared
      if compared.differing > 0 {
        refusals.insert(ring(target, compared), at: 0)
        head.append("NOT EQUAL: \(inPercent(compared.share)) of the sessions are on another node then")
      }
      if other.emptyKey != pool.pool.emptyKey {
        let (old, new) = (Self.key(pool.pool), Self.key(other))
        refusals.append(
          Conversion.Refusal(
            reason: "sessions are stored under \(old) now, and would be looked for under \(new)",
            cure:
              "expect every user to be logged out, or set a prefix that both extensions can have (no dot, at most 127 "
              + "characters) long before"))
        head.append("NOT EQUAL: the keys of all sessions change, from \(old) to \(new)")
      }
    } catch {
      refusals.append(Conversion.Refusal(reason: error.message, cure: error.cure))
      head.append("NOT USABLE: \(error.message)")
    }
    let comments = (head + leftOut(prefix, used)).map { "; \($0)\n" }.joined()
    return Conversion(target, text: comments + text, proof: proof, refusals: refusals, notes: notes)
  }

  private func ring(_ target: ConversionTarget, _ proof: Conversion.Proof) -> Conversion.Refusal {
    Conversion.Refusal(
      reason:
        "the two extensions have no ring in common: \(inPercent(proof.share)) of the sessions would be on another "
        + "node" + (proof.share == 0 ? ", or their copies" : ""),
      cure:
        "change over on all web servers at once, when it may log everybody out; mcpool session dump with the old lines "
        + "and mcpool session restore with the new ones carry the sessions over")
  }

  private static func key(_ pool: Pool) -> String {
    String(decoding: pool.emptyKey.bytes, as: UTF8.self) + "ID"
  }

  /// What is set and has no counterpart.
  private func leftOut(_ prefix: String, _ used: Set<String>) -> [String] {
    pool.configuration.settings.values.filter { $0.name.hasPrefix(prefix) && !used.contains($0.name) }
      .sorted { $0.name < $1.name }.map { setting in
        let value = setting.name.hasSuffix("password") ? "(set)" : setting.text
        return "no counterpart: \(setting.name) = \(value.filter { !$0.isNewline }) (\(setting.location))"
      }
  }
}
