// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that the tool never builds what only measures it. `run` builds and compares.
let package = Package(
  name: "mcpool-benchmarks",
  dependencies: [
    .package(name: "mcpool", path: ".."),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
  ],
  targets: [
    .executableTarget(
      name: "PlacementBenchmark",
      dependencies: [.product(name: "Placement", package: "mcpool")]),
    .executableTarget(
      name: "WireBenchmark",
      dependencies: [
        .product(name: "MemcacheClient", package: "mcpool"), .product(name: "Logging", package: "swift-log"),
      ]),
  ]
)
