import Glibc
import Logging
import MemcacheClient
import MemcacheProtocol
import Synchronization

// How fast MemcacheClient reads items and listings over one connection; the same code that the commands use.
//
//   WireBenchmark mg PORT ITEMS
//   WireBenchmark metadump PORT ITEMS
//
// Prints name, items, seconds, processor seconds, separated by tabs. `peers/wire.c` does the same, and fills the server.

/// 46 bytes, as the keys of PHP's sessions have.
func key(_ index: Int) -> [UInt8] {
  let digits = String(index * 2_654_435_761, radix: 16)
  return Array(("memc.sess.key." + String(repeating: "0", count: 32 - digits.utf8.count) + digits).utf8)
}

/// User and system time of the whole process.
func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func measure(_ name: String, _ work: () async throws -> Int) async throws -> Int {
  let processor = processorSeconds()
  let start = ContinuousClock.now
  let items = try await work()
  let time = (ContinuousClock.now - start) / .seconds(1)
  print("\(name)\t\(items)\t\(time)\t\(processorSeconds() - processor)")
  return items
}

let arguments = CommandLine.arguments
guard arguments.count == 4, let port = UInt16(arguments[2]), let count = Int(arguments[3]) else { exit(64) }

let dialer = SocketDialer(timeout: .seconds(10), logger: Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() })
let client = try await dialer.connect(to: .tcp(host: "127.0.0.1", port: port), certifiedFor: nil)
let found: Int
switch arguments[1] {
case "mg":
  // As commands do, in pieces: a million values at once are nothing that anybody wants to hold.
  let pieces = stride(from: 0, to: count, by: 10_000).map { ($0..<min($0 + 10_000, count)).map(key) }
  found = try await measure("mg") {
    var found = 0
    for piece in pieces {
      for case let item? in try await client.items(piece, .value) where item.value?.count == item.valueBytes {
        found += 1
      }
    }
    return found
  }
case "metadump":
  let bytes = Atomic(0)
  found = try await measure("metadump") {
    let listing = try await client.metadump(upTo: .max) { line in
      bytes.wrappingAdd(line.key.count + line.itemBytes, ordering: .relaxed)
    }
    guard case .complete(let lines, by: _) = listing else { return 0 }
    return lines
  }
default: exit(64)
}
client.close()
exit(found == count ? 0 : 1)
