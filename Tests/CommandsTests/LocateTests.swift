import Operations
import Testing

@testable import Commands

@Suite("locate") struct LocateTests {
  private static let memcache = [
    "--handler", "memcache", "--extension-release", "8.0",
    "--save-path", "tcp://10.0.0.1:11211,tcp://10.0.0.2:11211,tcp://10.0.0.3:11211",
  ]
  private static let memcached = [
    "--handler", "memcached", "--extension-release", "3.2.0",
    "--save-path", "10.0.0.1:11211,10.0.0.2:11211,10.0.0.3:11211", "-d", "memcached.sess_number_of_replicas=1",
  ]

  /// Plain ids, ids that need quotes or escapes, that are no UTF-8, and that PHP would replace.
  private static let ids: [UInt8] = {
    var bytes = (0..<3000).flatMap { Array("id\($0)qpbaobhql61ri2c3l6k3\n".utf8) }
    bytes += Array("with,comma\nwith\"quote\nna\u{ef}ve\n".utf8) + [0x61, 0xff, 0x0a] + Array("\r\n\nlast".utf8)
    return bytes
  }()

  /// The bulk writer takes standard input, the reports take the same ids from the command line.
  @Test(arguments: [memcache, memcached], ["csv", "jsonl"])
  func bulkSaysWhatTheReportsSay(pool: [String], format: String) async {
    let bulk = await CommandRun(["locate", "-o", format, "-"] + pool, input: Self.ids)
    let ids = Self.ids.split(separator: 0x0a).filter { $0 != [0x0d] }
    let single = await CommandRun(
      rawWords: ["locate", "-o", format, "--ids-encoding", "percent"].map { Array($0.utf8) }
        + pool.map { Array($0.utf8) } + [Array("--".utf8)] + ids.map { Array(KeyText($0, percent: true).text.utf8) })
    let ofBulk = bulk.output.split(separator: "\n").filter { !$0.hasPrefix(",") && !$0.contains("\"id\":\"\"") }
    let ofSingle = single.output.split(separator: "\n")
    #expect(ofBulk.count == ofSingle.count)
    for (one, other) in zip(ofBulk, ofSingle) where one != other { Issue.record("\(one) against \(other)") }
    #expect(bulk.status == 1, "the empty line is no id")
    #expect(ofBulk.contains { $0.contains("a%FF") })
  }

  @Test func jsonHasTheFieldsOfTheContract() async throws {
    let run = await CommandRun(["locate", "-o", "json", "abc"] + Self.memcached)
    #expect(
      run.output == """
        [
        {
          "copies" : [
            "10.0.0.3:11211",
            "10.0.0.1:11211"
          ],
          "id" : "abc",
          "item_key" : "memc.sess.key.abc",
          "lock_key" : "memc.sess.key.lock.abc",
          "lock_node" : "10.0.0.2:11211",
          "owner" : "10.0.0.3:11211"
        }
        ]

        """)
  }

  @Test func idsInOtherEncodings() async {
    let plain = await CommandRun(["locate", "-o", "csv", "abc"] + Self.memcache)
    let percent = await CommandRun(["locate", "-o", "csv", "--ids-encoding", "percent", "%61b%63"] + Self.memcache)
    let base64 = await CommandRun(["locate", "-o", "csv", "--ids-encoding", "base64", "YWJj"] + Self.memcache)
    #expect(plain.output == percent.output)
    #expect(plain.output == base64.output)
    let wrong = await CommandRun(["locate", "--ids-encoding", "base64", "*"] + Self.memcache)
    #expect(wrong.status == 64)
  }

  @Test func aLineWithoutItsEndIsAnId() async {
    let run = await CommandRun(["locate", "-o", "csv", "-"] + Self.memcache, input: Array("abc".utf8))
    #expect(run.output == (await CommandRun(["locate", "-o", "csv", "abc"] + Self.memcache)).output)
  }

  @Test func anIdThatPHPReplacesHasNoPlace() async {
    let run = await CommandRun(["locate", "-o", "csv", "a b"] + Self.memcache)
    #expect(run.status == 1)
    #expect(run.output == "id,owner,copies\na b,,\n")
  }

  @Test(arguments: ["OPT_DISTRIBUTION=random", "OPT_DISTRIBUTION=3", "OPT_LIBKETAMA_COMPATIBLE=\"true\""])
  func anOptionThatCannotBeFollowedIsNamed(_ option: String) async {
    let pool = ["--handler", "memcached", "--save-path", "m1:11211,m2:11211"]
    let run = await CommandRun(["locate", "--object", "--option", option, "user:42"] + pool)
    #expect(run.status == 64)
    #expect(run.errors.contains("--option: \(option.prefix { $0 != "=" })"))
    #expect(run.output.isEmpty)
  }

  @Test func withANodeDownTheMirrorIsRead() async throws {
    let up = await CommandRun(["locate", "-o", "csv", "abc"] + Self.memcache)
    let copies = try #require(up.output.split(separator: "\n").last?.split(separator: ",").last).split(separator: " ")
    let down = await CommandRun(["locate", "-o", "csv", "--down", String(copies[0]), "abc"] + Self.memcache)
    #expect(down.output == "id,owner,copies\nabc,\(copies[1]),\(copies[1])\n")
    #expect(down.status == 0)
  }
}
