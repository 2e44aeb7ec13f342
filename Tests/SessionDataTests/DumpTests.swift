import Testing

@testable import SessionData

@Suite("Dumps of sessions") struct DumpTests {
  static let header = DumpHeader(handler: .memcached, time: 1_800_000_000)
  static let sessions = [
    DumpedSession(id: [0x61], key: Array("memc.sess.key.a".utf8), flags: 0, ttl: 1440, value: Array("n|i:1;".utf8)),
    DumpedSession(id: [0xff, 0x25], key: [0xff, 0x25], flags: .max, ttl: nil, value: [0, 0xff, 0x0a]),
    DumpedSession(
      id: Array("é\"\\".utf8), key: Array("ü \u{7f}".utf8), flags: 2, ttl: -1, value: Array("\r\n\t\u{1}😀\"".utf8)),
    DumpedSession(id: [0x62], key: [0x62], flags: 0, ttl: 0, value: []),
  ]

  static func dump(
    _ format: DumpFormat, _ sessions: [DumpedSession] = sessions, isWhole: Bool = true
  ) -> [UInt8] {
    var writer = DumpWriter(format, header)
    var bytes: [UInt8] = []
    writer.begin(&bytes)
    for session in sessions { writer.append(session, to: &bytes) }
    writer.end(isWhole: isWhole, &bytes)
    return bytes
  }

  /// Reads pieces to the end.
  static func read(_ pieces: [[UInt8]]) throws(DumpFault) -> (DumpHeader?, [DumpedSession]) {
    var reader = DumpReader()
    var sessions: [DumpedSession] = []
    for piece in pieces {
      reader.append(piece)
      while let session = try reader.next() { sessions.append(session) }
    }
    try reader.finish()
    return (reader.header, sessions)
  }

  @Test("What was written is read, wherever it is cut", arguments: [DumpFormat.lines, .binary])
  func roundTrip(_ format: DumpFormat) throws {
    let bytes = Self.dump(format)
    for cut in 0...bytes.count {
      let (header, sessions) = try Self.read([Array(bytes[..<cut]), Array(bytes[cut...])])
      #expect(header == Self.header && sessions == Self.sessions)
    }
    let (_, sessions) = try Self.read(bytes.map { [$0] })
    #expect(sessions == Self.sessions)
  }

  @Test func linesArePlain() {
    let text = String(decoding: Self.dump(.lines, Array(Self.sessions.prefix(2))), as: UTF8.self)
    #expect(
      text == """
        {"mcpool":"sessions","version":1,"time":1800000000,"handler":"memcached"}
        {"id":"a","key":"memc.sess.key.a","flags":0,"ttl":1440,"value":"n|i:1;"}
        {"id":"%FF%25","key":"%FF%25","key_encoding":"percent","flags":4294967295,"ttl":null,"value":"AP8K","value_encoding":"base64"}
        {"sessions":2,"whole":true,"crc32":2891398351}

        """)
  }

  @Test("The end says whether the dump is whole", arguments: [DumpFormat.lines, .binary], [true, false])
  func whole(_ format: DumpFormat, isWhole: Bool) throws {
    var reader = DumpReader()
    reader.append(Self.dump(format, isWhole: isWhole))
    while try reader.next() != nil {}
    try reader.finish()
    #expect(reader.isWhole == isWhole)
  }

  @Test("No damaged bit goes unseen", arguments: [DumpFormat.lines, .binary], [true, false])
  func damagedBit(_ format: DumpFormat, isWhole: Bool) {
    let bytes = Self.dump(format, isWhole: isWhole)
    for (byte, bit) in bytes.indices.flatMap({ byte in (0..<8).map { (byte, $0) } }) {
      var damaged = bytes
      damaged[byte] ^= 1 << UInt8(bit)
      #expect(throws: DumpFault.self, "bit \(bit) of byte \(byte)") { try Self.read([damaged]) }
    }
  }

  @Test("A dump that is cut short is never taken for a whole one", arguments: [DumpFormat.lines, .binary])
  func cutShort(_ format: DumpFormat) {
    let bytes = Self.dump(format)
    for end in 0..<bytes.count {
      #expect(throws: DumpFault.self) { try Self.read([Array(bytes[..<end])]) }
    }
  }

  @Test(
    "What is no dump, or a damaged one, says where",
    arguments: [
      ("", "line 1: it is no dump"), ("hello\n", "line 1: no '{'"), ("{\"a\":1}\n", "line 1: it is no dump"),
      ("mcpool sessions!", "byte 0: it is no dump"),
      (#"{"mcpool":"sessions","version":2,"time":1,"handler":"memcache"}"# + "\n", "line 1: a version"),
      (#"{"mcpool":"sessions","version":1,"time":-1,"handler":"memcache"}"# + "\n", "line 1: a time"),
      (#"{"mcpool":"sessions","version":1,"time":1,"handler":"files"}"# + "\n", "line 1: sessions of an extension"),
    ])
  func noDump(_ text: String, _ beginning: String) { check(Array(text.utf8), beginning) }

  @Test(
    "A damaged session says where",
    arguments: [
      (#"{"id":"a","key":"a","flags":0,"ttl":1}"#, "without id, key, value"),
      (#"{"id":"a","key":"a","flags":-1,"ttl":1,"value":""}"#, "without id, key, value"),
      (#"{"id":"a","key":"a","flags":0,"value":""}"#, "without its ttl"),
      (#"{"id":"a","id":"b","key":"a","flags":0,"ttl":1,"value":""}"#, "a field twice"),
      (#"{"id":"","key":"a","flags":0,"ttl":1,"value":""}"#, "an id of 0 bytes"),
      (#"{"id":"a","key":"a","flags":0,"ttl":1,"value":"x","value_encoding":"base64"}"#, "no base64"),
      (#"{"id":"a","key":"a","flags":0,"ttl":1,"value":"QR==","value_encoding":"base64"}"#, "no base64"),
      (#"{"id":"%4","key":"a","key_encoding":"percent","flags":0,"ttl":1,"value":""}"#, "no percent text"),
      (#"{"id":"\ud800","key":"a","flags":0,"ttl":1,"value":""}"#, "half a character"),
      (#"{"id":"a","key":"a","flags":1.5,"ttl":1,"value":""}"#, "no whole number"),
      (#"{"id":"a","key":"a","flags":0,"ttl":99999999999999,"value":""}"#, "a ttl that is none"),
      (#"{"id":"a","key":"a","flags":0,"ttl":1,"value":""} x"#, "behind the object"), (#"{"sessions":3}"#, "it says 3"),
      (#"{"sessions":0,"crc32":1}"#, "whether the dump is whole"),
      (#"{"sessions":0,"whole":true,"crc32":1}"#, "damaged"),
      ("{\"sessions\":0,\"whole\":true,\"crc32\":1615135924}\n{}", "behind its end"), (#"{"id":"a"#, "without its end"),
    ])
  func damagedLine(_ line: String, _ words: String) {
    let head = #"{"mcpool":"sessions","version":1,"time":1,"handler":"memcache"}"# + "\n"
    check(Array((head + line + "\n").utf8), line.contains("\n") ? "line 3: " : "line 2: ", words)
  }

  @Test("Lengths are not believed")
  func hugeLengths() {
    let head = Array(Self.dump(.binary, []).dropLast(14))
    let record: [UInt8] = [1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    check(head + record + [0xff, 0xff, 0xff, 0xff], "byte 26: a value of 4294967295 bytes")
    check(head + [1, 0xff, 0xff, 0, 1] + [UInt8](repeating: 0, count: 20), "byte 26: an id of 65535 bytes")
    check(head + [7], "byte 26: no session begins here")
    check(head + [0, 0, 0, 0, 0, 0, 0, 0, 9], "byte 26: 0 sessions have come, and it says 9")
  }

  private func check(_ bytes: [UInt8], _ beginning: String, _ words: String = "") {
    do throws(DumpFault) {
      _ = try Self.read([bytes])
      Issue.record("it was read")
    } catch {
      #expect(error.summary.hasPrefix(beginning) && error.summary.contains(words), "\(error.summary)")
    }
  }
}
