// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [.strictMemorySafety(), .treatAllWarnings(as: .error)]
let cSettings: [CSetting] = [.unsafeFlags(["-std=gnu11", "-Wall", "-Wextra", "-Werror"])]
// An executable in C: static, and without the Swift runtime that SwiftPM links into everything.
let withoutSwift: [LinkerSetting] = [.unsafeFlags(["-static-executable", "-nostartfiles"])]

let package = Package(
    name: "firstmover",
    dependencies: [
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
    ],
    targets: [
        // System calls, and the process that guards a plugin.
        .target(name: "CPosixShims", cSettings: cSettings),
        .target(name: "System", dependencies: ["CPosixShims"], swiftSettings: settings),
        .executableTarget(
            name: "firstmover-launcher", dependencies: ["CPosixShims"], cSettings: cSettings,
            linkerSettings: withoutSwift),
        .testTarget(name: "SystemTests", dependencies: ["System"], swiftSettings: settings),

        // What host, kit and policies share.
        .target(name: "Policy", swiftSettings: settings),

        // Counts allocations; linked by tests and benchmarks alone.
        .target(name: "CAllocationCounter", publicHeadersPath: ".", cSettings: cSettings),

        // The wire: the generated messages, and the only module that reads them.
        .systemLibrary(name: "CProtobufC", pkgConfig: "libprotobuf-c", providers: [.apt(["libprotobuf-c-dev"])]),
        .target(name: "CFirstmoverProtos", dependencies: ["CProtobufC"], publicHeadersPath: "."),
        .target(name: "Wire", dependencies: ["CFirstmoverProtos", "Policy"], swiftSettings: settings),
        .testTarget(name: "WireTests", dependencies: ["CAllocationCounter", "Wire"], swiftSettings: settings),

        // Both ends of the conversation.
        .target(name: "PluginKit", dependencies: ["Policy", "System", "Wire"], swiftSettings: settings),
        .target(
            name: "PluginHost",
            dependencies: [
                "Policy", "System", "Wire", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ], swiftSettings: settings),
        .testTarget(
            name: "PluginHostTests", dependencies: ["PluginHost", "PluginKit", "System", "Wire"],
            swiftSettings: settings),

        // What the tests start: plugins good and bad, and a host to be killed.
        .executableTarget(
            name: "firstmover-zoo", path: "Tests/Zoo", cSettings: cSettings, linkerSettings: withoutSwift),
        .executableTarget(
            name: "firstmover-echo", dependencies: ["PluginKit"], path: "Tests/EchoPolicy", swiftSettings: settings),
        .executableTarget(
            name: "firstmover-doomed-host", dependencies: ["PluginHost"], path: "Tests/DoomedHost",
            swiftSettings: settings),
        .executableTarget(
            name: "firstmover-roundtrip", dependencies: ["CAllocationCounter", "PluginHost", "PluginKit"],
            path: "Tests/RoundTrip", swiftSettings: settings),

        // Games.
        .target(name: "Games", dependencies: ["Policy"], swiftSettings: settings),
    ]
)
