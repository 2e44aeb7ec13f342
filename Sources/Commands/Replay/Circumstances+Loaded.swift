import FoundationEssentials
import Presentation

extension Circumstances {
  /// Those of a run now.
  init(_ configured: ConfiguredTimeline, sessions: String, _ surroundings: Surroundings) {
    let loaded = configured.elements[0].loaded
    var time: [UInt8] = []
    ISOTime.append(Int(Date().timeIntervalSince1970), to: &time)
    self.init(
      poolName: loaded.name, source: loaded.source, pool: configured.first, sessions: sessions,
      time: String(decoding: time, as: UTF8.self), version: Mcpool.version, words: surroundings.words)
  }
}
