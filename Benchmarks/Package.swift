// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that the tool never builds what only measures it. `run` builds and compares.
let package = Package(
  name: "mcpool-benchmarks",
  dependencies: [.package(name: "mcpool", path: "..")],
  targets: [
    .executableTarget(
      name: "PlacementBenchmark",
      dependencies: [.product(name: "Placement", package: "mcpool")])
  ]
)
