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
  products: [
    .executable(name: "mcpool", targets: ["mcpool"]),
    .library(name: "Placement", targets: ["PHPConfiguration", "Placement"]),
    .library(name: "MemcacheClient", targets: ["MemcacheProtocol", "MemcacheClient"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    .package(url: "https://github.com/onevcat/Rainbow", from: "4.2.2"),
  ],
  targets: [
    .target(name: "PHPConfiguration", swiftSettings: strict),
    .target(name: "Placement", dependencies: ["PHPConfiguration"], swiftSettings: strict),
    .target(name: "Replay", dependencies: ["Placement"], swiftSettings: strict),
    .target(name: "Advice", dependencies: ["PHPConfiguration", "Placement", "Replay"], swiftSettings: strict),
    .systemLibrary(name: "CZlib"),
    .target(name: "SessionData", dependencies: ["CZlib"], swiftSettings: strict),
    .target(name: "MemcacheProtocol", swiftSettings: strict),
    .target(
      name: "MemcacheClient",
      dependencies: [
        "MemcacheProtocol",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOTLS", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .target(
      name: "PHPInstallation",
      dependencies: [
        "PHPConfiguration", "Placement",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      swiftSettings: strict),
    .target(
      name: "Operations",
      dependencies: [
        "PHPConfiguration", "Placement", "Replay", "SessionData", "Advice", "MemcacheProtocol", "MemcacheClient",
        .product(name: "Histogram", package: "hdrhistogram-swift"),
      ],
      swiftSettings: strict),
    .target(
      name: "LocalPool",
      dependencies: [
        "MemcacheClient", "PHPConfiguration",
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: strict),
    .target(
      name: "Presentation",
      dependencies: [
        "PHPConfiguration", "Placement", "Replay", "SessionData", "Advice", "Operations", "MemcacheProtocol",
        "MemcacheClient",
        .product(name: "Rainbow", package: "Rainbow"),
      ],
      swiftSettings: strict),
    .target(
      name: "Exporter",
      dependencies: [
        "Operations", "MemcacheProtocol", "MemcacheClient",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      swiftSettings: strict),
    .target(
      name: "Commands",
      dependencies: [
        "PHPConfiguration", "Placement", "Replay", "SessionData", "Advice", "MemcacheProtocol", "MemcacheClient",
        "PHPInstallation", "Operations", "LocalPool", "Exporter", "Presentation",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "mcpool",
      dependencies: ["Commands", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      swiftSettings: strict),
    .executableTarget(name: "Manual", swiftSettings: strict),
    .target(
      name: "FuzzTargets", dependencies: ["PHPConfiguration", "Placement", "SessionData", "MemcacheProtocol"],
      path: "Fuzz/Targets",
      swiftSettings: strict),
    .target(name: "Fixtures", path: "Tests/Fixtures", exclude: ["recorded"], swiftSettings: strict),
    .target(name: "LiveTrait", path: "Tests/LiveTrait", swiftSettings: strict),
    .target(
      name: "ScriptedServer",
      dependencies: [
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      path: "Tests/ScriptedServer", swiftSettings: strict),
    .target(
      name: "Drills",
      dependencies: [
        "LocalPool", "MemcacheClient", "MemcacheProtocol", "PHPConfiguration", "Placement",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      path: "Tests/Drills", swiftSettings: strict),
    .executableTarget(
      name: "DrillTable", dependencies: ["Drills", "Placement"], path: "Tests/DrillTable", swiftSettings: strict),
    .testTarget(
      name: "DrillTests", dependencies: ["Drills", "LocalPool", "Placement", "LiveTrait", "mcpool"],
      swiftSettings: strict),
    .testTarget(name: "FuzzTests", dependencies: ["FuzzTargets"], swiftSettings: strict),
    .testTarget(name: "PHPConfigurationTests", dependencies: ["PHPConfiguration", "Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "PlacementTests", dependencies: ["Placement", "PHPConfiguration", "Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "ReplayTests", dependencies: ["Replay", "Placement", "PHPConfiguration", "Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "AdviceTests",
      dependencies: [
        "Advice", "Placement", "PHPConfiguration", "LocalPool", "LiveTrait",
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SessionDataTests", dependencies: ["SessionData", "LocalPool", "LiveTrait"],
      exclude: ["README.md", "record.php", "recorded.jsonl"], swiftSettings: strict),
    .testTarget(name: "MemcacheProtocolTests", dependencies: ["MemcacheProtocol"], swiftSettings: strict),
    .testTarget(
      name: "MemcacheClientTests",
      dependencies: [
        "MemcacheClient", "MemcacheProtocol", "LocalPool", "ScriptedServer", "LiveTrait",
        .product(name: "Logging", package: "swift-log"), .product(name: "NIOCore", package: "swift-nio"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "PHPInstallationTests", dependencies: ["PHPInstallation", "PHPConfiguration", "Placement", "LocalPool"],
      swiftSettings: strict),
    .testTarget(
      name: "OperationsTests",
      dependencies: ["Operations", "MemcacheProtocol", "MemcacheClient", "PHPConfiguration", "Placement"],
      swiftSettings: strict),
    .testTarget(
      name: "ExporterTests",
      dependencies: [
        "Exporter", "Operations", "MemcacheProtocol", "MemcacheClient", "LocalPool", "LiveTrait", "ScriptedServer",
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "Logging", package: "swift-log"),
      ],
      exclude: ["rules.test.yml"], swiftSettings: strict),
    .testTarget(name: "PresentationTests", dependencies: ["Presentation"], swiftSettings: strict),
    .testTarget(
      name: "CommandsTests",
      dependencies: [
        "Advice", "Commands", "LocalPool", "LiveTrait", "MemcacheClient", "MemcacheProtocol", "Operations",
        "PHPConfiguration", "PHPInstallation",
        "Placement", "SessionData",
        "Presentation", "ScriptedServer",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "FenceTests",
      dependencies: [
        "LocalPool", "LiveTrait", "mcpool",
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ManualTests",
      dependencies: [
        "Manual", "Advice", "Placement", "Commands", "LocalPool", "LiveTrait", "mcpool",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      swiftSettings: strict),
  ]
)
