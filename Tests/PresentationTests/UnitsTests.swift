import Presentation
import Testing

@Suite("Numbers for people") struct UnitsTests {
  @Test(arguments: [
    (0.0, "0"), (7, "7"), (0.04, "0"), (1.25, "1.3"), (999, "999"), (1000, "1k"), (12_345, "12k"), (2_340_000, "2.3M"),
  ])
  func counts(value: Double, text: String) { #expect(Units.count(value) == text) }

  @Test(arguments: [(0.0, "0 B"), (1023, "1023 B"), (1536, "1.5 KiB"), (67_108_864, "64 MiB")])
  func bytes(value: Double, text: String) { #expect(Units.bytes(value) == text) }

  @Test(arguments: [
    (0.0, "0s"), (59.9, "59s"), (60, "1m"), (3661, "1h1m"), (90_000, "1d1h"), (31_795_200, "1y3d"),
    (-4, "0s"),
  ])
  func spans(seconds: Double, text: String) { #expect(Units.span(seconds: seconds) == text) }

  @Test(arguments: [(84.0, "84us"), (1234, "1.2ms"), (1_000_000, "1s")])
  func latencies(microseconds: Double, text: String) { #expect(Units.latency(microseconds: microseconds) == text) }

  @Test(arguments: [(1.0, "100.0%"), (0.3333, "33.3%"), (0, "0.0%")])
  func shares(share: Double, text: String) { #expect(Units.share(share) == text) }
}
