import FoundationEssentials
import LiveTrait
import LocalPool
import Testing

/// What pages show is what happens.
@Suite("Examples of the overview page") struct OverviewExampleTests {
  @Test func printWhatStandsThere() async throws {
    let shown = Shown(page: try Tool.text("man/mcpool.7"))
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    for (name, text) in shown.files {
      try text.write(toFile: "\(folder.path)/\(name)", atomically: true, encoding: .utf8)
    }
    #expect(shown.sessions.count > 5)
    for (command, output) in shown.sessions {
      let run = try await Tool.run("sh", ["-c", command], environment: ["MCPOOL_PATH": folder.path])
      let printed = run.output.split(separator: "\n"), expected = output.split(separator: "\n")
      #expect(printed == expected, "\(command)")
    }
  }
}

/// Each example of each command's page, on servers that stand where it says.
@Suite("Examples of the pages", .live, .serialized) struct ExampleLiveTests {
  static let pages = PageTests.pages.filter { $0 != "mcpool.7" }

  @Test(.timeLimit(.minutes(5)), arguments: pages) func run(_ page: String) async throws {
    let shown = Shown(page: try Tool.text("man/\(page)"))
    try await withMemcacheds(2) { servers in
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      let ini = """
        session.save_handler = memcache
        session.save_path = "tcp://10.0.0.1:11211, tcp://10.0.0.2:11211"
        session.gc_maxlifetime = 1440
        mcpool.extension_release = 8.2
        mcpool.map = "10.0.0.1=\(servers[0].name), 10.0.0.2=\(servers[1].name), m1=\(servers[0].name), m2=\(servers[1].name)"
        mcpool.timeout = 30s

        """
      try ini.write(toFile: "\(folder.path)/shop.ini", atomically: true, encoding: .utf8)
      let board = "session.save_handler = memcached\nsession.save_path = 10.0.0.1:11211,10.0.0.2:11211\n"
      try board.write(toFile: "\(folder.path)/board.ini", atomically: true, encoding: .utf8)
      let new = ini.replacing("tcp://10.0.0.2:11211\"", with: "tcp://10.0.0.2:11211, tcp://10.0.0.3:11211\"")
      try new.write(toFile: "\(folder.path)/new.ini", atomically: true, encoding: .utf8)
      try "anna\nben\n".write(toFile: "\(folder.path)/ids.txt", atomically: true, encoding: .utf8)
      try Self.dump.write(toFile: "\(folder.path)/sessions.jsonl", atomically: true, encoding: .utf8)
      #expect(page == "mcpool-config-show.1" || !shown.commands.isEmpty)
      for command in shown.commands where !Self.goOn.contains(command) {
        let local = Self.local(command, ini: "\(folder.path)/shop.ini", server: servers[0].name)
        let run = try await Tool.run(
          "sh", ["-c", "cd \(folder.path) && \(local)"],
          environment: ["MCPOOL_PATH": folder.path, "XDG_STATE_HOME": folder.path])
        #expect(run.status == Self.otherEnds[command] ?? 0, "\(command)\n\(local)\n\(run.errors)")
      }
    }
  }

  private static let dump = """
    {"mcpool":"sessions","version":1,"time":1800000000,"handler":"memcache"}
    {"id":"qpbaobhql61ri2c3l6k3cu6nr3","key":"qpbaobhql61ri2c3l6k3cu6nr3","flags":0,"ttl":null,"value":"n|i:1;"}
    {"sessions":1,"whole":true,"crc32":1338655084}

    """

  /// The examples that leave servers behind, or serve until they are ended, as they say.
  static let goOn = [
    "mcpool demo --keep", "mcpool exporter --php 8.2/fpm",
    "mcpool exporter -p shop -p board --listen 127.0.0.1:9150",
    "mcpool guard -p shop", "mcpool guard -p shop -p board --yes -o jsonl",
    "mcpool guard -p shop --yes --exec 'logger -t mcpool \"$MCPOOL_EVENT $MCPOOL_NODE\"'",
  ]

  /// The examples that do not end with 0 here.
  static let otherEnds: [String: Int32] = [
    // There are no sessions.
    "mcpool replay -p shop --live ini:new.ini": 1,
    // The session is on no server: it was never stored.
    "mcpool locate --php 8.2/fpm --verify qpbaobhql61ri2c3l6k3cu6nr3": 1,
    // The two pools are of different extensions; board is on the ring that no proxy has.
    "mcpool config diff shop board": 1,
    "mcpool config diff --live shop board": 1,
    "mcpool config convert --to twemproxy -p board > nutcracker.yml": 1,
    "mcpool config convert --to memcached --php 8.2/fpm > new.ini": 1,
    // The servers were started a moment ago, which is a warning.
    "mcpool check -p shop": 1,
    "mcpool check --php 8.2/fpm --probe --ignore settings --warning round_trip=5": 1,
    // A pool with two copies, and with the timeouts of PHP, has findings.
    "mcpool config lint --php 8.2/fpm": 1,
    "ssh web1 cat /etc/php/8.2/fpm/php.ini | mcpool config lint --ini -": 1,
    "mcpool config lint --ini /etc/php/8.2/cli/conf.d --fix": 1,
    "mcpool config lint -p shop -o sarif > lint.sarif": 1,
    // It asks before it empties a node, and there is nobody to answer.
    "mcpool flush -p shop 10.0.0.2:11211": 2,
    // No guard has looked after that pool.
    "mcpool flush -p shop --recovered --dry-run": 1,
    // It is for a memcached host, and this is none of the pool's.
    "mcpool guard -p shop --yes --fence 'mcpool-permit close' --unfence 'mcpool-permit open' --witness web1:443": 64,
    // There is no such session, so nothing is shown, locked, touched or removed.
    "mcpool session show --php 8.2/fpm qpbaobhql61ri2c3l6k3cu6nr3": 1,
    "mcpool session show -p shop --reveal qpbaobhql61ri2c3l6k3cu6nr3": 1,
    "mcpool session show -p shop -o jsonl - < ids.txt > sessions.jsonl": 1,
    "mcpool session unlock -p shop --dry-run qpbaobhql61ri2c3l6k3cu6nr3": 1,
    "mcpool session unlock -p shop qpbaobhql61ri2c3l6k3cu6nr3": 1,
    "mcpool session unlock -p shop --force --yes - < ids.txt": 1,
    "mcpool session touch --php 8.2/fpm qpbaobhql61ri2c3l6k3cu6nr3 20m": 1,
    "mcpool session touch -p shop --dry-run qpbaobhql61ri2c3l6k3cu6nr3 90s": 1,
    "mcpool session remove -p shop --dry-run qpbaobhql61ri2c3l6k3cu6nr3": 1,
    "mcpool session remove -p shop qpbaobhql61ri2c3l6k3cu6nr3": 1,
    "mcpool session remove --php 8.2/fpm --yes - < ids.txt": 1,
  ]

  /// The same command without another host, another PHP or an end that never comes.
  private static func local(_ command: String, ini: String, server: String) -> String {
    let here = command.replacing("ssh web1 cat", with: "cat").replacing("--php 8.2/fpm", with: "--ini \(ini)")
      .replacing("fpm:/etc/php/8.2/fpm/pool.d/www.conf --fpm-pool www", with: ini)
      .replacing(/\/etc\/php\/8\.2\/[a-z.\/]+/, with: ini).replacing(
        "--server 10.0.0.1:11211", with: "--server \(server)"
      )
      .replacing("--interval 100ms", with: "--interval 1ms")
    return here.contains("--every 5s") ? here.replacing("--every 5s", with: "--every 1ms --count 2") : here
  }
}
