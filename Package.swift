// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [.strictMemorySafety(), .treatAllWarnings(as: .error)]
let cSettings: [CSetting] = [.unsafeFlags(["-std=gnu11", "-Wall", "-Wextra", "-Werror"])]
// An executable in C: static, and without the Swift runtime that SwiftPM links into everything.
let withoutSwift: [LinkerSetting] = [.unsafeFlags(["-static-executable", "-nostartfiles"])]

let package = Package(
    name: "firstmover",
    dependencies: [],
    targets: [
        // System calls, and the process that guards a plugin.
        .target(name: "CPosixShims", cSettings: cSettings),
        .target(name: "System", dependencies: ["CPosixShims"], swiftSettings: settings),
        .executableTarget(
            name: "firstmover-launcher", dependencies: ["CPosixShims"], cSettings: cSettings,
            linkerSettings: withoutSwift),

        // What host, kit and policies share.
        .target(name: "Policy", swiftSettings: settings),

        // Counts allocations; linked by tests and benchmarks alone.
        .target(name: "CAllocationCounter", publicHeadersPath: ".", cSettings: cSettings),

        // The wire: the generated messages, and the only module that reads them.
        .systemLibrary(name: "CProtobufC", pkgConfig: "libprotobuf-c", providers: [.apt(["libprotobuf-c-dev"])]),
        .target(name: "CFirstmoverProtos", dependencies: ["CProtobufC"], publicHeadersPath: "."),
        .target(name: "Wire", dependencies: ["CFirstmoverProtos", "Policy"], swiftSettings: settings),
        .testTarget(name: "WireTests", dependencies: ["CAllocationCounter", "Wire"], swiftSettings: settings),

        // Games.
        .target(name: "Games", dependencies: ["Policy"], swiftSettings: settings),
    ]
)
