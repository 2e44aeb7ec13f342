/// Gathers samples, whatever the order in which they come.
struct SampleCollector {
  private(set) var samples: [Metric: [MetricSample]] = [:]

  mutating func add(_ metric: Metric, _ labels: [Label], _ value: Double) {
    samples[metric, default: []].append(MetricSample(labels: labels, value: value))
  }
}
