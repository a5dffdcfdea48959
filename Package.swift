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

        // What host, kit and policies share.
        .target(name: "Policy", swiftSettings: settings),

        // Both ends of the conversation.
        .target(name: "PluginKit", dependencies: ["Policy", "System", "Wire"], swiftSettings: settings),
        .target(
            name: "PluginHost",
            dependencies: [
                "Policy", "System", "Wire", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ], swiftSettings: settings),

        // Games.
        .target(name: "Games", dependencies: ["Policy"], swiftSettings: settings),
    ]
)
