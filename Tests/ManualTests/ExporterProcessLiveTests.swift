import LiveTrait
import LocalPool
import Testing

/// The exporter as systemd runs it.
@Suite("exporter as a process", .live, .timeLimit(.minutes(5))) struct ExporterProcessLiveTests {
  @Test func servesUntilItIsAskedToEnd() async throws {
    try await withMemcacheds(3) { servers in
      try await servers[1].stopAndWait()
      servers[2].freeze()
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      let script = """
        cd '\(folder.path)' && exec 2>errors
        mcpool exporter --timeout 2s --listen 127.0.0.1:0 \(servers.map { "--server \($0.name)" }.joined(separator: " ")) &
        exporter=$!
        until grep -q listening errors; do kill -0 $exporter || { cat errors; exit 9; }; sleep 0.02; done
        exec 3<>/dev/tcp/127.0.0.1/$(sed -n 's/.*://p' errors)
        printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3
        cat <&3
        kill -TERM $exporter
        wait $exporter
        echo "ended with $?"
        """
      let run = try await Tool.run("bash", ["-c", script])
      let states = ["up", "refused", "mute"]
      for (server, state) in zip(servers, states) {
        let labels = "{pool=\"servers\",node=\"\(server.name)\""
        #expect(run.output.contains("\nmemcached_up\(labels)} \(state == "up" ? 1 : 0)\n"), "\(run.output)")
        #expect(run.output.contains("\nmcpool_node_state\(labels),state=\"\(state)\"} 1\n"))
      }
      #expect(run.output.hasSuffix("ended with 0\n"))
    }
  }
}
