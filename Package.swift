// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

// docs/architecture.md says what each target may import; `make lint` holds the sources against it.
let package = Package(
  name: "mcpool",
  products: [.executable(name: "mcpool", targets: ["mcpool"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    .package(url: "https://github.com/onevcat/Rainbow", from: "4.2.2"),
  ],
  targets: [
    .target(name: "PHPConfiguration", swiftSettings: strict),
    .target(name: "Placement", dependencies: ["PHPConfiguration"], swiftSettings: strict),
    .target(name: "Replay", dependencies: ["Placement"], swiftSettings: strict),
    .target(name: "MemcacheProtocol", swiftSettings: strict),
    .target(
      name: "MemcacheClient",
      dependencies: [
        "MemcacheProtocol",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
  ]
)
