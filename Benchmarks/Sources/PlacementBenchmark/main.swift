import Glibc
import PHPConfiguration
import Placement

// How many session ids a second mcpool places, one thread, on the rings of both extensions.
//
//   PlacementBenchmark [IDS] [NODES]
//
// Prints a line for each ring: name, ids, seconds, ids a second, separated by tabs. The ids are those of peers/place.c.

let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let idCount = arguments.first ?? 4_000_000
let nodeCount = arguments.dropFirst().first ?? 5

/// 26 hex digits an id, from a xorshift generator, one id a line as a file of ids has them.
func generatedIDs(_ count: Int) -> SessionBatch {
  let digits = Array("0123456789abcdef".utf8)
  var state: UInt64 = 0x9e37_79b9_7f4a_7c15
  var batch = SessionBatch()
  batch.bytes.reserveCapacity(count * 27)
  batch.ranges.reserveCapacity(count)
  for _ in 0..<count {
    let begin = batch.bytes.count
    for _ in 0..<26 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      batch.bytes.append(digits[Int(state >> 60)])
    }
    batch.ranges.append(begin..<begin + 26)
    batch.bytes.append(UInt8(ascii: "\n"))
  }
  return batch
}

func pool(_ handler: Handler, _ scheme: String, release: String, _ directives: [String: String]) throws -> Pool {
  let path = (1...nodeCount).map { "\(scheme)10.0.0.\($0):11211" }.joined(separator: ",")
  var configuration = Configuration()
  configuration.set("session.save_path", to: Array(path.utf8), from: "benchmark")
  for (name, value) in directives { configuration.set(name, to: Array(value.utf8), from: "benchmark") }
  return try Pool(
    configuration: configuration, handler: handler, release: Release(value: release, provenance: .stated))
}

func measure(_ name: String, _ pool: Pool, _ batch: SessionBatch) {
  let placement = pool.placement
  var table = PlacementTable()
  // As in bulk work, where the table is used again: its memory is there.
  placement.place(batch, into: &table)
  let time = ContinuousClock().measure { placement.place(batch, into: &table) }
  let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
  print("\(name)\t\(batch.ranges.count)\t\(seconds)\t\(Int(Double(batch.ranges.count) / seconds))")
}

let batch = generatedIDs(idCount)
measure("default", try pool(.memcached, "", release: "3.2.0", [:]), batch)
let weighted = ["memcached.sess_consistent_hash_type": "ketama_weighted"]
measure("ketama_weighted", try pool(.memcached, "", release: "3.2.0", weighted), batch)
let consistent = ["memcache.hash_strategy": "consistent", "memcache.session_redundancy": "2"]
measure("memcache_consistent", try pool(.memcache, "tcp://", release: "8.2", consistent), batch)
